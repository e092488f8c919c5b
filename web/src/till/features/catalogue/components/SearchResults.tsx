import { SearchOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { useProblemText } from '@shared/i18n/useProblemText';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category, ProductTile } from '../../../api/types';
import { useShortcut } from '../../../core/shortcuts';
import styles from './Catalogue.module.css';
import { TileGrid, TileSkeleton } from './TileGrid';
import { useSearch } from './useSearch';

interface SearchResultsProps {
  readonly text: string;
  readonly categories: readonly Category[];
  onPick(this: void, product: ProductTile): void;
  onCode(this: void, code: string): void;
  onDone(this: void): void;
}

/** What answers to the search; the arrow keys choose, Enter takes. A code that nothing answers to goes the scanner's way. */
export function SearchResults({ text, categories, onPick, onCode, onDone }: SearchResultsProps) {
  const { t } = useTranslation('catalogue');
  const problemText = useProblemText();
  const { answered, page, error } = useSearch(text);
  const [chosen, setChosen] = useState({ text: '', index: 0 });
  const items = page?.items ?? [];
  const index = chosen.text === answered ? Math.min(chosen.index, items.length - 1) : 0;
  const isCode = /^[\w-]{4,}$/.test(text);

  const move = (step: number): void => {
    setChosen({ text: answered, index: Math.max(0, Math.min(items.length - 1, index + step)) });
  };
  const take = (): void => {
    const item = answered === text ? items[index] : undefined;
    if (item !== undefined) {
      onPick(item);
      onDone();
    } else if (isCode) {
      onCode(text);
      onDone();
    }
  };
  useShortcut(['ArrowDown', 'ArrowRight'], () => move(1), { inFields: true });
  useShortcut(['ArrowUp', 'ArrowLeft'], () => move(-1), { inFields: true });
  useShortcut('Enter', take, { inFields: true });

  if (error !== null && answered === text) {
    return <Notice tone="danger" title={t('common:loadFailed')} text={problemText(error)} />;
  }
  if (page === null) {
    return <TileSkeleton />;
  }
  if (items.length === 0) {
    return <Notice icon={<SearchOutlined />} title={t('nothingFound', { text })} text={t('nothingFoundText')} />;
  }
  return (
    <>
      <p className={styles['count']} role="status">
        {t('found', { count: page.total })}
      </p>
      <TileGrid
        items={items}
        categories={categories}
        currentId={items[index]?.id}
        more={false}
        onEnd={onDone}
        onPick={(product) => {
          onPick(product);
          onDone();
        }}
      />
    </>
  );
}
