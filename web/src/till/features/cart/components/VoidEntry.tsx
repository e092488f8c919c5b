import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CartView } from '../../../api/types';
import { DialogActions } from '../../../core/Dialog';
import { ReasonPicker } from '../../../core/ReasonPicker';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { voidOrder } from '../api/cart';

interface VoidEntryProps {
  readonly cart: CartView;
  onClose(this: void): void;
}

export function VoidEntry({ cart, onClose }: VoidEntryProps) {
  const { t } = useTranslation('cart');
  const money = useMoney();
  const { pending, act } = useAct();
  const [reason, setReason] = useState('');
  const presets = [t('voidReasons.changed'), t('voidReasons.mistake'), t('voidReasons.noMoney'), t('voidReasons.test')];
  return (
    <div>
      <p>{t('voidText', { count: cart.lines.length, total: money.full(cart.cashTotalMinor) })}</p>
      <ReasonPicker label={t('reason')} presets={presets} value={reason} onChange={setReason} />
      <DialogActions>
        <Button size="large" onClick={onClose}>
          {t('keep')}
        </Button>
        <Button
          danger
          type="primary"
          size="large"
          loading={pending}
          disabled={reason.trim() === ''}
          onClick={() => {
            void act((approval) => voidOrder({ orderId: cart.orderId, reason: reason.trim(), approval })).then(
              (done) => {
                if (done !== null) {
                  onClose();
                }
              },
            );
          }}
        >
          {t('actions.void')}
        </Button>
      </DialogActions>
    </div>
  );
}
