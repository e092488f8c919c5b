import { CreditCardOutlined, DisconnectOutlined, LoadingOutlined, QuestionCircleFilled } from '@ant-design/icons';
import { useNow } from '@shared/components/useNow';
import { useTranslation } from 'react-i18next';
import type { CardPaymentView } from '../../api/types';
import styles from './Cards.module.css';

function Seconds({ sinceMs }: { readonly sinceMs: number }) {
  const { t } = useTranslation('cards');
  const seconds = Math.max(0, Math.floor((useNow(1_000) - sinceMs) / 1_000));
  return <small className={styles['seconds']}>{t('seconds', { count: seconds })}</small>;
}

/** How a payment stands and what is being waited for, with the seconds that it takes. */
export function CardProgress({ payment }: { readonly payment: CardPaymentView }) {
  const { t } = useTranslation('cards');
  const view = payment.view ?? null;
  const unknown = payment.state === 'Unknown';
  const waits = view?.waits ?? 'Line';
  const icon = !payment.reached ? (
    <DisconnectOutlined aria-hidden="true" />
  ) : unknown ? (
    <QuestionCircleFilled aria-hidden="true" />
  ) : waits === 'Card' || waits === 'Pin' ? (
    <CreditCardOutlined aria-hidden="true" />
  ) : (
    <LoadingOutlined aria-hidden="true" />
  );
  const title = !payment.reached
    ? t('away')
    : payment.state === 'Approved'
      ? t('signing')
      : unknown
        ? t('unknown')
        : payment.givenUp
          ? t('givingUp')
          : view === null
            ? t('beginning')
            : t(`waits.${waits}`);
  const text = !payment.reached ? t('awayText') : unknown ? t('unknownText') : null;
  return (
    <div className={styles['progress']} data-tone={!payment.reached || unknown ? 'amber' : 'plain'} role="status">
      <span className={styles['progressIcon']}>{icon}</span>
      <span>
        <strong>{title}</strong>
        {unknown && waits !== 'None' && <span className={styles['progressText']}>{t(`waits.${waits}`)}</span>}
        {text !== null && <span className={styles['progressText']}>{text}</span>}
      </span>
      <Seconds sinceMs={view?.waitsSinceMs ?? payment.askedAtMs} />
    </div>
  );
}
