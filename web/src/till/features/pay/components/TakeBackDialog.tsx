import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CartTender } from '../../../api/types';
import { Dialog, DialogActions } from '../../../core/Dialog';
import { ReasonPicker } from '../../../core/ReasonPicker';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { useTenderName } from '../../../core/tenderNames';
import { takeBackTender } from '../api/pay';
import styles from './Pay.module.css';

interface TakeBackDialogProps {
  readonly orderId: string;
  readonly tender: CartTender;
  onClose(this: void): void;
}

/** Gives a confirmed tender back before the order is complete; the reason stands on the order. */
export function TakeBackDialog({ orderId, tender, onClose }: TakeBackDialogProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const tenderName = useTenderName();
  const { pending, act } = useAct();
  const [reason, setReason] = useState('');
  const name = tenderName(tender.kind, tender.name, tender.nameEn);
  const confirm = (): void => {
    void act(() => takeBackTender({ orderId, tenderId: tender.id, reason: reason.trim() })).then((done) => {
      if (done !== null) {
        onClose();
      }
    });
  };
  return (
    <Dialog title={t('takeBackTitle', { name, amount: money.full(tender.amountMinor) })} onClose={onClose}>
      <p className={styles['hint']}>{t(tender.kind === 'card' ? 'takeBackCard' : 'takeBackText')}</p>
      <ReasonPicker
        label={t('reason')}
        presets={[t('reasons.otherWay'), t('reasons.wrongSum'), t('reasons.notArrived'), t('reasons.changedOrder')]}
        value={reason}
        onChange={setReason}
      />
      <DialogActions>
        <Button size="large" disabled={pending} onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button danger type="primary" size="large" loading={pending} disabled={reason.trim() === ''} onClick={confirm}>
          {t('takeBack')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
