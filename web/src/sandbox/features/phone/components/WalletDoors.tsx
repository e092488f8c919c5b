import { useProblemText } from '@shared/i18n/useProblemText';
import { App, Button, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RotationStep, WalletsState } from '../../../api/types';
import { rotate, switchEarlyBills } from '../api/phone';
import board from '../../../core/Board.module.css';
import styles from './Phone.module.css';

const steps: readonly RotationStep[] = ['Announce', 'Switch', 'Retire'];

interface WalletDoorsProps {
  readonly state: WalletsState;
  onChanged(this: void, state: WalletsState): void;
}

/** Where the gateways are, what waits there, and the certificates that they sign with. */
export function WalletDoors({ state, onChanged }: WalletDoorsProps) {
  const { t } = useTranslation('phone');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const run = (request: Promise<WalletsState>): void => {
    setBusy(true);
    request
      .then(onChanged, (problem: unknown) => void message.error(problemText(problem)))
      .finally(() => setBusy(false));
  };
  const certificates = { WeChat: state.weChatCertificates, Alipay: state.alipayCertificates } as const;
  return (
    <section className={board['card']} aria-labelledby="doors-title">
      <h2 id="doors-title">{t('doors')}</h2>
      <p className={board['muted']}>
        {t('gatewayAt')} <code>{state.gateway}</code>
        <br />
        {t('pendingCallbacks', { count: state.pendingCallbacks })}
      </p>
      <label className={styles['switch']}>
        <Switch checked={state.earlyBills} disabled={busy} onChange={(on) => run(switchEarlyBills(on))} />
        {t('earlyBills')}
      </label>
      {(['WeChat', 'Alipay'] as const).map((wallet) => (
        <div key={wallet} className={styles['faultGroup']}>
          <h3>{t('certificatesOf', { wallet: t(`wallets.${wallet}`) })}</h3>
          <ul className={styles['serials']}>
            {certificates[wallet].map((certificate) => (
              <li key={certificate.serial}>
                <code>…{certificate.serial.slice(-12)}</code> {certificate.signs && <b>{t('signs')}</b>}
              </li>
            ))}
          </ul>
          <div className={styles['faults']}>
            {steps.map((step) => (
              <Button key={step} disabled={busy} onClick={() => run(rotate({ wallet, step }))}>
                {t(`steps.${step}`)}
              </Button>
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}
