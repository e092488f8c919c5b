import type { StreamState } from '@shared/api/useEventStream';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperRoll, PrinterMood, PrinterSwitch } from '../../../api/types';
import board from '../../../core/Board.module.css';
import styles from './Paper.module.css';

interface PrinterCardProps {
  readonly roll: PaperRoll | null;
  readonly connection: StreamState;
  onSwitch(this: void, request: PrinterSwitch): Promise<void>;
}

const moods: readonly PrinterMood[] = [
  'Good',
  'PaperLow',
  'PaperOut',
  'CoverOpen',
  'KnifeStuck',
  'Slow',
  'Stalled',
  'DiesMidway',
  'Garbage',
  'Mute',
];

/** Switches the printer off and on and lets it misbehave, to see what a till does then. */
export function PrinterCard({ roll, connection, onSwitch }: PrinterCardProps) {
  const { t } = useTranslation('paper');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [pending, setPending] = useState(false);
  const online = roll?.online ?? false;
  const mood = roll?.mood ?? 'Good';
  const change = (request: PrinterSwitch): void => {
    setPending(true);
    onSwitch(request)
      .catch((problem: unknown) => {
        void message.error(problemText(problem));
      })
      .finally(() => {
        setPending(false);
      });
  };
  return (
    <section className={board['card']}>
      <div className={styles['row']}>
        <h2>{t('printer')}</h2>
        <Switch
          aria-label={t('printer')}
          checked={online}
          loading={pending}
          disabled={connection !== 'open'}
          checkedChildren={t('on')}
          unCheckedChildren={t('off')}
          onChange={(next) => {
            change({ online: next });
          }}
        />
      </div>
      <Select<PrinterMood>
        aria-label={t('mood')}
        style={{ width: '100%' }}
        value={mood}
        disabled={connection !== 'open' || pending}
        options={moods.map((each) => ({ value: each, label: t(`moods.${each}`) }))}
        onChange={(next) => {
          change({ online, mood: next });
        }}
      />
      <p className={styles['muted']} role="status">
        {connection === 'lost'
          ? t('lost')
          : online
            ? mood === 'Good'
              ? t('ready', { cells: roll?.widthCells ?? 0 })
              : t('misbehaves')
            : t('switchedOff')}
      </p>
    </section>
  );
}
