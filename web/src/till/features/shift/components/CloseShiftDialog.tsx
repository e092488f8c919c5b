import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShiftInfo, ShiftReport } from '../../../api/types';
import { Dialog, DialogActions } from '../../../core/Dialog';
import { useTill } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { closeShift } from '../api/shift';
import { DrawerCount, type Counts } from './DrawerCount';
import styles from './Shift.module.css';

interface CloseShiftDialogProps {
  readonly shift: ShiftInfo;
  /** True: the next shift begins at once with what stays in the drawer. */
  readonly handOver: boolean;
  onClose(this: void): void;
  onClosed(this: void, report: ShiftReport): void;
}

const quickUnits = ['0', '100', '200', '300', '500', '1000'] as const;

/** Counts the drawer note by note; what it should hold is told only afterwards where counting is blind. */
export function CloseShiftDialog({ shift, handOver, onClose, onClosed }: CloseShiftDialogProps) {
  const { t } = useTranslation('shift');
  const money = useMoney();
  const { view } = useTill();
  const { pending, act } = useAct();
  const [counts, setCounts] = useState<Counts>({});
  const [carriedText, setCarriedText] = useState('');
  const values = view?.till?.denominationsMinor ?? [];
  const countedMinor = values.reduce((sum, valueMinor) => sum + valueMinor * (counts[valueMinor] ?? 0), 0);
  const carriedMinor = handOver ? money.parse(carriedText) : null;
  const valid = !handOver || (carriedMinor !== null && carriedMinor <= countedMinor);
  const blind = view?.till?.blindCount === true;

  const confirm = async (): Promise<void> => {
    const report = await act((approval) =>
      closeShift({
        shiftId: shift.id,
        counts: values
          .map((valueMinor) => ({ valueMinor, count: counts[valueMinor] ?? 0 }))
          .filter(({ count }) => count > 0),
        countedMinor,
        handOverFloatMinor: carriedMinor,
        approval,
      }),
    );
    if (report !== null) {
      onClosed(report);
    }
  };

  return (
    <Dialog title={handOver ? t('handOverTitle') : t('closeTitle')} width={860} onClose={onClose}>
      <p className={styles['muted']}>{blind ? t('blindText') : t('countText')}</p>
      <DrawerCount values={values} counts={counts} disabled={pending} onChange={setCounts} />
      <div className={styles['counted']} role="status">
        <span>{t('counted')}</span>
        <strong>{money.full(countedMinor)}</strong>
      </div>
      {handOver && (
        <div className={styles['handOver']}>
          <span>{t('carried')}</span>
          <Input
            aria-label={t('carried')}
            inputMode="decimal"
            prefix={money.symbol}
            value={carriedText}
            status={valid || carriedText === '' ? '' : 'error'}
            onChange={(event) => {
              setCarriedText(event.target.value);
            }}
          />
          <span className={styles['carriedQuick']}>
            {quickUnits
              .filter((units) => (money.parse(units) ?? 0) <= countedMinor)
              .map((units) => (
                <Button key={units} disabled={pending} onClick={() => setCarriedText(units)}>
                  {money.short(money.parse(units) ?? 0)}
                </Button>
              ))}
          </span>
          {carriedMinor !== null && valid && (
            <span className={styles['muted']}>
              {t('takenOut', { amount: money.full(countedMinor - carriedMinor) })}
            </span>
          )}
        </div>
      )}
      <DialogActions>
        <Button size="large" disabled={pending} onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button type="primary" size="large" loading={pending} disabled={!valid} onClick={() => void confirm()}>
          {handOver ? t('handOverNow') : t('closeNow')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
