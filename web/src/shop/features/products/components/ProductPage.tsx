import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page, Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { goTo } from '../../../core/route';
import { useDebounced } from '../../../core/useDebounced';
import { categories, productPage, taxClasses } from '../api/products';
import { ProductCard } from './ProductCard';
import { ProductDrawer, type Opened } from './ProductDrawer';
import styles from './Products.module.css';
import { useProductColumns } from './useProductColumns';

type Shown = 'active' | 'inactive' | 'all';
const activeOf: Readonly<Record<Shown, boolean | null>> = { active: true, inactive: false, all: null };

/** The catalogue: find, add, change. */
export function ProductPage() {
  const { t } = useTranslation('products');
  const localName = useLocalName();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim());
  const [category, setCategory] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>('active');
  const [slice, setSlice] = useState({ page: 1, size: 20 });
  const [opened, setOpened] = useState<Opened | null>(null);

  const choices = useLoad('', async () => {
    const [categoryViews, taxClassViews] = await Promise.all([categories(), taxClasses()]);
    return { categories: categoryViews, taxClasses: taxClassViews };
  });
  const query = { q, category, active: activeOf[shown], skip: (slice.page - 1) * slice.size, take: slice.size };
  const loaded = useLoad(JSON.stringify(query), () => productPage(query));
  const columns = useProductColumns(choices.data, (view) => setOpened({ kind: 'product', view }));
  const first = (): void => setSlice((before) => ({ ...before, page: 1 }));
  const searching = q !== '' || category !== null || shown !== 'active';

  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <>
          <Button onClick={() => goTo('import')}>{t('import')}</Button>
          <Button
            type="primary"
            icon={<PlusOutlined aria-hidden="true" />}
            disabled={choices.data === null}
            onClick={() => setOpened({ kind: 'new' })}
          >
            {t('newTitle')}
          </Button>
        </>
      }
    >
      <Panel flush>
        <div className={styles['filters']} role="search">
          <Input
            className={styles['search'] ?? ''}
            prefix={<SearchOutlined aria-hidden="true" />}
            placeholder={t('searchPlaceholder')}
            aria-label={t('searchPlaceholder')}
            allowClear
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              first();
            }}
          />
          <Select
            className={styles['categoryFilter'] ?? ''}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('category')}
            placeholder={t('allCategories')}
            value={category}
            onChange={(id: string | undefined) => {
              setCategory(id ?? null);
              first();
            }}
            options={(choices.data?.categories ?? []).map(({ category: { id, name, nameEn }, products }) => ({
              value: id,
              label: `${localName(name, nameEn)} (${String(products)})`,
            }))}
          />
          <Segmented<Shown>
            aria-label={t('shown')}
            value={shown}
            onChange={(next) => {
              setShown(next);
              first();
            }}
            options={[
              { value: 'active', label: t('onSale') },
              { value: 'inactive', label: t('offSale') },
              { value: 'all', label: t('core:all') },
            ]}
          />
        </div>
        <ListTable
          loaded={loaded}
          rows={loaded.data?.items ?? []}
          columns={columns}
          label={t('title')}
          scrollX={1000}
          keyOf={(view) => view.product.id}
          dim={(view) => !view.product.active}
          onOpen={(view) => choices.data !== null && setOpened({ kind: 'product', view })}
          card={(view) => <ProductCard view={view} />}
          empty={
            <Notice
              title={t(searching ? 'noMatch' : 'noProducts')}
              text={t(searching ? 'noMatchText' : 'noProductsText')}
            >
              {!searching && (
                <>
                  <Button type="primary" onClick={() => setOpened({ kind: 'new' })}>
                    {t('newTitle')}
                  </Button>
                  <Button onClick={() => goTo('import')}>{t('import')}</Button>
                </>
              )}
            </Notice>
          }
          paging={{
            ...slice,
            total: loaded.data?.total ?? 0,
            onChange: (page, size) => setSlice({ page, size }),
          }}
        />
      </Panel>
      {opened !== null && choices.data !== null && (
        <ProductDrawer
          opened={opened}
          choices={choices.data}
          onClose={() => setOpened(null)}
          onDone={() => {
            setOpened(null);
            loaded.reload();
            choices.reload();
          }}
        />
      )}
    </Page>
  );
}
