import { PlusOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CategoryView } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { categories } from '../api/groups';
import { CategoryDrawer } from './CategoryDrawer';
import styles from './Groups.module.css';

export function CategoryPanel() {
  const { t } = useTranslation('groups');
  const localName = useLocalName();
  const loaded = useLoad('', categories);
  const [opened, setOpened] = useState<CategoryView | 'new' | null>(null);
  const list = loaded.data ?? [];
  const name = ({ category }: CategoryView) => (
    <span className={styles['name']}>
      <span className={styles['dot']} style={{ background: category.color }} />
      {localName(category.name, category.nameEn)}
    </span>
  );
  const columns: readonly TableColumnType<CategoryView>[] = [
    {
      title: t('category'),
      key: 'name',
      render: (_, view) => (
        <Button type="link" className={styles['link'] ?? ''} onClick={() => setOpened(view)}>
          {name(view)}
        </Button>
      ),
    },
    { title: t('sort'), key: 'sort', width: 90, align: 'right', render: (_, view) => view.category.sort },
    { title: t('products'), key: 'products', width: 110, align: 'right', render: (_, view) => view.products },
  ];
  return (
    <Panel
      flush
      title={t('categories')}
      extra={
        <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpened('new')}>
          {t('newCategory')}
        </Button>
      }
    >
      <ListTable<CategoryView>
        loaded={loaded}
        rows={list}
        columns={columns}
        label={t('categories')}
        keyOf={(view) => view.category.id}
        onOpen={setOpened}
        card={(view) => (
          <span className={styles['card']}>
            {name(view)}
            <span className={styles['hint']}>{t('productCount', { count: view.products })}</span>
          </span>
        )}
        empty={<Notice title={t('noCategories')} text={t('noCategoriesText')} />}
      />
      {opened !== null && (
        <CategoryDrawer
          view={opened === 'new' ? null : opened}
          nextSort={Math.max(0, ...list.map((view) => view.category.sort)) + 10}
          onClose={() => setOpened(null)}
          onDone={() => {
            setOpened(null);
            loaded.reload();
          }}
        />
      )}
    </Panel>
  );
}
