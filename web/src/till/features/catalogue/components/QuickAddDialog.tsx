import { BarcodeOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogActions, EnterKey } from '../../../core/Dialog';
import { NumberEntry } from '../../../core/NumberEntry';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { quickAdd } from '../api/catalogue';
import styles from './Catalogue.module.css';

interface QuickAddDialogProps {
  readonly barcode: string;
  onClose(this: void): void;
}

/** An unknown barcode: sell it all the same, with a name and a price of the cashier's; the shop learns of it. */
export function QuickAddDialog({ barcode, onClose }: QuickAddDialogProps) {
  const { t } = useTranslation('catalogue');
  const money = useMoney();
  const { pending, act } = useAct();
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const priceMinor = money.parse(text) ?? 0;
  const valid = name.trim() !== '' && priceMinor > 0;
  const add = (): void => {
    void act(() => quickAdd({ barcode, name: name.trim(), priceMinor })).then((done) => {
      if (done !== null) {
        onClose();
      }
    });
  };
  return (
    <Dialog title={t('unknownTitle')} width={420} onClose={onClose}>
      <EnterKey enabled={valid && !pending} press={add} />
      <p>{t('unknownText')}</p>
      <p className={`${styles['code'] ?? ''} ${styles['alarm'] ?? ''}`}>
        <BarcodeOutlined aria-hidden="true" /> {barcode}
      </p>
      <Input
        autoFocus
        className={styles['field'] ?? ''}
        aria-label={t('name')}
        placeholder={t('name')}
        value={name}
        maxLength={60}
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
      <NumberEntry
        label={t('price')}
        text={text}
        prefix={money.symbol}
        decimals={money.exponent}
        longest={6}
        onChange={setText}
      />
      <DialogActions>
        <Button size="large" onClick={onClose}>
          {t('notThis')}
        </Button>
        <Button type="primary" size="large" loading={pending} disabled={!valid} onClick={add}>
          {t('quickAdd')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
