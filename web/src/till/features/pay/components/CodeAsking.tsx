import { PrinterOutlined } from '@ant-design/icons';
import { TenderIcon } from '@shared/components/TenderIcon';
import { useNow } from '@shared/components/useNow';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button, QRCode } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CardPaymentView, CartTender, TillView } from '../../../api/types';
import { printCode, useCards } from '../../../core/cards/cards';
import { CardProgress } from '../../../core/cards/CardProgress';
import { useMoney } from '../../../core/useMoney';
import { walletColor } from '../../../core/wallets';
import styles from './Pay.module.css';
import { WaysOut } from './WaysOut';

interface CodeAskingProps {
  readonly tender: CartTender;
  readonly disabled: boolean;
  onSend(this: void, press: () => Promise<TillView>): void;
}

/** The customer's time, running out. */
function TimeLeft({ payment, untilMs }: { readonly payment: CardPaymentView; readonly untilMs: number }) {
  const { t } = useTranslation('pay');
  const seconds = Math.max(0, Math.ceil((untilMs - useNow(500)) / 1_000));
  const whole = Math.max(1, (untilMs - payment.askedAtMs) / 1_000);
  return (
    <div className={styles['timeLeft']}>
      <span role="timer">{seconds > 0 ? t('codes.left', { count: seconds }) : t('codes.leftNone')}</span>
      <progress max={whole} value={seconds} aria-label={t('codes.leftLabel')} />
    </div>
  );
}

/** A payment by code under way: the code to be scanned, or the customer's phone that asks; how long it may take, and the way out. */
export function CodeAsking({ tender, disabled, onSend }: CodeAskingProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const localName = useLocalName();
  const back = tender.back ?? null;
  const id = back?.paymentId ?? tender.id;
  const payment = useCards()?.payments.find((each) => each.id === id);
  const unknown = back === null ? tender.state === 'Unknown' : back.unknown;
  const outOfHands = unknown || payment?.reached === false;
  const shown = payment?.givenUp === true ? null : (payment?.view?.shown ?? null);
  const untilMs = payment?.givenUp === true ? null : (payment?.view?.customerUntilMs ?? null);
  const name = localName(tender.name, tender.nameEn);
  const wallet = tender.kind.slice('code-'.length);
  const title = back === null ? t('asking', { name }) : t('codes.backUnderWay', { name });
  return (
    <section className={styles['asking']} aria-label={title}>
      <div className={styles['codeHead']}>
        <TenderIcon large icon="phone" color={walletColor(wallet)} />
        <span>
          <span className={styles['label']}>{title}</span>
          <span className={styles['askSum']}>{money.full(tender.amountMinor)}</span>
        </span>
      </div>
      {shown !== null && (
        <div className={styles['shownCode']}>
          <QRCode
            type="svg"
            value={shown}
            size={220}
            bordered={false}
            errorLevel="M"
            aria-label={t('codes.scanThis')}
          />
          <p>{t('codes.scanThis')}</p>
        </div>
      )}
      {payment !== undefined && <CardProgress payment={payment} />}
      {payment !== undefined && untilMs !== null && <TimeLeft payment={payment} untilMs={untilMs} />}
      {shown !== null && (
        <Button
          size="large"
          icon={<PrinterOutlined aria-hidden="true" />}
          disabled={disabled}
          onClick={() => onSend(() => printCode({ paymentId: id }))}
        >
          {t('codes.print')}
        </Button>
      )}
      <WaysOut
        id={id}
        unknown={unknown}
        outOfHands={outOfHands}
        givenUp={payment?.givenUp === true}
        disabled={disabled}
        onSend={onSend}
      />
    </section>
  );
}
