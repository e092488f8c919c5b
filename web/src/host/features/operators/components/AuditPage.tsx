import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark } from '@shared/desk/Mark';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditView } from '../../../api/types';
import { useList } from '../../../core/lists';

/** Who did what, newest first. */
export function AuditPage() {
  const { t } = useTranslation('operators');
  const language = useLanguage();
  const [before, setBefore] = useState<readonly number[]>([]);
  const loaded = useList<AuditView>('audit', { beforeMs: before.at(-1) ?? null });
  const rows = loaded.data ?? [];
  const what = (row: AuditView): string => t(`deeds.${row.what.replaceAll('.', '-')}`, { defaultValue: row.what });
  const result = (row: AuditView) => (
    <Mark tone={row.result.toLowerCase() === 'ok' ? 'good' : 'bad'}>
      {row.result.toLowerCase() === 'ok' ? t('done') : t('refused', { code: row.result })}
    </Mark>
  );
  const columns: readonly TableColumnType<AuditView>[] = [
    {
      title: t('time'),
      key: 'at',
      width: 180,
      render: (_, row) => <span className="figures">{formatTime(row.atMs, 'full', language)}</span>,
    },
    { title: t('who'), key: 'who', width: 140, render: (_, row) => row.who },
    { title: t('deed'), key: 'what', render: (_, row) => what(row) },
    { title: t('target'), key: 'target', render: (_, row) => <code>{row.target}</code> },
    { title: t('result'), key: 'result', width: 200, render: (_, row) => result(row) },
    { title: t('place'), key: 'place', width: 120, render: (_, row) => row.place },
  ];
  return (
    <Page title={t('auditTitle')} note={t('auditNote')}>
      <Panel flush>
        <ListTable
          loaded={loaded}
          rows={rows}
          columns={columns}
          label={t('auditTitle')}
          scrollX={900}
          keyOf={(row) => `${String(row.atMs)} ${row.what} ${row.target} ${row.who} ${row.result}`}
          card={(row) => (
            <>
              <strong>{what(row)}</strong> {result(row)}
              <br />
              {formatTime(row.atMs, 'full', language)} · {row.who} · {row.target}
            </>
          )}
          empty={<Notice title={t('auditNone')} />}
        />
        {(rows.length === 200 || before.length > 0) && (
          <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, padding: '12px 16px' }}>
            <Button disabled={before.length === 0} onClick={() => setBefore(before.slice(0, -1))}>
              {t('newer')}
            </Button>
            <Button disabled={rows.length < 200} onClick={() => setBefore([...before, rows.at(-1)?.atMs ?? 0])}>
              {t('older')}
            </Button>
          </div>
        )}
      </Panel>
    </Page>
  );
}
