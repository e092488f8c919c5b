import { useCallback, useEffect, useRef, useState } from 'react';
import type { ProductTile } from '../../../api/types';
import { products, type Shelf } from '../api/catalogue';

const pageSize = 60;

export interface ShelfPages {
  readonly items: readonly ProductTile[];
  readonly total: number | null;
  readonly error: unknown;
  loadMore(this: void): void;
  reload(this: void): void;
}

interface Pages {
  readonly items: readonly ProductTile[];
  readonly total: number | null;
  readonly error: unknown;
}

const nothing: Pages = { items: [], total: null, error: null };

/** A shelf's products, slice by slice as the page scrolls: a catalogue of any size. */
export function useShelf(shelf: Shelf): ShelfPages {
  const key = shelf.kind === 'category' ? shelf.id : shelf.kind;
  const [pages, setPages] = useState<Pages & { readonly key: string }>({ key, ...nothing });
  const loading = useRef<string | null>(null);
  const shown: Pages = pages.key === key ? pages : nothing;

  const load = useCallback(
    (skip: number) => {
      const ticket = `${key}/${String(skip)}`;
      if (loading.current === ticket) {
        return;
      }
      loading.current = ticket;
      products(shelf, skip, pageSize)
        .then(
          (page) => {
            if (loading.current === ticket) {
              setPages((before) => ({
                key,
                items: skip === 0 ? page.items : [...(before.key === key ? before.items : []), ...page.items],
                total: page.total,
                error: null,
              }));
            }
          },
          (error: unknown) => {
            if (loading.current === ticket) {
              setPages((before) => ({ ...(before.key === key ? before : nothing), key, error }));
            }
          },
        )
        .finally(() => {
          if (loading.current === ticket) {
            loading.current = null;
          }
        });
    },
    // The shelf is told by its key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );

  useEffect(() => {
    load(0);
  }, [load]);

  const loaded = shown.items.length;
  const { total } = shown;
  const loadMore = useCallback(() => {
    if (total !== null && loaded < total) {
      load(loaded);
    }
  }, [load, loaded, total]);
  const reload = useCallback(() => {
    load(0);
  }, [load]);
  return { ...shown, loadMore, reload };
}
