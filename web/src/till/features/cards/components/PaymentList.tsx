import { CreditCardOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Notice } from '@shared/components/Notice';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardRow, PaymentKind } from '../../../api/types';
import { useMoney } from '../../../core/useMoney';
import { cardPayments } from '../api/cards';
import styles from './CardsPage.module.css';
import { PaymentItem } from './PaymentItem';

const kinds = ['all', 'Sale', 'GiveBack', 'PreAuthorisation', 'Completion', 'Balance'] as const;

const pageSize = 50;

async function newest(kind: PaymentKind | null, pages: number): Promise<readonly CardRow[]> {
  const rows: CardRow[] = [];
  for (let page = 0; page < pages && rows.length === page * pageSize; page++) {
    rows.push(...(await cardPayments(kind, rows.at(-1)?.payment.begunAtMs ?? null)));
  }
  return rows;
}

/** Everything that the terminal did, narrowed by kind and by what stands on a slip. */
export function PaymentList({ version }: { readonly version: string }) {
  const { t } = useTranslation('cards');
  const money = useMoney();
  const [kind, setKind] = useState<(typeof kinds)[number]>('all');
  const [text, setText] = useState('');
  const chosen: PaymentKind | null = kind === 'all' ? null : kind;
  const [pages, setPages] = useState(1);
  const loaded = useLoad(`${kind}/${version}/${String(pages)}`, () => newest(chosen, pages));
  const wanted = text.trim();
  const shows = ({ payment }: CardRow): boolean =>
    wanted === '' ||
    (payment.card?.masked ?? '').endsWith(wanted) ||
    String(payment.slip?.trace ?? '')
      .padStart(6, '0')
      .endsWith(wanted) ||
    (payment.amountMinor != null && money.parse(wanted) === payment.amountMinor);
  return (
    <section className={styles['section']}>
      <h3>{t('payments')}</h3>
      <div className={styles['filters']}>
        <Segmented
          value={kind}
          options={kinds.map((each) => ({ value: each, label: t(`filters.${each}`) }))}
          onChange={(next) => {
            setKind(next);
            setPages(1);
          }}
        />
        <Input
          allowClear
          size="large"
          value={text}
          maxLength={12}
          placeholder={t('find')}
          aria-label={t('find')}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <LoadedView loaded={loaded}>
        {(rows) => {
          const shown = rows.filter(shows);
          return (
            <>
              {shown.length === 0 ? (
                <Notice icon={<CreditCardOutlined />} title={t('none')} text={t('noneText')} />
              ) : (
                <ul className={styles['list']}>
                  {shown.map((row) => (
                    <PaymentItem key={row.payment.id} row={row} onChanged={loaded.reload} />
                  ))}
                </ul>
              )}
              {rows.length === pages * pageSize && (
                <Button size="large" block loading={loaded.loading} onClick={() => setPages(pages + 1)}>
                  {t('older')}
                </Button>
              )}
            </>
          );
        }}
      </LoadedView>
    </section>
  );
}
