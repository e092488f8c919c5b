import { Notice } from '@shared/components/Notice';
import { Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { linkTo } from '@shared/desk/route';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import type { TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OwedView } from '../../../api/types';
import { useList } from '../../../core/lists';

/** What issuers still have to be told. */
export function OwedPanel() {
  const { t } = useTranslation('issuers');
  const language = useLanguage();
  const loaded = useList<OwedView>('owed');
  const what = (row: OwedView): string => t(`owedKinds.${String(row.mti)}`, { defaultValue: String(row.mti) });
  const columns: readonly TableColumnType<OwedView>[] = [
    { title: t('issuer'), key: 'issuer', render: (_, row) => row.issuer },
    { title: t('what'), key: 'what', render: (_, row) => what(row) },
    { title: t('rrn'), key: 'rrn', render: (_, row) => <a href={linkTo('transactions', row.rrn)}>{row.rrn}</a> },
    {
      title: t('since'),
      key: 'since',
      render: (_, row) => <span className="figures">{formatTime(row.sinceMs, 'full', language)}</span>,
    },
  ];
  return (
    <Panel flush title={t('owedTitle')}>
      <ListTable
        loaded={loaded}
        rows={loaded.data ?? []}
        columns={columns}
        label={t('owedTitle')}
        keyOf={(row) => `${row.issuer}/${row.rrn}/${String(row.mti)}`}
        card={(row) => (
          <>
            <a href={linkTo('transactions', row.rrn)}>{row.rrn}</a> {what(row)} · {row.issuer}
          </>
        )}
        empty={<Notice title={t('nothingOwed')} text={t('nothingOwedText')} />}
      />
    </Panel>
  );
}
