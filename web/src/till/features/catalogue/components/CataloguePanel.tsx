import { CalculatorOutlined, SearchOutlined, StarFilled } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button, Input, type InputRef } from 'antd';
import { memo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductTile } from '../../../api/types';
import { useShortcut } from '../../../core/shortcuts';
import { useUsable } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { addProduct, categories as fetchCategories, type Shelf } from '../api/catalogue';
import { AmountDialog } from './AmountDialog';
import styles from './Catalogue.module.css';
import { SearchResults } from './SearchResults';
import { ShelfTiles } from './ShelfTiles';
import { WeightDialog } from './WeightDialog';

interface CataloguePanelProps {
  /** Takes a code typed into the search field that no product answers to. */
  onCode(this: void, code: string): void;
}

const oneUnit = 1_000;

function Panel({ onCode }: CataloguePanelProps) {
  const { t } = useTranslation('catalogue');
  const localName = useLocalName();
  const usable = useUsable();
  const { act } = useAct();
  const input = useRef<InputRef>(null);
  const [query, setQuery] = useState('');
  const [shelf, setShelf] = useState<Shelf>({ kind: 'favourites' });
  const [weighing, setWeighing] = useState<ProductTile | null>(null);
  const [amount, setAmount] = useState(false);
  const loaded = useLoad('categories', fetchCategories);
  const categories = loaded.data ?? [];
  const text = query.trim();

  const pick = (product: ProductTile): void => {
    input.current?.blur();
    if (product.weighed) {
      setWeighing(product);
    } else {
      void act(() => addProduct({ productId: product.id, quantityMilli: oneUnit }));
    }
  };
  const search = (): void => input.current?.focus({ cursor: 'all' });
  useShortcut('F3', search);
  useShortcut('/', search);
  useShortcut('F8', () => setAmount(true), { enabled: usable });
  useShortcut('Escape', () => {
    setQuery('');
    input.current?.blur();
  });

  const tab = (value: Shelf, label: string, mark: ReactNode) => {
    const key = value.kind === 'category' ? value.id : value.kind;
    const selected = key === (shelf.kind === 'category' ? shelf.id : shelf.kind);
    return (
      <button
        key={key}
        type="button"
        role="tab"
        aria-selected={selected && text === ''}
        className={styles['tab']}
        onClick={() => {
          setShelf(value);
          setQuery('');
        }}
      >
        {mark}
        {label}
      </button>
    );
  };

  return (
    <section className={styles['panel']} aria-label={t('title')}>
      <div className={styles['bar']}>
        <Input
          ref={input}
          className={styles['search'] ?? ''}
          allowClear
          prefix={<SearchOutlined aria-hidden="true" />}
          aria-label={t('search')}
          placeholder={t('searchPlaceholder')}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
          }}
        />
        <Button icon={<CalculatorOutlined aria-hidden="true" />} onClick={() => setAmount(true)}>
          {t('amount')}
        </Button>
      </div>
      <div
        className={styles['tabs']}
        role="tablist"
        aria-label={t('categories')}
        onWheel={(event) => {
          event.currentTarget.scrollLeft += event.deltaY;
        }}
      >
        {tab({ kind: 'favourites' }, t('favourites'), <StarFilled aria-hidden="true" />)}
        {tab({ kind: 'all' }, t('all'), null)}
        {categories.map((category) =>
          tab(
            { kind: 'category', id: category.id },
            localName(category.name, category.nameEn),
            <span className={styles['dot']} style={{ background: category.color }} aria-hidden="true" />,
          ),
        )}
      </div>
      <div className={styles['scroll']}>
        {text === '' ? (
          <ShelfTiles shelf={shelf} categories={categories} onPick={pick} onAll={() => setShelf({ kind: 'all' })} />
        ) : (
          <SearchResults
            text={text}
            categories={categories}
            onPick={pick}
            onCode={onCode}
            onDone={() => setQuery('')}
          />
        )}
      </div>
      {weighing !== null && <WeightDialog product={weighing} onClose={() => setWeighing(null)} />}
      {amount && <AmountDialog onClose={() => setAmount(false)} />}
    </section>
  );
}

/** Everything that can be sold: search, categories, tiles, and a sale by amount. What is in the order does not concern it. */
export const CataloguePanel = memo(Panel);
