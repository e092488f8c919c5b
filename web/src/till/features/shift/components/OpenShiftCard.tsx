import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberEntry } from '../../../core/NumberEntry';
import { useShortcut } from '../../../core/shortcuts';
import { useUsable } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { openShift } from '../api/shift';
import styles from './Shift.module.css';

const quickUnits = [0, 100, 200, 300, 500, 1_000] as const;

/** Stands where selling would be as long as nobody answers for the drawer. */
export function OpenShiftCard() {
  const { t } = useTranslation('shift');
  const money = useMoney();
  const usable = useUsable();
  const { pending, act } = useAct();
  const [text, setText] = useState('');
  const floatMinor = money.parse(text === '' ? '0' : text);
  const open = (): void => {
    if (floatMinor !== null) {
      void act(() => openShift({ floatMinor }));
    }
  };
  useShortcut('Enter', open, { enabled: usable && !pending });
  return (
    <div className={styles['page']} style={{ display: 'grid' }}>
      <section className={styles['open']}>
        <div>
          <h2>{t('openTitle')}</h2>
          <p className={styles['muted']}>{t('openText')}</p>
          <div className={styles['quick']}>
            {quickUnits.map((units) => (
              <Button key={units} size="large" onClick={() => setText(String(units))}>
                {money.short(money.parse(String(units)) ?? 0)}
              </Button>
            ))}
          </div>
          <Button type="primary" size="large" block loading={pending} disabled={!usable} onClick={open}>
            {t('openNow', { float: money.full(floatMinor ?? 0) })}
          </Button>
        </div>
        <NumberEntry
          label={t('float')}
          text={text}
          prefix={money.symbol}
          decimals={money.exponent}
          longest={6}
          disabled={pending}
          onChange={setText}
        />
      </section>
    </div>
  );
}
