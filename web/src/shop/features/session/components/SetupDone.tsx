import { CheckCircleFilled, CopyOutlined } from '@ant-design/icons';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '@shared/desk/Gate.module.css';

interface SetupDoneProps {
  readonly number: string;
  readonly password: string;
  onEnter(this: void): void;
}

/** The shop is open: what to write down, and where to go first. */
export function SetupDone({ number, password, onEnter }: SetupDoneProps) {
  const { t } = useTranslation('session');
  const { message } = App.useApp();
  const [noted, setNoted] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(`${t('number')} ${number}\n${t('password')} ${password}`);
      void message.success(t('copied'));
    } catch {
      void message.info(t('copyByHand'));
    }
  };
  return (
    <>
      <h1 className={styles['title']}>
        <CheckCircleFilled className={styles['tick'] ?? ''} aria-hidden="true" /> {t('doneTitle')}
      </h1>
      <p className={styles['lead']}>{t('doneLead')}</p>
      <dl className={styles['card']}>
        <dt>{t('number')}</dt>
        <dd>{number}</dd>
        <dt>{t('password')}</dt>
        <dd>{password}</dd>
      </dl>
      <Button type="text" icon={<CopyOutlined aria-hidden="true" />} onClick={() => void copy()}>
        {t('copy')}
      </Button>
      <p>
        <Checkbox
          checked={noted}
          onChange={(event) => {
            setNoted(event.target.checked);
          }}
        >
          {t('noted')}
        </Checkbox>
      </p>
      <div className={styles['next']}>
        <Button size="large" type="primary" disabled={!noted} href="/till/#devices">
          {t('toDevices')}
        </Button>
        <Button size="large" disabled={!noted} onClick={onEnter}>
          {t('toOffice')}
        </Button>
        <Button size="large" disabled={!noted} href="/till/">
          {t('toTill')}
        </Button>
      </div>
      <p className={styles['hint']}>{t('nextSteps')}</p>
    </>
  );
}
