import { useEffect, useState } from 'react';
import type { ProductPage } from '../../../api/types';
import { searchProducts } from '../api/catalogue';

const settleMs = 120;
const most = 60;

export interface SearchState {
  /** The text that the page's products answer to. */
  readonly answered: string;
  readonly page: ProductPage | null;
  readonly error: unknown;
}

/** Searches while someone types; answers that were overtaken are dropped. */
export function useSearch(text: string): SearchState {
  const [state, setState] = useState<SearchState>({ answered: '', page: null, error: null });
  useEffect(() => {
    if (text === '') {
      return undefined;
    }
    let current = true;
    const timer = window.setTimeout(() => {
      searchProducts(text, most).then(
        (page) => {
          if (current) setState({ answered: text, page, error: null });
        },
        (error: unknown) => {
          if (current) setState({ answered: text, page: null, error });
        },
      );
    }, settleMs);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [text]);
  return state;
}
