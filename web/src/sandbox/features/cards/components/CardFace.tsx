import { useTranslation } from 'react-i18next';
import type { CardOnDesk, CardProgram } from '../../../api/types';
import { expiryOnFace, grouped } from '../cardText';
import styles from './Cards.module.css';

interface CardFaceProps {
  readonly desk: CardOnDesk;
  readonly program: CardProgram;
}

const grounds: Readonly<Record<string, string | undefined>> = {
  UnionPay: styles['unionpay'],
  'Visa-like': styles['visa'],
  'Mastercard-like': styles['mastercard'],
  JCB: styles['jcb'],
};

/** A virtual card, both sides, with its PIN on a note: what its holder has. */
export function CardFace({ desk: { card }, program }: CardFaceProps) {
  const { t } = useTranslation('cards');
  const hasChip = card.serviceCode.startsWith('2') || card.serviceCode.startsWith('6');
  const ground = grounds[program.scheme] ?? '';
  return (
    <div className={styles['faces']}>
      <div className={`${styles['face'] ?? ''} ${ground}`}>
        <div className={styles['bank']}>
          <span>{t('bank')}</span>
          <span>{t(`funds.${program.funds}`)}</span>
        </div>
        <span className={hasChip ? styles['chip'] : styles['noChip']} aria-hidden="true" />
        <p className={styles['pan']} data-length={card.pan.length}>
          {grouped(card.pan)}
        </p>
        <div className={styles['below']}>
          <span className={styles['holder']}>
            <small>{t('validThru')}</small>
            {expiryOnFace(card.expiry)}
          </span>
          <span className={styles['holder']}>{card.name.replace('/', ' ')}</span>
          <span className={styles['logo']}>{program.scheme}</span>
        </div>
      </div>
      <div className={`${styles['face'] ?? ''} ${styles['backSide'] ?? ''} ${ground}`}>
        <span className={styles['stripe']} aria-hidden="true" />
        <div className={styles['band']}>
          <span aria-hidden="true" />
          <b>
            <small>CVV2</small> {card.cvv2}
          </b>
        </div>
        <p className={styles['note']}>
          <small>{t('yourPin')}</small>
          {card.pin}
        </p>
        <p className={styles['small']}>{t('backText')}</p>
      </div>
    </div>
  );
}
