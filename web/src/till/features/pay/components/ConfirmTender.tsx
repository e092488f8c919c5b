import { useLocalName } from '@shared/i18n/useLanguage';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CartTender, TenderType } from '../../../api/types';
import { useShortcut } from '../../../core/shortcuts';
import { useMoney } from '../../../core/useMoney';
import { useTenderName } from '../../../core/tenderNames';
import styles from './Pay.module.css';

interface ConfirmTenderProps {
  readonly tender: CartTender;
  readonly type: TenderType | undefined;
  readonly changeMinor: number;
  readonly disabled: boolean;
  onConfirm(this: void, reference: string | null): void;
  onFail(this: void): void;
}

/** Asks the cashier whether the money is there: nothing but this answer says so. */
export function ConfirmTender({ tender, type, changeMinor, disabled, onConfirm, onFail }: ConfirmTenderProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const tenderName = useTenderName();
  const localName = useLocalName();
  const [reference, setReference] = useState('');
  const asks = type?.asksReference === true;
  const ready = !disabled && (!asks || reference.trim() !== '');
  const name = tenderName(tender.kind, tender.name, tender.nameEn);
  const label = localName(type?.referenceName ?? t('reference'), type?.referenceNameEn);
  const confirm = (): void => {
    onConfirm(reference.trim() === '' ? null : reference.trim());
  };
  useShortcut('Enter', confirm, { enabled: ready });
  useShortcut('Escape', onFail, { enabled: !disabled });
  return (
    <section className={styles['asking']} aria-label={t('asking', { name })}>
      <div className={styles['label']}>{t('asking', { name })}</div>
      <div className={styles['askSum']} role="status">
        {money.full(tender.amountMinor)}
      </div>
      {changeMinor > 0 && (
        <div className={styles['askChange']}>{t('cashBack', { change: money.full(changeMinor) })}</div>
      )}
      {asks && (
        <label className={styles['reference']}>
          <span>{label}</span>
          <Input
            autoFocus
            size="large"
            value={reference}
            maxLength={60}
            aria-required="true"
            onChange={(event) => setReference(event.target.value)}
            onPressEnter={() => {
              if (ready) {
                confirm();
              }
            }}
          />
        </label>
      )}
      <p className={styles['hint']}>{t('notVerifiedHint')}</p>
      <button type="button" className={styles['confirm']} disabled={!ready} onClick={confirm}>
        {t('received')}
        <span className={styles['key']} aria-hidden="true">
          Enter
        </span>
      </button>
      <button type="button" className={styles['decline']} disabled={disabled} onClick={onFail}>
        {t('notReceived')}
      </button>
    </section>
  );
}
