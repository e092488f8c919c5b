import { PlusOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { useSession } from '../../../core/session';
import { useAgo } from '../../../core/useAgo';
import { tills } from '../api/settings';
import { EnrolDialog } from './EnrolDialog';
import styles from './Settings.module.css';
import { TillDrawer } from './TillDrawer';
import { TillState } from './TillState';
import { useRefresh } from '../../../core/useRefresh';

/** The tills of all stores. */
export function TillList() {
  const { t } = useTranslation('settings');
  const localName = useLocalName();
  const ago = useAgo();
  const { view: session } = useSession();
  const loaded = useLoad('', tills);
  useRefresh(loaded);
  const [opened, setOpened] = useState<TillView | 'new' | null>(null);
  const [enrolling, setEnrolling] = useState<TillView | null>(null);
  const storeNames = new Map(session.stores.map((store) => [store.id, localName(store.name, store.nameEn)]));
  const columns: readonly TableColumnType<TillView>[] = [
    {
      title: t('till'),
      key: 'name',
      render: (_, till) => (
        <Button type="link" className={styles['link'] ?? ''} onClick={() => setOpened(till)}>
          {till.name}
        </Button>
      ),
    },
    { title: t('tillCode'), key: 'code', width: 90, render: (_, till) => <span className="figures">{till.code}</span> },
    { title: t('store'), key: 'store', width: 220, render: (_, till) => storeNames.get(till.storeId) ?? '–' },
    { title: t('state'), key: 'state', width: 130, render: (_, till) => <TillState till={till} /> },
    { title: t('lastContact'), key: 'contact', width: 130, render: (_, till) => ago(till.lastContactMs) },
    {
      title: t('facts'),
      key: 'facts',
      width: 130,
      align: 'right',
      render: (_, till) => <span className="figures">{till.headSequence}</span>,
    },
    {
      title: <span className="visually-hidden">{t('enrol')}</span>,
      key: 'enrol',
      width: 130,
      align: 'right',
      render: (_, till) =>
        till.active && (
          <Button size="small" onClick={() => setEnrolling(till)}>
            {t(till.enrolled ? 'enrolAgain' : 'enrol')}
          </Button>
        ),
    },
  ];
  return (
    <Panel
      flush
      title={t('tills')}
      extra={
        <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpened('new')}>
          {t('newTill')}
        </Button>
      }
    >
      <ListTable<TillView>
        loaded={loaded}
        rows={loaded.data ?? []}
        columns={columns}
        label={t('tills')}
        scrollX={900}
        keyOf={(till) => till.id}
        dim={(till) => !till.active}
        onOpen={setOpened}
        card={(till) => (
          <span className={styles['card']}>
            <span>
              <strong>{till.name}</strong>
              <span className={styles['hint']}>
                {storeNames.get(till.storeId) ?? ''} · {till.code} · {ago(till.lastContactMs)}
              </span>
            </span>
            <TillState till={till} />
          </span>
        )}
        empty={<Notice title={t('noTills')} text={t('noTillsText')} />}
      />
      {opened !== null && (
        <TillDrawer
          till={opened === 'new' ? null : opened}
          onClose={() => setOpened(null)}
          onEnrol={(till) => {
            setOpened(null);
            setEnrolling(till);
          }}
          onDone={() => {
            setOpened(null);
            loaded.reload();
          }}
        />
      )}
      {enrolling !== null && (
        <EnrolDialog
          till={enrolling}
          onClose={() => {
            setEnrolling(null);
            loaded.reload();
          }}
        />
      )}
    </Panel>
  );
}
