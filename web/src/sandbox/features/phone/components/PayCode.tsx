import { CopyOutlined, ReloadOutlined } from '@ant-design/icons';
import { useNow } from '@shared/components/useNow';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App, Button, QRCode, Segmented } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownCode, WalletKind } from '../../../api/types';
import { showCode } from '../api/phone';
import { grouped } from '../walletText';
import { Barcode } from './Barcode';
import styles from './Phone.module.css';

const kinds: readonly WalletKind[] = ['WeChat', 'Alipay', 'UnionPay'];
const tints = { WeChat: 'wechat', Alipay: 'alipay', UnionPay: 'unionpay' } as const satisfies Record<
  WalletKind,
  string
>;
const renewBeforeMs = 10_000;

interface PayCodeProps {
  readonly customer: number;
  /** Changes whenever a code may have been used up: then there is a new one. */
  readonly used: string;
}

/** The customer's payment code: bars and squares with the same digits, renewed before it runs out. */
export function PayCode({ customer, used }: PayCodeProps) {
  const { t } = useTranslation('phone');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [wallet, setWallet] = useState<WalletKind>('WeChat');
  const [shown, setShown] = useState<{ readonly key: string; readonly code: ShownCode } | null>(null);
  const [round, setRound] = useState(0);
  const [failed, setFailed] = useState<unknown>(null);
  const now = useNow(1_000);
  const key = `${String(customer)}/${wallet}/${used}/${String(round)}`;
  const renew = useEffectEvent(() => {
    showCode(customer, wallet).then(
      (code) => {
        setShown({ key, code });
        setFailed(null);
      },
      (problem: unknown) => setFailed(problem),
    );
  });
  const current = shown?.key === key ? shown.code : null;
  const tired = current !== null && current.untilMs - now < renewBeforeMs;
  useEffect(() => {
    renew();
  }, [key, tired]);
  const copy = (): void => {
    if (current === null) return;
    navigator.clipboard.writeText(current.code).then(
      () => void message.success(t('handed')),
      () => void message.error(t('notCopied')),
    );
  };
  return (
    <div className={`${styles['pay'] ?? ''} ${styles[tints[wallet]] ?? ''}`}>
      <Segmented<WalletKind>
        block
        aria-label={t('wallet')}
        value={wallet}
        options={kinds.map((value) => ({ value, label: t(`wallets.${value}`) }))}
        onChange={setWallet}
      />
      <div className={styles['sheet']}>
        {current === null ? (
          <p role="status">{failed === null ? t('making') : problemText(failed)}</p>
        ) : (
          <>
            <Barcode digits={current.code} label={t('barcode')} />
            <p className={styles['digits']} data-testid="payment-code">
              {grouped(current.code)}
            </p>
            <QRCode
              value={current.code}
              size={188}
              bordered={false}
              color="#101010"
              bgColor="#ffffff"
              errorLevel="M"
              aria-label={t('qr')}
            />
            <p className={styles['fresh']}>
              {t('goodFor', { seconds: Math.min(60, Math.max(0, Math.ceil((current.untilMs - now) / 1_000))) })}
              <Button
                type="text"
                icon={<ReloadOutlined aria-hidden="true" />}
                aria-label={t('another')}
                onClick={() => setRound(round + 1)}
              />
            </p>
          </>
        )}
      </div>
      <Button
        size="large"
        block
        icon={<CopyOutlined aria-hidden="true" />}
        disabled={current === null}
        className={styles['hand']}
        onClick={copy}
      >
        {t('hand')}
      </Button>
      {wallet === 'UnionPay' && <p className={styles['onTint']}>{t('unionPayText')}</p>}
    </div>
  );
}
