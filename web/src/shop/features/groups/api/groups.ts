import { shopApi } from '../../../api/shopApi';
import type { CategoryEdit, CategoryView, TaxClassEdit, TaxClassView } from '../../../api/types';

export const categories = (): Promise<readonly CategoryView[]> => shopApi.get('categories');
export const createCategory = (edit: CategoryEdit): Promise<CategoryView> => shopApi.post('categories', edit);
export const changeCategory = (id: string, edit: CategoryEdit): Promise<CategoryView> =>
  shopApi.put(`categories/${id}`, edit);
export const deleteCategory = (id: string, version: number): Promise<void> =>
  shopApi.delete(`categories/${id}?version=${String(version)}`);

export const taxClasses = (): Promise<readonly TaxClassView[]> => shopApi.get('tax-classes');
export const createTaxClass = (edit: TaxClassEdit): Promise<TaxClassView> => shopApi.post('tax-classes', edit);
export const changeTaxClass = (id: string, edit: TaxClassEdit): Promise<TaxClassView> =>
  shopApi.put(`tax-classes/${id}`, edit);
export const deleteTaxClass = (id: string, version: number): Promise<void> =>
  shopApi.delete(`tax-classes/${id}?version=${String(version)}`);
