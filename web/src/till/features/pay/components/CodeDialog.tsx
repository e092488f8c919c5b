import { ScanOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogActions } from '../../../core/Dialog';
import styles from './Pay.module.css';

interface CodeDialogProps {
  readonly amount: string;
  onCode(this: void, code: string): void;
  onClose(this: void): void;
}

const shortestCode = 16;

/** Waits for the reader; the digits under the customer's code can be typed where no reader reads them. */
export function CodeDialog({ amount, onCode, onClose }: CodeDialogProps) {
  const { t } = useTranslation('pay');
  const [text, setText] = useState('');
  const digits = text.replaceAll(/\D/g, '');
  const ready = digits.length >= shortestCode;
  const send = (): void => {
    if (ready) {
      onCode(digits);
    }
  };
  return (
    <Dialog title={t('codes.scanCustomers')} onClose={onClose}>
      <div className={styles['scanWait']}>
        <ScanOutlined aria-hidden="true" />
        <p>{t('codes.scanNow', { amount })}</p>
      </div>
      <label className={styles['codeField']}>
        {t('codes.typeCode')}
        <Input
          size="large"
          inputMode="numeric"
          autoComplete="off"
          maxLength={30}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={send}
        />
      </label>
      <DialogActions>
        <Button size="large" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button size="large" type="primary" disabled={!ready} onClick={send}>
          {t('codes.take', { amount })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
