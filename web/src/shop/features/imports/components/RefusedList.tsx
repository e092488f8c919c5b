import { DownloadOutlined } from '@ant-design/icons';
import { Refusal } from '@shared/api/refusal';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReport, RefusedRow } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import { csvText, download } from './csv';

/** Rows that cannot be taken, each with its reason. */
export function RefusedList({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('imports');
  const problemText = useProblemText();
  const reason = (row: RefusedRow): string => problemText(new Refusal(row.code, row.parameters ?? {}, 400));
  const save = (): void => {
    download(
      t('refusedFile'),
      csvText([
        [t('line'), t('reason'), t('value')],
        ...report.refused.map((row) => [String(row.line), reason(row), row.parameters?.['value'] ?? '']),
      ]),
    );
  };
  return (
    <Panel
      flush
      title={t('refusedTitle', { count: report.refusedCount })}
      extra={
        <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={save}>
          {t('downloadRefused')}
        </Button>
      }
    >
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
          { title: t('reason'), key: 'reason', render: (_, row) => reason(row) },
        ]}
      />
      {report.refusedCount > report.refused.length && (
        <p style={{ padding: '0 16px' }}>{t('refusedFirst', { count: report.refused.length })}</p>
      )}
    </Panel>
  );
}
