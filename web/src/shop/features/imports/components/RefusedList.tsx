import { DownloadOutlined } from '@ant-design/icons';
import { Refusal } from '@shared/api/refusal';
import { useLanguage } from '@shared/i18n/useLanguage';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReport, RefusedRow } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import { refusedUrl } from '../api/imports';
import styles from './Imports.module.css';

/** Rows that cannot be taken, each with its reason. */
export function RefusedList({ id, report }: { readonly id: string; readonly report: ImportReport }) {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  const problemText = useProblemText();
  return (
    <Panel
      flush
      title={t('refusedTitle', { count: report.refusedCount })}
      extra={
        <Button
          icon={<DownloadOutlined aria-hidden="true" />}
          href={refusedUrl(id, language)}
          download={t('refusedFile')}
        >
          {t('downloadRefused')}
        </Button>
      }
    >
      <p className={`${styles['hint'] ?? ''} ${styles['inset'] ?? ''}`}>{t('refusedNote')}</p>
      <Table<RefusedRow>
        size="small"
        aria-label={t('refused')}
        rowKey={(row) => `${String(row.line)}/${row.code}`}
        dataSource={[...report.refused]}
        pagination={{ pageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
        columns={[
          {
            title: t('line'),
            key: 'line',
            width: 100,
            render: (_, row) => <span className="figures">{row.line}</span>,
          },
          {
            title: t('reason'),
            key: 'reason',
            render: (_, row) => problemText(new Refusal(row.code, row.parameters ?? {}, 400)),
          },
        ]}
      />
      {report.refusedCount > report.refused.length && (
        <p className={styles['inset']}>{t('refusedFirst', { count: report.refused.length })}</p>
      )}
    </Panel>
  );
}
