import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import type { OrderStory, StoryEvent } from '../../../api/types';
import { isByTerminal } from '../../../core/wallets';
import { useTenderName } from '../../../core/tenderNames';
import { useMoney } from '../../../core/useMoney';
import styles from './Orders.module.css';

interface StoryProps {
  readonly story: OrderStory;
  onChoose(this: void, id: string): void;
}

/** Everything that happened to an order, from the first line to the last refund. */
export function Story({ story, onChoose }: StoryProps) {
  const { t } = useTranslation('orders');
  const localName = useLocalName();
  const language = useLanguage();
  const money = useMoney();
  const tenderName = useTenderName();

  // An edit's detail is `what|line|approver|reason`, a reason's `reason|approver`, a tender's `kind|reference`.
  const detail = (event: StoryEvent): string => {
    const [first = '', second = '', third = '', fourth = ''] = (event.detail ?? '').split('|');
    switch (event.what) {
      case 'edited':
        return [
          t(`edits.${first}`, { defaultValue: first }),
          second,
          third === '' ? '' : t('approvedBy', { name: third }),
          fourth,
        ]
          .filter((part) => part !== '')
          .join(' · ');
      case 'voided':
      case 'given-back':
        return [first, second === '' ? '' : t('approvedBy', { name: second })]
          .filter((part) => part !== '')
          .join(' · ');
      case 'paid':
        return first
          .split(',')
          .map((kind) => tenderName(kind))
          .join(' + ');
      case 'tendered':
        return [tenderName(first), isByTerminal(first ?? '') ? '' : t('notVerified'), second]
          .filter((part) => part !== '')
          .join(' · ');
      case 'copied':
        return t('copyNumber', { copy: first });
      default:
        return event.detail ?? '';
    }
  };

  return (
    <section className={styles['card']}>
      <h3>{t('story')}</h3>
      <ol className={styles['story']}>
        {story.events.map((event, index) => (
          <li key={index} className={styles['event']}>
            <time className={styles['muted']}>{formatTime(event.atMs, 'timeSeconds', language)}</time>
            <span>
              {t(`events.${event.what}`, { defaultValue: event.what })}
              <span className={styles['muted']}>
                {' · '}
                {localName(event.staffName, event.staffNameEn)}
                {detail(event) !== '' && ` · ${detail(event)}`}
              </span>{' '}
              {event.otherOrderId !== null && event.otherOrderId !== undefined && (
                <button type="button" className={styles['link']} onClick={() => onChoose(event.otherOrderId ?? '')}>
                  {t('openOther')}
                </button>
              )}
            </span>
            <span>
              {event.amountMinor !== null && event.amountMinor !== undefined && money.full(event.amountMinor)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
