import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import board from '../../../core/Board.module.css';
import styles from './Scanner.module.css';

/** A code to copy and paste into the till's search field; a page cannot type into another one. */
export function ScannerCard() {
  const { t } = useTranslation('scanner');
  const { message } = App.useApp();
  const [code, setCode] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      void message.success(t('copied'));
    } catch {
      void message.error(t('notCopied'));
    }
  };
  return (
    <section className={board['card']}>
      <h2>{t('title')}</h2>
      <div className={styles['row']}>
        <Input
          aria-label={t('code')}
          placeholder={t('code')}
          value={code}
          inputMode="numeric"
          onChange={(event) => {
            setCode(event.target.value.trim());
          }}
        />
        <Button icon={<CopyOutlined aria-hidden="true" />} disabled={code === ''} onClick={() => void copy()}>
          {t('copy')}
        </Button>
      </div>
      <p className={styles['muted']}>{t('text')}</p>
    </section>
  );
}
