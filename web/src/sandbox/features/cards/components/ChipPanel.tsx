import { useProblemText } from '@shared/i18n/useProblemText';
import { App, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardOnDesk, ChipDeskState, PutOrder } from '../../../api/types';
import board from '../../../core/Board.module.css';
import { useFollowed } from '../../../core/useFollowed';
import { lookAtChips, putChip, renewChip, takeChip } from '../api/chips';
import { grouped } from '../chipKinds';
import styles from './Chip.module.css';
import { ChipPlace } from './ChipPlace';

const everyMs = 1_000;
const usual = 'dual';
const ways = ['right', 'wrong', 'tear', 'tearBehind'] as const;
type Way = (typeof ways)[number];

interface ChipPanelProps {
  readonly desk: CardOnDesk;
}

/** The chosen card's chip: what kind it is, and a slot and a field to put it to. */
export function ChipPanel({ desk: { card } }: ChipPanelProps) {
  const { t } = useTranslation('cards');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const { data, put } = useFollowed('chips', everyMs, lookAtChips);
  const [name, setName] = useState(usual);
  const [way, setWay] = useState<Way>('right');
  const [tearAt, setTearAt] = useState(1);
  const [busy, setBusy] = useState(false);
  if (data === null) return null;
  const hasChip = card.cryptogramVersion > 0;
  const kind = data.kinds.find((each) => each.name === name);
  const then = (request: Promise<ChipDeskState>, text?: string): void => {
    setBusy(true);
    request
      .then(
        (next) => {
          put(next);
          if (text !== undefined) void message.success(text);
        },
        (problem: unknown) => void message.error(problemText(problem)),
      )
      .finally(() => setBusy(false));
  };
  const isTearing = way === 'tear' || way === 'tearBehind';
  const order = (side: PutOrder['side']): PutOrder => ({
    side,
    file: name,
    pan: card.pan,
    wrongWay: way === 'wrong',
    tearBehind: way === 'tearBehind',
    ...(isTearing ? { tearAt } : {}),
  });
  return (
    <section className={board['card']} aria-labelledby="chip-title">
      <h2 id="chip-title">{t('chips.title')}</h2>
      <p className={board['muted']}>{t(hasChip ? 'chips.text' : 'chips.noChip')}</p>
      <div className={styles['choice']}>
        <Select
          aria-label={t('chips.kind')}
          className={styles['kind']}
          listHeight={400}
          showSearch={{ optionFilterProp: 'label' }}
          disabled={!hasChip}
          value={name}
          options={grouped(data.kinds).map(({ group, kinds }) => ({
            label: t(`chips.groups.${group}`),
            options: kinds.map((each) => ({
              value: each.name,
              label: t(`chips.kinds.${each.name}`, { defaultValue: each.name }),
            })),
          }))}
          onChange={setName}
        />
        <Select<Way>
          aria-label={t('chips.how')}
          className={styles['way']}
          disabled={!hasChip}
          value={way}
          options={ways.map((value) => ({ value, label: t(`chips.ways.${value}`) }))}
          onChange={setWay}
        />
        {isTearing && (
          <InputNumber
            aria-label={t('chips.tearAt')}
            min={1}
            max={100}
            value={tearAt}
            onChange={(value) => setTearAt(value ?? 1)}
          />
        )}
      </div>
      <div className={styles['places']}>
        {data.slots.map((slot) => (
          <ChipPlace
            key={slot.side}
            slot={slot}
            ready={hasChip}
            fits={kind === undefined || kind.sides === 'Dual' || kind.sides === slot.side}
            busy={busy}
            onPut={() => then(putChip(order(slot.side)))}
            onTake={() => then(takeChip({ side: slot.side }))}
            onRenew={() =>
              then(
                renewChip({ file: slot.file ?? usual, ...(slot.pan == null ? {} : { pan: slot.pan }) }),
                t('chips.renewed'),
              )
            }
          />
        ))}
      </div>
    </section>
  );
}
