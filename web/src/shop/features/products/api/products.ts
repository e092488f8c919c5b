import { shopApi } from '../../../api/shopApi';
import type {
  CategoryView,
  PictureAnswer,
  ProductEdit,
  ProductPage,
  ProductView,
  ProposalView,
  TaxClassView,
} from '../../../api/types';

export interface ProductQuery {
  readonly q: string;
  readonly category: string | null;
  readonly active: boolean | null;
  readonly skip: number;
  readonly take: number;
}

export const productPage = (query: ProductQuery): Promise<ProductPage> => shopApi.get('products', { ...query });
export const product = (id: string): Promise<ProductView> => shopApi.get(`products/${id}`);
export const createProduct = (edit: ProductEdit): Promise<ProductView> => shopApi.post('products', edit);
export const changeProduct = (id: string, edit: ProductEdit): Promise<ProductView> =>
  shopApi.put(`products/${id}`, edit);
export const deleteProduct = (id: string, version: number): Promise<void> =>
  shopApi.delete(`products/${id}?version=${String(version)}`);
export const addPicture = (image: Blob): Promise<PictureAnswer> => shopApi.upload('pictures', image);

export const categories = (): Promise<readonly CategoryView[]> => shopApi.get('categories');
export const taxClasses = (): Promise<readonly TaxClassView[]> => shopApi.get('tax-classes');

export const proposals = (all: boolean): Promise<readonly ProposalView[]> => shopApi.get('proposals', { all });
export const acceptProposal = (id: string, edit: ProductEdit): Promise<ProductView> =>
  shopApi.post(`proposals/${id}/accept`, edit);
export const dismissProposal = (id: string): Promise<void> => shopApi.post(`proposals/${id}/dismiss`);
