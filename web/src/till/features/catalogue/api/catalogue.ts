import { tillApi } from '../../../api/tillApi';
import type {
  AddAmountRequest,
  AddProductRequest,
  Category,
  ProductPage,
  QuickAddRequest,
  ScanRequest,
  TillView,
} from '../../../api/types';
import { sendViewCommand } from '../../../core/commands';

/** What the tiles show: a category's products, the favourites, or everything. */
export type Shelf =
  { readonly kind: 'favourites' } | { readonly kind: 'all' } | { readonly kind: 'category'; readonly id: string };

export const categories = (): Promise<readonly Category[]> => tillApi.get('categories');

export const products = (shelf: Shelf, skip: number, take: number): Promise<ProductPage> =>
  tillApi.get('catalogue', {
    category: shelf.kind === 'category' ? shelf.id : null,
    favourites: shelf.kind === 'favourites' ? true : null,
    skip,
    take,
  });

export const searchProducts = (q: string, take: number): Promise<ProductPage> =>
  tillApi.get('catalogue/search', { q, take });

export const scan = (request: ScanRequest): Promise<TillView> => sendViewCommand('cart/scan', request);
export const addProduct = (request: AddProductRequest): Promise<TillView> => sendViewCommand('cart/add', request);
export const addAmount = (request: AddAmountRequest): Promise<TillView> => sendViewCommand('cart/amount', request);
export const quickAdd = (request: QuickAddRequest): Promise<TillView> => sendViewCommand('cart/quick-add', request);
