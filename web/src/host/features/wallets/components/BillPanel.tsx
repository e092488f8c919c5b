import { ReloadOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark } from '@shared/desk/Mark';
import { linkTo } from '@shared/desk/route';
import { useSave } from '@shared/desk/useSave';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { App, Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { BillDifferenceView, BillView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { yuanText } from '../../../core/money';
import { useMay } from '../../../core/session';

const dayText = (day: number): string =>
  `${String(day).slice(0, 4)}-${String(day).slice(4, 6)}-${String(day).slice(6)}`;

/** So many are listed at first, and all that differ. */
const NEWEST = 8;

interface Line {
  readonly bill: BillView;
  /** Null for the bill's own line. */
  readonly difference: BillDifferenceView | null;
}

const linesOf = (bills: readonly BillView[]): readonly Line[] =>
  bills.flatMap((bill) => [
    { bill, difference: null },
    ...bill.differences.map((difference) => ({ bill, difference })),
  ]);

/** Wallets' bills of the last days, each against the postings. */
export function BillPanel() {
  const { t } = useTranslation('wallets');
  const { message } = App.useApp();
  const language = useLanguage();
  const may = useMay();
  const { pending, save } = useSave();
  const bills = useList<BillView>('wallet-bills');
  const [all, setAll] = useState(false);
  const newest = bills.data ?? [];
  const listed = all ? newest : newest.filter((bill, i) => i < NEWEST || bill.differences.length > 0);
  const again = async (bill: BillView): Promise<void> => {
    if (await save(() => hostApi.post(`wallet-bills/${bill.account}`, { day: bill.day }))) {
      void message.success(t('billFetched'), 4);
      bills.reload();
    }
  };
  const what = ({ bill, difference }: Line) =>
    difference === null ? (
      <Mark tone={bill.differences.length === 0 ? 'good' : 'bad'}>
        {bill.differences.length === 0 ? t('agrees') : t('differs', { count: bill.differences.length })}
      </Mark>
    ) : (
      t(`causes.${difference.cause}`)
    );
  const columns: readonly TableColumnType<Line>[] = [
    {
      title: t('day'),
      key: 'day',
      width: 110,
      render: (_, { bill, difference }) => (difference === null ? dayText(bill.day) : ''),
    },
    {
      title: t('wallet'),
      key: 'wallet',
      width: 260,
      render: (_, { bill, difference }) =>
        difference === null ? (
          `${t(`names.${bill.wallet}`)} · ${bill.merchantName}`
        ) : (
          <span className="figures">
            {difference.refundNumber === '' ? difference.number : difference.refundNumber}
          </span>
        ),
    },
    { title: t('result'), key: 'result', render: (_, line) => what(line) },
    {
      title: t('ours'),
      key: 'ours',
      width: 120,
      align: 'right',
      render: (_, { difference }) =>
        difference !== null && <span className="figures">{yuanText(difference.oursMinor)}</span>,
    },
    {
      title: t('theirs'),
      key: 'theirs',
      width: 150,
      align: 'right',
      render: (_, { bill, difference }) => (
        <span className="figures">
          {difference === null
            ? `${yuanText(bill.paidMinor)} − ${yuanText(bill.backMinor)}`
            : yuanText(difference.theirsMinor)}
        </span>
      ),
    },
    {
      title: t('rrn'),
      key: 'rrn',
      width: 150,
      render: (_, { bill, difference }) =>
        difference === null ? (
          may('EditIssuers') && (
            <Button
              size="small"
              icon={<ReloadOutlined aria-hidden="true" />}
              disabled={pending}
              title={t('fetchedAt', { time: formatTime(bill.fetchedMs, 'full', language) })}
              onClick={() => void again(bill)}
            >
              {t('fetchAgain')}
            </Button>
          )
        ) : difference.rrn == null ? (
          ''
        ) : (
          <a className="figures" href={linkTo('transactions', difference.rrn)}>
            {difference.rrn}
          </a>
        ),
    },
  ];
  return (
    <Panel flush title={t('bills')}>
      <ListTable
        loaded={bills}
        rows={linesOf(listed)}
        columns={columns}
        label={t('bills')}
        scrollX={900}
        keyOf={({ bill, difference }) =>
          [
            bill.account,
            bill.day,
            difference === null ? '' : `${difference.cause} ${difference.number} ${difference.refundNumber}`,
          ].join(' ')
        }
        card={(line) => (
          <span style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
            <span>
              {line.difference === null && (
                <strong>
                  {dayText(line.bill.day)} {t(`names.${line.bill.wallet}`)}
                </strong>
              )}{' '}
              {what(line)}
              {line.difference === null && (
                <>
                  <br />
                  {line.bill.merchantName}
                </>
              )}
              {line.difference !== null && (
                <>
                  <br />
                  <span className="figures">{line.difference.number}</span>
                </>
              )}
            </span>
            <span className="figures">{yuanText(line.difference?.theirsMinor ?? line.bill.paidMinor)}</span>
          </span>
        )}
        empty={<Notice title={t('noBills')} text={t('noBillsText')} />}
      />
      {listed.length < newest.length && (
        <Button type="link" onClick={() => setAll(true)}>
          {t('allBills', { count: newest.length })}
        </Button>
      )}
    </Panel>
  );
}
