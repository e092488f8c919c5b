import { CopyOutlined, CreditCardOutlined } from '@ant-design/icons';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardOnDesk, ReaderState, StripeDamage } from '../../../api/types';
import { swipe } from '../api/cards';
import styles from './Cards.module.css';

interface SwipeProps {
  readonly desk: CardOnDesk;
  readonly reader: ReaderState | null;
  onSwiped(this: void): void;
}

const damages: readonly StripeDamage[] = ['None', 'NoTrack1', 'NoTrack2', 'BadCheckDigit', 'Reversed'];

/** Pulls the card through the reader, whole or damaged. */
export function Swipe({ desk: { card }, reader, onSwiped }: SwipeProps) {
  const { t } = useTranslation('cards');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [damage, setDamage] = useState<StripeDamage>('None');
  const [busy, setBusy] = useState(false);
  const connected = (reader?.terminals ?? 0) > 0;
  const pull = (): void => {
    setBusy(true);
    swipe({ pan: card.pan, damage })
      .then(
        () => {
          void message.success(t('swiped'));
          onSwiped();
        },
        (problem: unknown) => void message.error(problemText(problem)),
      )
      .finally(() => setBusy(false));
  };
  const copy = (): void => {
    navigator.clipboard.writeText(card.pan).then(
      () => void message.success(t('copied')),
      () => void message.error(t('notCopied')),
    );
  };
  return (
    <div className={styles['swipe']}>
      <p className={connected ? styles['there'] : styles['away']} role="status">
        <span aria-hidden="true" />
        {connected ? t('readerThere', { count: reader?.terminals ?? 0 }) : t('readerAway', { port: reader?.port ?? 0 })}
      </p>
      <Button
        type="primary"
        size="large"
        icon={<CreditCardOutlined aria-hidden="true" />}
        loading={busy}
        disabled={!connected}
        onClick={pull}
      >
        {t('swipe')}
      </Button>
      <Select<StripeDamage>
        aria-label={t('stripe')}
        value={damage}
        options={damages.map((value) => ({ value, label: t(`damages.${value}`) }))}
        onChange={setDamage}
      />
      <Button icon={<CopyOutlined aria-hidden="true" />} onClick={copy}>
        {t('copy')}
      </Button>
    </div>
  );
}
