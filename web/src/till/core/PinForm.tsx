import { Refusal } from '@shared/api/refusal';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Button } from 'antd';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonTile } from '../api/types';
import { Keypad } from './Keypad';
import { typeKey } from './keypadEntry';
import { People } from './People';
import { PinField } from './PinField';
import styles from './PinForm.module.css';

type FieldName = 'number' | 'pin';

interface PinFormProps {
  /** False: only the PIN is asked, of a person who is already known. */
  readonly withNumber: boolean;
  /** Who may be chosen instead of typing the number. */
  readonly people?: readonly PersonTile[];
  readonly submitLabel: string;
  readonly pending: boolean;
  readonly problem: unknown;
  onSubmit(this: void, number: string, pin: string): void;
}

const longest = { number: 12, pin: 12 } as const;

/** Counts down what a refusal tells to wait; the PIN asked for too soon would only lengthen it. */
function useWaitSeconds(problem: unknown): number {
  const told = problem instanceof Refusal ? Number(problem.parameters['waitSeconds'] ?? 0) : 0;
  const [left, setLeft] = useState({ problem, seconds: told });
  if (left.problem !== problem) {
    setLeft({ problem, seconds: told });
  }
  const waiting = left.seconds > 0;
  useEffect(() => {
    if (!waiting) {
      return undefined;
    }
    const timer = window.setInterval(() => {
      setLeft((before) => ({ ...before, seconds: before.seconds - 1 }));
    }, 1_000);
    return () => {
      window.clearInterval(timer);
    };
  }, [waiting, problem]);
  return left.seconds;
}

/** Employee number and PIN, by keypad or keyboard: log-in, lock screen, second person. */
export function PinForm({ withNumber, people = [], submitLabel, pending, problem, onSubmit }: PinFormProps) {
  const { t } = useTranslation('core');
  const problemText = useProblemText();
  const waitSeconds = useWaitSeconds(problem);
  const [values, setValues] = useState<Readonly<Record<FieldName, string>>>({ number: '', pin: '' });
  const [active, setActive] = useState<FieldName>(withNumber ? 'number' : 'pin');
  const numberInput = useRef<HTMLInputElement>(null);
  const pinInput = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      (withNumber ? numberInput : pinInput).current?.focus();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [withNumber]);
  useEffect(() => {
    if (problem !== null) {
      pinInput.current?.focus();
    }
  }, [problem]);

  const set = (name: FieldName, text: string): void => {
    setValues((before) => ({ ...before, [name]: text.replace(/\D/g, '').slice(0, longest[name]) }));
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (withNumber && values.number === '') {
      numberInput.current?.focus();
    } else if (values.pin === '') {
      pinInput.current?.focus();
    } else if (!pending && waitSeconds <= 0) {
      onSubmit(values.number, values.pin);
      set('pin', '');
    }
  };
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      {people.length > 0 && (
        <People
          people={people}
          chosen={values.number}
          onChoose={(number) => {
            set('number', number);
            setActive('pin');
            pinInput.current?.focus();
          }}
        />
      )}
      {withNumber && (
        <PinField
          ref={numberInput}
          label={t('pin.number')}
          secret={false}
          value={values.number}
          onFocus={() => {
            setActive('number');
          }}
          onChange={(text) => {
            set('number', text);
          }}
        />
      )}
      <PinField
        ref={pinInput}
        label={t('pin.pin')}
        secret
        value={values.pin}
        onFocus={() => {
          setActive('pin');
        }}
        onChange={(text) => {
          set('pin', text);
        }}
      />
      <p className={styles['problem']} role="alert">
        {problem === null
          ? ''
          : waitSeconds > 0
            ? t('pin.wait', { seconds: waitSeconds })
            : problemText(
                problem instanceof Refusal && problem.code === 'login.wrong'
                  ? new Refusal('login.again', {}, 401)
                  : problem,
              )}
      </p>
      <Keypad
        extra="Delete"
        keyboard={false}
        phone
        press={(key) => {
          setValues((before) => ({
            ...before,
            [active]:
              key.length > 1 ? typeKey(before[active], key, 0) : (before[active] + key).slice(0, longest[active]),
          }));
          (active === 'number' ? numberInput : pinInput).current?.focus();
        }}
      />
      <Button type="primary" size="large" block htmlType="submit" loading={pending} disabled={waitSeconds > 0}>
        {submitLabel}
      </Button>
    </form>
  );
}
