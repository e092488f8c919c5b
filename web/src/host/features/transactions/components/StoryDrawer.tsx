import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Pairs, Panel } from '@shared/desk/Frame';
import { goTo } from '@shared/desk/route';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import records from '@shared/desk/Records.module.css';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TransactionRow, TransactionStory } from '../../../api/types';
import { yuanText } from '../../../core/money';
import { Amount, schemeName, StandingMark } from '../../../core/Names';
import { transactionStory } from '../api/transactions';
import { Books } from './Books';
import { Messages } from './Messages';
import { Steps } from './Steps';
import styles from './Transactions.module.css';

function Related({ rows, label }: { readonly rows: readonly TransactionRow[]; readonly label: string }) {
  const { t } = useTranslation('transactions');
  const language = useLanguage();
  return (
    <ul className={styles['related']} aria-label={label}>
      {rows.map((row) => (
        <li key={row.rrn}>
          <Button type="link" className={records['link'] ?? ''} onClick={() => goTo('transactions', row.rrn)}>
            {row.rrn}
          </Button>
          <span>{t(`core:flows.${row.flow}`)}</span>
          <span className={`${records['hint'] ?? ''} figures`}>{formatTime(row.atMs, 'full', language)}</span>
          <StandingMark row={row} />
          <Amount row={row} />
        </li>
      ))}
    </ul>
  );
}

function Facts({ story }: { readonly story: TransactionStory }) {
  const { t } = useTranslation('transactions');
  const language = useLanguage();
  const { row } = story;
  const entry = String(story.entry).padStart(3, '0');
  return (
    <div className={records['halves']}>
      <Panel>
        <Pairs
          rows={[
            [t('merchant'), `${row.merchantName} ${row.merchant}`],
            [t('terminal'), row.terminal],
            [t('batchTrace'), `${String(row.batch).padStart(6, '0')} / ${String(row.trace).padStart(6, '0')}`],
            [t('day'), String(row.day).replace(/^(\d{4})(\d\d)/, '$1-$2-')],
            row.card === '' ? null : [t('card'), `${row.card} ${schemeName(row.scheme)}`],
            row.card === '' ? null : [t('product'), t(`products.${row.product}`)],
            [t('entry'), `${t(`entries.${entry.slice(0, 2)}`, { defaultValue: '' })} ${entry}`.trim()],
          ]}
        />
      </Panel>
      <Panel>
        <Pairs
          rows={[
            [t('amount'), yuanText(row.amountMinor)],
            row.standingMinor === row.amountMinor ? null : [t('adjusted'), yuanText(row.standingMinor)],
            row.standing === 'Declined' ? null : [t('fee'), yuanText(story.feeMinor)],
            story.leftMinor == null ? null : [t('left'), yuanText(story.leftMinor)],
            [t('answer'), story.meaning == null ? '–' : answerText(story.meaning, language === 'en')],
            row.authorisation == null ? null : [t('authorisation'), row.authorisation],
            row.tookMs == null ? null : [t('took'), `${String(row.tookMs)} ms`],
            story.hold == null
              ? null
              : [
                  t('hold.title'),
                  `${yuanText(story.hold.minor)} · ${t(`hold.${story.hold.state}`, {
                    time: formatTime(story.hold.untilMs, 'day', language),
                  })}`,
                ],
          ]}
        />
      </Panel>
    </div>
  );
}

const answerText = (meaning: { code: string; chinese: string; english: string }, english: boolean): string =>
  `${meaning.code} ${english ? meaning.english : meaning.chinese}`;

/** One transaction's whole story. */
export function StoryDrawer({ rrn, onClose }: { readonly rrn: string; onClose(this: void): void }) {
  const { t } = useTranslation('transactions');
  const loaded = useLoad(rrn, () => transactionStory(rrn));
  const story = loaded.data;
  return (
    <Drawer
      open
      size={900}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      mask={{ closable: true }}
      title={
        <span className={styles['drawerTitle']}>
          <span className="figures">{rrn}</span>
          {story !== null && (
            <>
              <span>{t(`core:flows.${story.row.flow}`)}</span>
              <StandingMark row={story.row} />
              <Amount row={story.row} />
            </>
          )}
        </span>
      }
      onClose={onClose}
    >
      <LoadedView loaded={loaded}>
        {(data) => (
          <div className={records['detail']}>
            <Facts story={data} />
            <Panel title={t('story')}>
              <Steps story={data} />
            </Panel>
            {data.original != null && (
              <Panel title={t('original')}>
                <Related rows={[data.original]} label={t('original')} />
              </Panel>
            )}
            {data.later.length > 0 && (
              <Panel title={t('later')}>
                <Related rows={data.later} label={t('later')} />
              </Panel>
            )}
            <Panel title={t('messages')}>
              <Messages messages={data.messages} />
            </Panel>
            <Panel title={t('books')}>
              <Books story={data} />
            </Panel>
          </div>
        )}
      </LoadedView>
    </Drawer>
  );
}
