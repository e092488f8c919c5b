import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogActions, EnterKey } from '../../../core/Dialog';
import { NumberEntry } from '../../../core/NumberEntry';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { addAmount } from '../api/catalogue';
import styles from './Catalogue.module.css';

/** A sale by amount alone, of something without a code. */
export function AmountDialog({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('catalogue');
  const money = useMoney();
  const { pending, act } = useAct();
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const amountMinor = money.parse(text) ?? 0;
  const add = (): void => {
    void act(() => addAmount({ amountMinor, name: name.trim() === '' ? null : name.trim() })).then((done) => {
      if (done !== null) {
        onClose();
      }
    });
  };
  return (
    <Dialog title={t('amountTitle')} width={400} onClose={onClose}>
      <EnterKey enabled={amountMinor > 0 && !pending} press={add} />
      <Input
        className={styles['field'] ?? ''}
        aria-label={t('amountName')}
        placeholder={t('amountName')}
        value={name}
        maxLength={60}
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
      <NumberEntry
        label={t('amountSum')}
        text={text}
        prefix={money.symbol}
        decimals={money.exponent}
        longest={7}
        onChange={setText}
      />
      <DialogActions>
        <Button type="primary" size="large" loading={pending} disabled={amountMinor <= 0} onClick={add}>
          {t('add')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
