import { tillApi } from '../../../api/tillApi';
import type { TillView } from '../../../api/types';
import { acceptView } from '../../../core/tillStore';

/** Ties this device to a shop. */
export async function enrol(shop: string, code: string): Promise<TillView> {
  const view = await tillApi.post<TillView>('enrol', { shop, code });
  acceptView(view);
  return view;
}
