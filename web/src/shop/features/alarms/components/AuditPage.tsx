import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { Alert, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditView } from '../../../api/types';
import { Page, Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { auditPage } from '../api/alarms';
import styles from './Alarms.module.css';

/** Who did what, newest first, as the chain of hashes holds it. */
export function AuditPage() {
  const { t } = useTranslation('alarms');
  const language = useLanguage();
  const localName = useLocalName();
  const [slice, setSlice] = useState({ page: 1, size: 50 });
  const loaded = useLoad(JSON.stringify(slice), () => auditPage((slice.page - 1) * slice.size, slice.size));
  const what = (row: AuditView): string => t(`whats.${row.what.replaceAll('.', '-')}`, { defaultValue: row.what });
  const who = (row: AuditView): string =>
    t(`parts.${row.staffName}`, { defaultValue: localName(row.staffName, row.staffNameEn) });
  const target = (row: AuditView) =>
    row.targetName == null ? (
      <span className={styles['hint']}>{row.target}</span>
    ) : (
      localName(row.targetName, row.targetNameEn)
    );
  const result = (row: AuditView): string => t(`results.${row.result}`, { defaultValue: row.result });
  const columns: readonly TableColumnType<AuditView>[] = [
    {
      title: t('when'),
      key: 'at',
      width: 190,
      render: (_, row) => <span className="figures">{formatTime(row.atMs, 'full', language)}</span>,
    },
    { title: t('who'), key: 'who', width: 160, render: (_, row) => who(row) },
    { title: t('what'), key: 'what', width: 200, render: (_, row) => what(row) },
    { title: t('target'), key: 'target', render: (_, row) => target(row) },
    { title: t('result'), key: 'result', width: 110, render: (_, row) => result(row) },
    {
      title: t('where'),
      key: 'where',
      width: 150,
      render: (_, row) => <span className={styles['hint']}>{row.where}</span>,
    },
  ];
  const broken = loaded.data?.broken ?? [];
  return (
    <Page title={t('auditTitle')} note={t('auditNote')}>
      {loaded.data !== null && (
        <Alert
          type={broken.length === 0 ? 'success' : 'error'}
          showIcon
          title={broken.length === 0 ? t('chainHolds') : t('chainBroken', { chains: broken.join(', ') })}
        />
      )}
      <Panel flush>
        <ListTable
          loaded={loaded}
          rows={loaded.data?.items ?? []}
          columns={columns}
          label={t('auditTitle')}
          scrollX={960}
          keyOf={(row) => `${row.chain}/${String(row.sequence)}`}
          card={(row) => (
            <span className={styles['text']}>
              <strong>
                {who(row)} · {what(row)}
              </strong>
              <span className={styles['hint']}>
                {row.targetName != null && `${localName(row.targetName, row.targetNameEn)} · `}
                {formatTime(row.atMs, 'full', language)} · {result(row)}
              </span>
            </span>
          )}
          empty={<Notice title={t('auditEmpty')} />}
          paging={{ ...slice, total: loaded.data?.total ?? 0, onChange: (page, size) => setSlice({ page, size }) }}
        />
      </Panel>
    </Page>
  );
}
