import { ScanOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { TenderIcon } from '@shared/components/TenderIcon';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { walletColors, wallets, type Wallet } from '../../../core/wallets';
import { useMoney } from '../../../core/useMoney';
import { CodeDialog } from './CodeDialog';
import styles from './Pay.module.css';

interface CodeTilesProps {
  readonly restMinor: number;
  /** What was typed; null for the whole rest. */
  readonly typedMinor: number | null;
  readonly disabled: boolean;
  onScanned(this: void, code: string): void;
  onShow(this: void, amountMinor: number, wallet: Wallet): void;
}

/** Codes: the customer's is scanned at any moment; the shop's is shown here. */
export function CodeTiles({ restMinor, typedMinor, disabled, onScanned, onShow }: CodeTilesProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const [typing, setTyping] = useState(false);
  const amountMinor = typedMinor ?? restMinor;
  const tooMuch = amountMinor < 1 || amountMinor > restMinor;
  return (
    <>
      <div className={styles['codeLabel']}>
        <span className={styles['label']}>
          {t('codes.byCode')} <small>{t('codes.anyMoment')}</small>
        </span>
        <Button
          size="large"
          icon={<ScanOutlined aria-hidden="true" />}
          disabled={disabled || tooMuch}
          onClick={() => setTyping(true)}
        >
          {t('codes.scanOrType')}
        </Button>
      </div>
      <div className={styles['codeWays']}>
        {wallets.map((wallet) => (
          <button
            key={wallet}
            type="button"
            className={styles['tender']}
            disabled={disabled || tooMuch}
            onClick={() => onShow(amountMinor, wallet)}
          >
            <TenderIcon large icon="phone" color={walletColors[wallet]} />
            <span className={styles['tenderName']}>
              {t(`core:wallets.${wallet}`)}
              <small>{tooMuch ? t('tooMuch') : t('codes.show')}</small>
            </span>
          </button>
        ))}
      </div>
      {typing && (
        <CodeDialog
          amount={money.full(amountMinor)}
          onCode={(code) => {
            setTyping(false);
            onScanned(code);
          }}
          onClose={() => setTyping(false)}
        />
      )}
    </>
  );
}
