import { useProblemText } from '@shared/i18n/useProblemText';
import { parseDecimal } from '@shared/money/money';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardChange, CardOnDesk } from '../../../api/types';
import { changeCard } from '../api/cards';
import { money } from '../cardText';
import board from '../../../core/Board.module.css';
import styles from './Cards.module.css';

interface StandingProps {
  readonly desk: CardOnDesk;
  onChanged(this: void, desk: CardOnDesk): void;
}

const conditions = ['Good', 'Lost', 'Stolen', 'Blocked', 'PinBlocked'] as const;
const scripts = ['None', 'UnblockPin', 'BlockApplication'] as const;

/** How the card stands with its issuer, and switches for it. */
export function Standing({ desk: { card, standing }, onChanged }: StandingProps) {
  const { t } = useTranslation('cards');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const [available, setAvailable] = useState('');
  const [limit, setLimit] = useState('');
  const change = (wanted: CardChange, then?: () => void): void => {
    setBusy(true);
    changeCard(card.pan, wanted)
      .then(
        (next) => {
          onChanged(next);
          then?.();
        },
        (problem: unknown) => void message.error(problemText(problem)),
      )
      .finally(() => setBusy(false));
  };
  const amount = (label: string, text: string, set: (text: string) => void, apply: (minor: number) => CardChange) => {
    const minor = parseDecimal(text, 2);
    return (
      <div className={styles['amount']}>
        <Input
          aria-label={label}
          placeholder={label}
          prefix="¥"
          inputMode="decimal"
          value={text}
          status={text !== '' && minor === null ? 'error' : ''}
          onChange={(event) => set(event.target.value)}
        />
        <Button disabled={minor === null || busy} onClick={() => minor !== null && change(apply(minor), () => set(''))}>
          {t('set')}
        </Button>
      </div>
    );
  };
  return (
    <section className={board['card']} aria-labelledby="standing-title">
      <h2 id="standing-title">{t('standing')}</h2>
      <dl className={styles['facts']}>
        <dt>{t('available')}</dt>
        <dd>{money(standing.availableMinor)}</dd>
        <dt>{t('held')}</dt>
        <dd>{money(standing.heldMinor)}</dd>
        <dt>{t('limit')}</dt>
        <dd>{money(standing.limitMinor)}</dd>
        <dt>{t('wrongPins')}</dt>
        <dd>{standing.wrongPins}</dd>
      </dl>
      <div className={styles['controls']}>
        <Select
          aria-label={t('condition')}
          value={standing.condition}
          disabled={busy}
          options={conditions.map((value) => ({ value, label: t(`conditions.${value}`) }))}
          onChange={(condition) => change({ condition })}
        />
        <Select
          aria-label={t('script')}
          value={standing.script}
          disabled={busy}
          options={scripts.map((value) => ({ value, label: t(`scripts.${value}`) }))}
          onChange={(script) => change({ script })}
        />
        {amount(t('newAvailable'), available, setAvailable, (availableMinor) => ({ availableMinor }))}
        {amount(t('newLimit'), limit, setLimit, (limitMinor) => ({ limitMinor }))}
        <Button
          className={styles['full']}
          disabled={standing.wrongPins === 0 || busy}
          onClick={() => change({ wrongPins: 0 })}
        >
          {t('forgetPins')}
        </Button>
      </div>
    </section>
  );
}
