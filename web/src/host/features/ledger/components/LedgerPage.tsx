import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Notice } from '@shared/components/Notice';
import { dateOf, dayOf } from '@shared/desk/days';
import { Page, Panel } from '@shared/desk/Frame';
import { goTo, useRoute } from '@shared/desk/route';
import { StaleNote } from '@shared/desk/StaleNote';
import { DatePicker } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { LedgerView } from '../../../api/types';
import { accountText, EntryTable } from '../../../core/EntryTable';
import { useMerchantChoice } from '../../../core/lists';
import { MerchantSelect } from '../../../core/MerchantSelect';
import { yuanText } from '../../../core/money';
import styles from './Ledger.module.css';

function Accounts({ book }: { readonly book: LedgerView }) {
  const { t } = useTranslation('ledger');
  const moved = new Map(book.today.map((line) => [line.account, line]));
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('accounts')}>
      <table className={styles['accounts']}>
        <thead>
          <tr>
            <th scope="col">{t('account')}</th>
            <th scope="col">{t('dayDebit')}</th>
            <th scope="col">{t('dayCredit')}</th>
            <th scope="col">{t('postings')}</th>
            <th scope="col">{t('balance')}</th>
          </tr>
        </thead>
        <tbody>
          {book.accounts.map((line) => {
            const today = moved.get(line.account);
            return (
              <tr key={line.account}>
                <th scope="row">{accountText(line.account, t)}</th>
                <td>{today === undefined ? '–' : yuanText(today.debitMinor)}</td>
                <td>{today === undefined ? '–' : yuanText(today.creditMinor)}</td>
                <td>{line.postings}</td>
                <td>
                  <strong>{yuanText(Math.abs(line.balanceMinor))}</strong>{' '}
                  {line.balanceMinor === 0 ? '' : t(line.balanceMinor > 0 ? 'debit' : 'credit')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Book({ merchant, day }: { readonly merchant: string; readonly day: number | null }) {
  const { t } = useTranslation('ledger');
  const loaded = useLoad(`${merchant} ${String(day)}`, () =>
    hostApi.get<LedgerView>(`merchants/${merchant}/ledger`, { day }),
  );
  return (
    <>
      <StaleNote loaded={loaded} />
      <LoadedView loaded={loaded}>
        {(book) =>
          book.accounts.length === 0 ? (
            <Panel>
              <Notice title={t('empty')} text={t('emptyText')} />
            </Panel>
          ) : (
            <>
              <Panel
                flush
                title={t('balances', { day: String(book.day).replace(/^(\d{4})(\d\d)/, '$1-$2-') })}
                extra={t('heldLine', { amount: yuanText(book.heldMinor) })}
              >
                <Accounts book={book} />
              </Panel>
              <Panel flush title={t('entriesOfDay')}>
                {book.entries.length === 0 ? <Notice title={t('noEntries')} /> : <EntryTable entries={book.entries} />}
              </Panel>
            </>
          )
        }
      </LoadedView>
    </>
  );
}

/** A merchant's book at the end of any day. */
export function LedgerPage() {
  const { t } = useTranslation('ledger');
  const { id } = useRoute();
  const [day, setDay] = useState<number | null>(null);
  // Whoever has not chosen sees a book at once: the first one.
  const choice = useMerchantChoice('');
  const merchant = id ?? choice.data?.[0]?.number ?? null;
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <>
          <MerchantSelect
            label={t('merchant')}
            value={merchant}
            allowClear={false}
            onChange={(chosen) => chosen !== null && goTo('ledger', chosen)}
          />
          <DatePicker
            aria-label={t('day')}
            placeholder={t('today')}
            value={day === null ? null : dayOf(day)}
            onChange={(chosen) => setDay(chosen === null ? null : dateOf(chosen))}
          />
        </>
      }
    >
      {merchant === null ? (
        <Panel>
          <Notice title={t('choose')} text={t('chooseText')} />
        </Panel>
      ) : (
        <Book merchant={merchant} day={day} />
      )}
    </Page>
  );
}
