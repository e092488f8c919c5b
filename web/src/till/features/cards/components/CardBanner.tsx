import { DisconnectOutlined, QuestionCircleFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useCards } from '../../../core/cards/cards';
import styles from './CardsPage.module.css';

/** What nobody knows yet, and a terminal that does not answer. */
export function CardBanner() {
  const { t } = useTranslation('cards');
  const cards = useCards();
  const unknown = cards?.payments.filter((payment) => payment.state === 'Unknown').length ?? 0;
  if (cards === null || (unknown === 0 && cards.reachable)) {
    return null;
  }
  return (
    <div className={styles['banner']} role="status">
      {unknown > 0 ? <QuestionCircleFilled aria-hidden="true" /> : <DisconnectOutlined aria-hidden="true" />}
      <span>{unknown > 0 ? t('banner', { count: unknown }) : t('bannerAway')}</span>
    </div>
  );
}
