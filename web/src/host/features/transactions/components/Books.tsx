import { linkTo } from '@shared/desk/route';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import records from '@shared/desk/Records.module.css';
import { useTranslation } from 'react-i18next';
import type { TransactionStory } from '../../../api/types';
import { EntryTable } from '../../../core/EntryTable';

/** What the transaction posted, and what the issuer still has to be told. */
export function Books({ story }: { readonly story: TransactionStory }) {
  const { t } = useTranslation('transactions');
  const language = useLanguage();
  const waiting = story.owed.filter((owed) => owed.answeredMs == null);
  return (
    <>
      {story.entries.length === 0 ? (
        <p className={records['hint']}>{t('noEntries')}</p>
      ) : (
        <EntryTable entries={story.entries} />
      )}
      <p className={records['hint']}>
        {waiting.length === 0
          ? t('nothingOwed')
          : waiting.map((owed) =>
              t('owedLine', {
                issuer: owed.issuer,
                what: t(`owed.${String(owed.mti)}`, { defaultValue: String(owed.mti) }),
                time: formatTime(owed.sinceMs, 'full', language),
              }),
            )}{' '}
        <a href={linkTo('ledger', story.row.merchant)}>{t('toLedger')}</a>
      </p>
    </>
  );
}
