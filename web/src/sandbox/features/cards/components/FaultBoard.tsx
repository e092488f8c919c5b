import { useProblemText } from '@shared/i18n/useProblemText';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimesSelect } from '../../../core/TimesSelect';
import board from '../../../core/Board.module.css';
import styles from './Cards.module.css';

/** A rule as both the line's and the issuer's are. */
export interface Rule<TFault extends string> {
  readonly fault: TFault;
  readonly terminal?: string;
  readonly type?: string;
  readonly times?: number;
  readonly delayMs: number;
}

interface FaultBoardProps<TFault extends string> {
  readonly name: 'line' | 'issuer';
  readonly faults: readonly TFault[];
  /** The one whose delay is asked for. */
  readonly slow: TFault;
  readonly types: readonly string[];
  readonly rules: readonly Rule<TFault>[];
  /** Terminals that a rule may be for; null where it is for all. */
  readonly terminals: readonly string[] | null;
  onAdd(this: void, rule: Rule<TFault>): Promise<void>;
  onClear(this: void): Promise<void>;
}

const all = '';
const delays = [3, 10, 30, 70] as const;

/** Switches for what goes wrong, and what is switched on. */
export function FaultBoard<TFault extends string>(props: FaultBoardProps<TFault>) {
  const { name, faults, slow, types, rules, terminals, onAdd, onClear } = props;
  const { t } = useTranslation('cards');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [terminal, setTerminal] = useState(all);
  const [type, setType] = useState(all);
  const [times, setTimes] = useState<number>(1);
  const [delay, setDelay] = useState<number>(10);
  const [busy, setBusy] = useState(false);
  const run = (request: Promise<void>): void => {
    setBusy(true);
    request.catch((problem: unknown) => void message.error(problemText(problem))).finally(() => setBusy(false));
  };
  const add = (fault: TFault): void =>
    run(
      onAdd({
        fault,
        delayMs: fault === slow ? delay * 1_000 : 0,
        ...(terminal !== all && { terminal }),
        ...(type !== all && { type }),
        ...(times > 0 && { times }),
      }),
    );
  return (
    <section className={board['card']} aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>{t(`${name}.title`)}</h2>
      <p className={board['muted']}>{t(`${name}.text`)}</p>
      <div className={styles['chooser']}>
        <TimesSelect
          label={t('times')}
          value={times}
          labelOf={(count) => (count === 0 ? t('forever') : t('timesOf', { count }))}
          onChange={setTimes}
        />
        <Select
          aria-label={t('type')}
          value={type}
          options={[all, ...types].map((value) => ({
            value,
            label: value === all ? t('allTypes') : t(`types.${value}`),
          }))}
          onChange={setType}
        />
        {terminals !== null && (
          <Select
            aria-label={t('terminal')}
            value={terminal}
            options={[all, ...terminals].map((value) => ({
              value,
              label: value === all ? t('allTerminals') : t('terminalOf', { terminal: value }),
            }))}
            onChange={setTerminal}
          />
        )}
        <Select
          aria-label={t('delay')}
          value={delay}
          options={delays.map((value) => ({ value, label: t('delayOf', { seconds: value }) }))}
          onChange={setDelay}
        />
      </div>
      <div className={styles['faults']}>
        {faults.map((fault) => (
          <Button key={fault} disabled={busy} onClick={() => add(fault)}>
            {t(`${name}.faults.${fault}`, { seconds: delay })}
          </Button>
        ))}
      </div>
      {rules.length > 0 && (
        <div className={styles['on']}>
          <ul>
            {rules.map((rule, place) => (
              <li key={place}>
                <b>{t(`${name}.faults.${rule.fault}`, { seconds: rule.delayMs / 1_000 })}</b>
                {' · '}
                {rule.times === undefined ? t('forever') : t('timesLeft', { count: rule.times })}
                {rule.type !== undefined && ` · ${t(`types.${rule.type}`, { defaultValue: rule.type })}`}
                {rule.terminal !== undefined && ` · ${rule.terminal}`}
              </li>
            ))}
          </ul>
          <Button danger disabled={busy} onClick={() => run(onClear())}>
            {t('clearAll')}
          </Button>
        </div>
      )}
    </section>
  );
}
