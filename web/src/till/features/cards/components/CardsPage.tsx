import { CreditCardOutlined, FileProtectOutlined, SettingOutlined, WalletOutlined } from '@ant-design/icons';
import { Button, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardsView } from '../../../api/types';
import { beginCard, chooseVoice } from '../../../core/cards/cards';
import { Page } from '../../../core/Page';
import { useUsable } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { choosePad, setUp } from '../api/cards';
import styles from './CardsPage.module.css';
import { HoldDialog } from './HoldDialog';
import { PaymentList } from './PaymentList';
import { Recent } from './Recent';
import { SettleDialog } from './SettleDialog';
import { SetUpFrame } from './SetUpFrame';
import { TerminalCard } from './TerminalCard';

/** The card terminal: how it stands, what can be done with it, and everything it did. */
export function CardsPage({ cards }: { readonly cards: CardsView }) {
  const { t } = useTranslation('cards');
  const usable = useUsable();
  const { pending, act } = useAct();
  const [dialog, setDialog] = useState<'hold' | 'settle' | null>(null);
  const [frame, setFrame] = useState<string | null>(null);
  const terminal = cards.terminal ?? null;
  const ready = usable && cards.reachable && terminal?.stage === 'Ready' && !pending;
  const close = (): void => setDialog(null);
  return (
    <Page title={t('page')}>
      <TerminalCard terminal={terminal} reachable={cards.reachable} />
      <div className={styles['actions']}>
        <Button
          size="large"
          icon={<CreditCardOutlined aria-hidden="true" />}
          disabled={!ready}
          onClick={() => setDialog('hold')}
        >
          {t('preAuthorise')}
        </Button>
        <Button
          size="large"
          icon={<WalletOutlined aria-hidden="true" />}
          disabled={!ready}
          onClick={() => void act((approval) => beginCard({ kind: 'Balance', amountMinor: null, of: null, approval }))}
        >
          {t('balance')}
        </Button>
        <Button
          size="large"
          icon={<FileProtectOutlined aria-hidden="true" />}
          disabled={!ready || terminal.settling}
          onClick={() => setDialog('settle')}
        >
          {terminal?.settling === true ? t('settling') : t('settle')}
        </Button>
        <Button
          size="large"
          icon={<SettingOutlined aria-hidden="true" />}
          disabled={!usable || !cards.reachable || pending}
          onClick={() =>
            void act((approval) => setUp({ approval })).then((answer) =>
              setFrame(answer === null ? null : answer.frame),
            )
          }
        >
          {t('setUp')}
        </Button>
      </div>
      <label className={styles['pad']}>
        <Switch
          checked={cards.padChosen}
          disabled={!usable || pending}
          onChange={(atCustomer) => void act((approval) => choosePad({ atCustomer, approval }))}
        />
        <span>
          <strong>{t('padAtCustomer')}</strong>
          <small>{cards.padChosen && !cards.padAtCustomer ? t('padMissing') : t('padText')}</small>
        </span>
      </label>
      <label className={styles['pad']}>
        <Switch
          checked={cards.voice}
          disabled={!usable || pending}
          onChange={(on) => void act(() => chooseVoice({ on }))}
        />
        <span>
          <strong>{t('voice')}</strong>
          <small>{t('voiceText')}</small>
        </span>
      </label>
      <Recent cards={cards} />
      <PaymentList version={`${String(cards.payments.length)}/${cards.ended.at(-1)?.id ?? ''}`} />
      {dialog === 'hold' && <HoldDialog onClose={close} />}
      {dialog === 'settle' && terminal !== null && <SettleDialog terminal={terminal} onClose={close} />}
      {frame !== null && <SetUpFrame src={frame} onClose={() => setFrame(null)} />}
    </Page>
  );
}
