import { CheckCircleFilled, DisconnectOutlined, WarningFilled } from '@ant-design/icons';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../../api/types';
import { useCardReason } from '../../../core/cards/cards';
import { useMoney } from '../../../core/useMoney';
import styles from './CardsPage.module.css';

interface TerminalCardProps {
  readonly terminal: TerminalView | null;
  readonly reachable: boolean;
}

/** How the terminal stands: line, sign-in, the batch's totals, and what has not arrived at the host yet. */
export function TerminalCard({ terminal, reachable }: TerminalCardProps) {
  const { t } = useTranslation('cards');
  const language = useLanguage();
  const money = useMoney();
  const cardReason = useCardReason();
  if (terminal === null || !reachable) {
    return (
      <section className={styles['card']} data-tone="amber" role="status">
        <DisconnectOutlined aria-hidden="true" /> <strong>{t('notReached')}</strong>
      </section>
    );
  }
  const { batch, offline } = terminal;
  const fine = terminal.stage === 'Ready' && terminal.online && terminal.trouble == null;
  const waits = [
    terminal.owed > 0 ? t('owed', { count: terminal.owed }) : '',
    terminal.repeats > 0 ? t('repeats', { count: terminal.repeats }) : '',
  ].filter((text) => text !== '');
  return (
    <section className={styles['card']} data-tone={fine ? 'plain' : 'amber'} aria-label={t('terminal')}>
      <div className={styles['cardHead']}>
        <span>
          {fine ? <CheckCircleFilled aria-hidden="true" /> : <WarningFilled aria-hidden="true" />}{' '}
          <strong>{t(`stages.${terminal.stage}`)}</strong>
          {terminal.stage === 'Ready' && (
            <>
              {' · '}
              {terminal.online ? t('online') : t('offline')}
              {' · '}
              {terminal.signedIn ? t('signedIn') : t('notSignedIn')}
            </>
          )}
        </span>
        <span className={styles['muted']}>
          {[
            terminal.terminal == null ? '' : t('terminalNo', { terminal: terminal.terminal }),
            terminal.merchant == null ? '' : t('merchantNo', { merchant: terminal.merchant }),
          ]
            .filter((text) => text !== '')
            .join(' · ')}
        </span>
      </div>
      {terminal.trouble != null && <p role="alert">{cardReason(terminal.trouble)}</p>}
      {terminal.stage === 'Ready' && (
        <dl className={styles['figures']}>
          <div>
            <dt>{t('batch', { batch: batch.batch })}</dt>
            <dd>{money.full(batch.debitMinor - batch.creditMinor)}</dd>
          </div>
          <div>
            <dt>{t('debit', { count: batch.debitCount })}</dt>
            <dd>{money.full(batch.debitMinor)}</dd>
          </div>
          <div>
            <dt>{t('credit', { count: batch.creditCount })}</dt>
            <dd>{money.full(batch.creditMinor)}</dd>
          </div>
        </dl>
      )}
      {waits.length > 0 && <p role="status">{waits.join(' · ')}</p>}
      {terminal.stage === 'Ready' && (
        <p className={styles['muted']}>
          {offline.count === 0
            ? t('noOffline')
            : t('offlineWaiting', {
                waiting: offline.waitingCount,
                count: offline.count,
                sum: money.full(offline.waitingMinor),
                each: money.full(offline.eachMinor),
              })}
          {terminal.lastSettled != null &&
            ` · ${t('lastSettled', {
              batch: terminal.lastSettled.batch.batch,
              time: formatTime(terminal.lastSettled.atMs, 'dayTime', language),
              result: t(terminal.lastSettled.balanced ? 'balanced' : 'unbalanced'),
            })}`}
        </p>
      )}
    </section>
  );
}
