import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogActions } from '../../../core/Dialog';
import { NumberEntry } from '../../../core/NumberEntry';
import { ReasonPicker } from '../../../core/ReasonPicker';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { moveCash } from '../api/shift';

interface MoveCashDialogProps {
  readonly direction: 'in' | 'out';
  onClose(this: void): void;
}

/** Puts cash into the drawer or takes it out, with a reason. */
export function MoveCashDialog({ direction, onClose }: MoveCashDialogProps) {
  const { t } = useTranslation('shift');
  const money = useMoney();
  const { pending, act } = useAct();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const sumMinor = money.parse(text) ?? 0;
  const presets =
    direction === 'in'
      ? [t('inReasons.change'), t('inReasons.float')]
      : [t('outReasons.bank'), t('outReasons.supplier'), t('outReasons.expense')];
  return (
    <Dialog title={t(`actions.${direction}`)} width={420} onClose={onClose}>
      <ReasonPicker label={t('reason')} presets={presets} value={reason} onChange={setReason} />
      <div style={{ height: 14 }} />
      <NumberEntry
        label={t('amount')}
        text={text}
        prefix={money.symbol}
        decimals={money.exponent}
        longest={6}
        onChange={setText}
      />
      <DialogActions>
        <Button
          type="primary"
          size="large"
          loading={pending}
          disabled={sumMinor <= 0 || reason.trim() === ''}
          onClick={() => {
            const amountMinor = direction === 'in' ? sumMinor : -sumMinor;
            void act((approval) => moveCash({ amountMinor, reason: reason.trim(), approval })).then((done) => {
              if (done !== null) {
                onClose();
              }
            });
          }}
        >
          {t(`actions.${direction}`)}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
