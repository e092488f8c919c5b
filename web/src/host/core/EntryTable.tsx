import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import type { EntryView } from '../api/types';
import styles from './EntryTable.module.css';
import { yuanText } from './money';

/** Entries of a book with their legs: debits on the left, credits on the right, as books are kept. */
export function EntryTable({ entries }: { readonly entries: readonly EntryView[] }) {
  const { t } = useTranslation('core');
  const language = useLanguage();
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('entries.title')}>
      <table className={styles['entries']}>
        <thead>
          <tr>
            <th scope="col">{t('entries.number')}</th>
            <th scope="col">{t('entries.kind')}</th>
            <th scope="col">{t('entries.account')}</th>
            <th scope="col">{t('entries.debit')}</th>
            <th scope="col">{t('entries.credit')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.flatMap((entry) =>
            entry.postings.map((posting, index) => (
              <tr key={`${entry.number}-${posting.account}`} className={index === 0 ? styles['first'] : undefined}>
                <td className="figures">{index === 0 ? entry.number : ''}</td>
                <td>
                  {index === 0 &&
                    `${t(`entries.kinds.${entry.kind}`, { defaultValue: entry.kind })} · ${formatTime(entry.atMs, 'dayTime', language)}`}
                </td>
                <td>{accountText(posting.account, t)}</td>
                <td className="figures">{posting.minor > 0 ? yuanText(posting.minor) : ''}</td>
                <td className="figures">{posting.minor < 0 ? yuanText(-posting.minor) : ''}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

/** An account's name for people. */
export function accountText(account: string, t: (key: string, values?: Record<string, unknown>) => string): string {
  return account.startsWith('issuer.')
    ? t('core:accounts.issuer', { name: account.slice('issuer.'.length) })
    : t(`core:accounts.${account}`, { defaultValue: account });
}
