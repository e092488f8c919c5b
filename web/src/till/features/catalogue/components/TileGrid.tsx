import { Skeleton } from 'antd';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category, ProductTile } from '../../../api/types';
import { useUsable } from '../../../core/tillStore';
import styles from './Catalogue.module.css';
import { Tile } from './Tile';

interface TileGridProps {
  readonly items: readonly ProductTile[];
  readonly categories: readonly Category[];
  readonly currentId?: string | undefined;
  readonly more: boolean;
  onEnd(this: void): void;
  onPick(this: void, product: ProductTile): void;
}

/** Tiles, and the sentinel that asks for more of them when it comes near. */
export function TileGrid({ items, categories, currentId, more, onEnd, onPick }: TileGridProps) {
  const { t } = useTranslation();
  const usable = useUsable();
  const sentinel = useRef<HTMLDivElement>(null);
  const reachEnd = useEffectEvent(onEnd);
  const colors = new Map(categories.map((category) => [category.id, category.color]));

  useEffect(() => {
    const element = sentinel.current;
    if (element === null) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          reachEnd();
        }
      },
      { rootMargin: '400px' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [items.length, more]);

  return (
    <>
      <ul className={styles['tiles']}>
        {items.map((product) => (
          <li key={product.id}>
            <Tile
              product={product}
              color={colors.get(product.categoryId ?? '')}
              disabled={!usable}
              current={product.id === currentId}
              onPick={onPick}
            />
          </li>
        ))}
      </ul>
      {more && (
        <div ref={sentinel} className={styles['more']}>
          {t('loading')}
        </div>
      )}
    </>
  );
}

/** Stands where tiles will be. */
export function TileSkeleton() {
  return (
    <div className={styles['tiles']} aria-hidden="true">
      {Array.from({ length: 12 }, (_, index) => (
        <Skeleton.Node key={index} active style={{ width: '100%', height: 150 }} />
      ))}
    </div>
  );
}
