import { PlusOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaxClassView } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { useMay } from '../../../core/session';
import { taxClasses } from '../api/groups';
import styles from './Groups.module.css';
import { TaxClassDrawer, ratePercent } from './TaxClassDrawer';
import { Mark } from '../../../core/Mark';

export function TaxClassPanel() {
  const { t } = useTranslation('groups');
  const localName = useLocalName();
  const may = useMay()('editSettings');
  const loaded = useLoad('', taxClasses);
  const [opened, setOpened] = useState<TaxClassView | 'new' | null>(null);
  const columns: readonly TableColumnType<TaxClassView>[] = [
    {
      title: t('taxClass'),
      key: 'name',
      render: (_, view) => {
        const name = localName(view.taxClass.name, view.taxClass.nameEn);
        return may ? (
          <Button type="link" className={styles['link'] ?? ''} onClick={() => setOpened(view)}>
            {name}
          </Button>
        ) : (
          name
        );
      },
    },
    {
      title: t('rate'),
      key: 'rate',
      width: 90,
      align: 'right',
      render: (_, view) => <span className="figures">{ratePercent(view.taxClass.ratePpm)}%</span>,
    },
    {
      title: t('inPrice'),
      key: 'inclusive',
      width: 120,
      render: (_, view) => (
        <Mark tone={view.taxClass.inclusive ? 'info' : 'warn'}>
          {t(view.taxClass.inclusive ? 'inclusive' : 'exclusive')}
        </Mark>
      ),
    },
    { title: t('products'), key: 'products', width: 90, align: 'right', render: (_, view) => view.products },
  ];
  return (
    <Panel
      flush
      title={t('taxClasses')}
      extra={
        may && (
          <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpened('new')}>
            {t('newTaxClass')}
          </Button>
        )
      }
    >
      <ListTable<TaxClassView>
        loaded={loaded}
        rows={loaded.data ?? []}
        columns={columns}
        label={t('taxClasses')}
        keyOf={(view) => view.taxClass.id}
        {...(may && { onOpen: setOpened })}
        card={(view) => (
          <span className={styles['card']}>
            <span>
              {localName(view.taxClass.name, view.taxClass.nameEn)}{' '}
              <Mark tone={view.taxClass.inclusive ? 'info' : 'warn'}>
                {t(view.taxClass.inclusive ? 'inclusive' : 'exclusive')}
              </Mark>
            </span>
            <strong className="figures">{ratePercent(view.taxClass.ratePpm)}%</strong>
          </span>
        )}
        empty={<Notice title={t('noTaxClasses')} />}
      />
      {opened !== null && (
        <TaxClassDrawer
          view={opened === 'new' ? null : opened}
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
