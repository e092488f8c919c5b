import { useCallback, useEffect, useState } from 'react';
import type { OrderRow } from '../../../api/types';
import { findOrders, type OrderFilter } from '../api/orders';

const pageSize = 50;
const settleMs = 200;

export interface Orders {
  readonly items: readonly OrderRow[];
  readonly more: boolean;
  readonly loading: boolean;
  readonly error: unknown;
  loadMore(this: void): void;
  reload(this: void): void;
}

interface State {
  readonly key: string;
  readonly items: readonly OrderRow[];
  readonly more: boolean;
  readonly error: unknown;
}

/** Orders of a filter, newest first, slice by slice; again when the filter or `round` changes. */
export function useOrders(filter: OrderFilter, round: string): Orders {
  const filterKey = JSON.stringify(filter);
  const [retry, setRetry] = useState(0);
  const key = `${filterKey}/${round}/${String(retry)}`;
  const [state, setState] = useState<State>({ key: '', items: [], more: false, error: null });
  const [loadingMore, setLoadingMore] = useState(false);

  useEffect(() => {
    let current = true;
    const timer = window.setTimeout(() => {
      findOrders(JSON.parse(filterKey) as OrderFilter, 0, pageSize).then(
        (rows) => {
          if (current) setState({ key, items: rows.items, more: rows.more, error: null });
        },
        (error: unknown) => {
          if (current) setState((before) => ({ ...before, key, error }));
        },
      );
    }, settleMs);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [key, filterKey]);

  const shown = state.items.length;
  const loadMore = useCallback(() => {
    if (!state.more || loadingMore || state.key !== key) {
      return;
    }
    setLoadingMore(true);
    findOrders(JSON.parse(filterKey) as OrderFilter, shown, pageSize)
      .then(
        (rows) => {
          setState((before) =>
            before.key === key ? { ...before, items: [...before.items, ...rows.items], more: rows.more } : before,
          );
        },
        (error: unknown) => {
          setState((before) => ({ ...before, more: false, error }));
        },
      )
      .finally(() => {
        setLoadingMore(false);
      });
  }, [state.more, state.key, loadingMore, key, filterKey, shown]);

  const reload = useCallback(() => {
    setRetry((before) => before + 1);
  }, []);
  return { items: state.items, more: state.more, loading: state.key !== key, error: state.error, loadMore, reload };
}
