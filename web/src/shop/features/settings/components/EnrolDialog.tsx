import { useNow } from '@shared/components/useNow';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentCode, TillView } from '../../../api/types';
import { useSave } from '../../../core/useSave';
import { makeCode } from '../api/settings';
import styles from './Settings.module.css';

function Countdown({ code }: { readonly code: EnrolmentCode }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const now = useNow(500);
  const left = Math.max(0, Math.ceil((code.expiresAtMs - now) / 1000));
  const clock = `${String(Math.floor(left / 60))}:${String(left % 60).padStart(2, '0')}`;
  const address = code.addresses[0] ?? '';
  const command = `guitai till --shop ${address} --code ${code.code}`;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(command);
      void message.success(t('copied'));
    } catch {
      void message.info(t('copyByHand'));
    }
  };
  return (
    <>
      <p
        className={`${styles['code'] ?? ''} ${left === 0 ? (styles['gone'] ?? '') : ''} figures`}
        aria-label={code.code}
      >
        {code.code}
      </p>
      <p className={styles['clock']} role="timer">
        {left === 0 ? t('codeExpired') : t('codeLeft', { clock })}
      </p>
      {left > 0 && (
        <>
          <p>{t('step1')}</p>
          <ul className={styles['addresses']}>
            {code.addresses.map((one) => (
              <li key={one} className="figures">
                {one.replace('https://', '')}
              </li>
            ))}
          </ul>
          <p className={styles['hint']}>{t('stepCommand')}</p>
          <pre className={styles['command']} tabIndex={0}>
            {command}
          </pre>
          <Button onClick={() => void copy()}>{t('copy')}</Button>
          <p className={styles['hint']}>{t('step2')}</p>
        </>
      )}
    </>
  );
}

/** Shows a till's one-time code, and how to use it. */
export function EnrolDialog({ till, onClose }: { readonly till: TillView; onClose(this: void): void }) {
  const { t } = useTranslation('settings');
  const { pending, save } = useSave();
  const [agreed, setAgreed] = useState(!till.enrolled);
  const [code, setCode] = useState<EnrolmentCode | null>(null);
  const make = (): void =>
    void save(async () => {
      setCode(await makeCode(till.id));
    });
  return (
    <Modal open title={t('enrolTitle', { name: till.name })} footer={null} onCancel={onClose}>
      <div className={styles['enrol']}>
        {code === null ? (
          <>
            <p>{t(agreed ? 'enrolText' : 'enrolAgainText')}</p>
            <Button
              type="primary"
              loading={pending}
              onClick={() => {
                setAgreed(true);
                make();
              }}
            >
              {t('makeCode')}
            </Button>
          </>
        ) : (
          <>
            <Countdown code={code} />
            <Button type="link" loading={pending} onClick={make}>
              {t('makeAnother')}
            </Button>
          </>
        )}
      </div>
    </Modal>
  );
}
