import { shopApi } from '../../../api/shopApi';
import type { PaperRow } from '@shared/receipts/paper';
import type {
  EnrolmentCode,
  Guid,
  MerchantEdit,
  MerchantView,
  StoreEdit,
  StoreView,
  TillEdit,
  TillView,
} from '../../../api/types';

export const merchant = (): Promise<MerchantView> => shopApi.get('merchant');
export const changeMerchant = (edit: MerchantEdit): Promise<MerchantView> => shopApi.put('merchant', edit);

export const stores = (): Promise<readonly StoreView[]> => shopApi.get('stores');
export const createStore = (edit: StoreEdit): Promise<StoreView> => shopApi.post('stores', edit);
export const changeStore = (id: Guid, edit: StoreEdit): Promise<StoreView> => shopApi.put(`stores/${id}`, edit);

/** @param edit a store as it is being edited, as JSON text */
export const receiptPreview = (edit: string): Promise<readonly PaperRow[]> =>
  shopApi.post('receipt-preview', JSON.parse(edit) as StoreEdit);

export const tills = (): Promise<readonly TillView[]> => shopApi.get('tills');
export const createTill = (edit: TillEdit): Promise<TillView> => shopApi.post('tills', edit);
export const changeTill = (id: Guid, edit: TillEdit): Promise<TillView> => shopApi.put(`tills/${id}`, edit);
export const makeCode = (id: Guid): Promise<EnrolmentCode> => shopApi.post(`tills/${id}/code`);
export const revokeTill = (id: Guid): Promise<TillView> => shopApi.post(`tills/${id}/revoke`);
