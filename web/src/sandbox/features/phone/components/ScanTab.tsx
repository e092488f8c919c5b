import { ScanOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCode } from '../../../api/types';
import { money } from '../walletText';
import board from '../../../core/Board.module.css';
import styles from './Phone.module.css';

interface ScanTabProps {
  readonly open: readonly OpenCode[];
  readonly busy: boolean;
  onScan(this: void, text: string): void;
}

/** The phone's camera, as far as a page has one: codes that shops show now, and whatever else a code may say. */
export function ScanTab({ open, busy, onScan }: ScanTabProps) {
  const { t } = useTranslation('phone');
  const [text, setText] = useState('');
  return (
    <div className={styles['scroll']}>
      <h3>{t('openCodes')}</h3>
      {open.length === 0 ? (
        <p className={board['muted']}>{t('noOpenCodes')}</p>
      ) : (
        <ul className={styles['rows']}>
          {open.map((code) => (
            <li key={code.text}>
              <button type="button" className={styles['row']} disabled={busy} onClick={() => onScan(code.text)}>
                <span>
                  <b>{code.merchant}</b>
                  <small>
                    {t(`wallets.${code.wallet}`)} · {code.description}
                  </small>
                </span>
                <b className={styles['sum']}>{money(code.amountMinor)}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
      <h3>{t('otherCode')}</h3>
      <Input.TextArea
        aria-label={t('codeText')}
        placeholder={t('codeText')}
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        type="primary"
        size="large"
        block
        icon={<ScanOutlined aria-hidden="true" />}
        disabled={text.trim() === '' || busy}
        className={styles['below']}
        onClick={() => onScan(text)}
      >
        {t('scan')}
      </Button>
    </div>
  );
}
