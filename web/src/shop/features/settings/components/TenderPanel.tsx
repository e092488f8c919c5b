import { PlusOutlined } from '@ant-design/icons';
import { TenderIcon } from '@shared/components/TenderIcon';
import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TenderTypeView } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { Mark } from '../../../core/Mark';
import { reloadTenderTypes } from '../../../core/tenderTypes';
import styles from './Settings.module.css';
import { TenderDrawer } from './TenderDrawer';

/** The owner's own tenders, as the tills offer them. */
export function TenderPanel() {
  const { t } = useTranslation('settings');
  const localName = useLocalName();
  const loaded = useLoad('', reloadTenderTypes);
  const [opened, setOpened] = useState<TenderTypeView | 'new' | null>(null);
  const rows = loaded.data ?? [];
  const rules = ({ tenderType }: TenderTypeView): string =>
    [
      tenderType.givesChange ? t('tender.givesChange') : '',
      tenderType.refundable ? t('tender.refundable') : t('tender.refundsInCash'),
      tenderType.asksReference
        ? t('tender.asks', {
            name: localName(tenderType.referenceName ?? t('tender.reference'), tenderType.referenceNameEn),
          })
        : '',
    ]
      .filter((part) => part !== '')
      .join(' · ');
  const state = (view: TenderTypeView) => (
    <Mark tone={view.tenderType.active ? 'good' : 'calm'}>
      {t(view.tenderType.active ? 'tender.offered' : 'tender.notOffered')}
    </Mark>
  );
  const named = (view: TenderTypeView) => (
    <span className={styles['tenderName']}>
      <TenderIcon icon={view.tenderType.icon} color={view.tenderType.color} />
      {localName(view.tenderType.name, view.tenderType.nameEn)}
    </span>
  );
  const columns: readonly TableColumnType<TenderTypeView>[] = [
    {
      title: t('tender.name'),
      key: 'name',
      render: (_, view) => (
        <Button type="link" className={styles['tenderLink'] ?? ''} onClick={() => setOpened(view)}>
          {named(view)}
        </Button>
      ),
    },
    { title: t('tender.rules'), key: 'rules', render: (_, view) => rules(view) },
    { title: t('tender.code'), key: 'code', width: 140, render: (_, view) => view.tenderType.code },
    { title: t('tender.state'), key: 'state', width: 120, render: (_, view) => state(view) },
  ];
  return (
    <Panel
      flush
      title={t('tenders')}
      extra={
        <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpened('new')}>
          {t('tender.new')}
        </Button>
      }
    >
      <p className={styles['tenderIntro']}>{t('tender.intro')}</p>
      <ListTable<TenderTypeView>
        loaded={loaded}
        rows={rows}
        columns={columns}
        label={t('tenders')}
        keyOf={(view) => view.tenderType.id}
        onOpen={setOpened}
        card={(view) => (
          <span className={styles['tenderCard']}>
            <span>
              {named(view)} {state(view)}
            </span>
            <span className={styles['hint']}>{rules(view)}</span>
          </span>
        )}
        empty={<Notice title={t('tender.none')} text={t('tender.noneText')} />}
      />
      {opened !== null && (
        <TenderDrawer
          view={opened === 'new' ? null : opened}
          nextSort={Math.min(9_990, Math.max(0, ...rows.map((view) => view.tenderType.sort)) + 10)}
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
