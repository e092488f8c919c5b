import { useLoad, type Loaded } from '@shared/api/useLoad';
import type { QueryValue } from '@shared/api/client';
import { useRefresh } from '@shared/desk/useRefresh';
import { hostApi } from '../api/hostApi';
import type { MerchantView } from '../api/types';

/** A list of the host's, asked again when the query changes and once a minute. */
export function useList<T>(path: string, query: Readonly<Record<string, QueryValue>> = {}): Loaded<readonly T[]> {
  const loaded = useLoad(`${path} ${JSON.stringify(query)}`, () => hostApi.get<readonly T[]>(path, query));
  useRefresh(loaded);
  return loaded;
}

/** Merchants for choosing one; the host narrows them by what is typed. */
export const useMerchantChoice = (text: string): Loaded<readonly MerchantView[]> =>
  useLoad(`choice ${text}`, () => hostApi.get('merchants', { text }));
