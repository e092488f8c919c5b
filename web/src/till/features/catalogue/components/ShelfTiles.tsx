import { AppstoreOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Category, ProductTile } from '../../../api/types';
import type { Shelf } from '../api/catalogue';
import { TileGrid, TileSkeleton } from './TileGrid';
import { useShelf } from './useShelf';

interface ShelfTilesProps {
  readonly shelf: Shelf;
  readonly categories: readonly Category[];
  onPick(this: void, product: ProductTile): void;
  onAll(this: void): void;
}

export function ShelfTiles({ shelf, categories, onPick, onAll }: ShelfTilesProps) {
  const { t } = useTranslation('catalogue');
  const problemText = useProblemText();
  const pages = useShelf(shelf);
  if (pages.items.length === 0) {
    if (pages.error !== null) {
      return (
        <Notice tone="danger" title={t('common:loadFailed')} text={problemText(pages.error)}>
          <Button type="primary" onClick={pages.reload}>
            {t('common:retry')}
          </Button>
        </Notice>
      );
    }
    if (pages.total === null) {
      return <TileSkeleton />;
    }
    return (
      <Notice
        icon={<AppstoreOutlined />}
        title={shelf.kind === 'favourites' ? t('noFavourites') : t('noProducts')}
        text={shelf.kind === 'favourites' ? t('noFavouritesText') : t('noProductsText')}
      >
        {shelf.kind === 'favourites' && <Button onClick={onAll}>{t('showAll')}</Button>}
      </Notice>
    );
  }
  return (
    <TileGrid
      items={pages.items}
      categories={categories}
      more={pages.total !== null && pages.items.length < pages.total}
      onEnd={pages.loadMore}
      onPick={onPick}
    />
  );
}
