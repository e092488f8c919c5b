import { shopApi } from '../../../api/shopApi';
import type { Guid, SetPasswordRequest, SetPinRequest, StaffEdit, StaffView } from '../../../api/types';

export const staffList = (): Promise<readonly StaffView[]> => shopApi.get('staff');
export const createStaff = (edit: StaffEdit): Promise<StaffView> => shopApi.post('staff', edit);
export const changeStaff = (id: Guid, edit: StaffEdit): Promise<StaffView> => shopApi.put(`staff/${id}`, edit);
export const setPin = (id: Guid, request: SetPinRequest): Promise<StaffView> => shopApi.put(`staff/${id}/pin`, request);
export const setPassword = (id: Guid, request: SetPasswordRequest): Promise<StaffView> =>
  shopApi.put(`staff/${id}/password`, request);
