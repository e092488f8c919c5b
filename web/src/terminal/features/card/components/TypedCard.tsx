import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TypedCardRequest } from '../../../api/types';
import { Button } from '../../../core/Button';
import { cx } from '../../../core/cx';
import { Keypad } from '../../../core/Keypad';
import { expiryProblem, grouped, groupedExpiry, mostDigits, numberProblem, schemeOf } from '../cardNumber';
import styles from './Card.module.css';
import { TypedField } from './TypedField';

type FieldName = 'number' | 'expiry' | 'cvv2';

interface TypedCardProps {
  readonly busy: boolean;
  readonly said: string | null;
  onTyped(this: void, card: TypedCardRequest): void;
}

const order: readonly FieldName[] = ['number', 'expiry', 'cvv2'];
const none: Readonly<Record<FieldName, string>> = { number: '', expiry: '', cvv2: '' };

/** The number as it stands on the card's face, its expiry, the digits of its back. */
export function TypedCard({ busy, said, onTyped }: TypedCardProps) {
  const { t } = useTranslation('card');
  const [texts, setTexts] = useState(none);
  const [active, setActive] = useState<FieldName>('number');
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const inputs = useRef(new Map<FieldName, HTMLInputElement>());
  useEffect(() => inputs.current.get('number')?.focus(), []);

  const most = (field: FieldName): number =>
    field === 'number' ? mostDigits(texts.number) : field === 'expiry' ? 4 : 3;
  const problems: Readonly<Record<FieldName, string | null>> = {
    number: numberProblem(texts.number),
    expiry: expiryProblem(texts.expiry, new Date()),
    cvv2: texts.cvv2 === '' || texts.cvv2.length === most('cvv2') ? null : 'cvv2Short',
  };
  const shown = (field: FieldName): string | null => {
    const problem = problems[field];
    // Nobody is scolded for what they are still typing.
    return problem !== null && left.has(field) ? t(`problems.${problem}`) : null;
  };
  const focus = (field: FieldName): void => inputs.current.get(field)?.focus();

  const change = (field: FieldName, text: string): void => {
    const digits = text
      .replaceAll(/\D/g, '')
      .slice(0, field === 'number' ? mostDigits(text.replaceAll(/\D/g, '')) : most(field));
    const before = texts[field];
    setTexts({ ...texts, [field]: digits });
    if (digits.length > before.length && digits.length === most(field) && field !== 'cvv2') {
      const problem = field === 'number' ? numberProblem(digits) : expiryProblem(digits, new Date());
      if (problem === null) focus(field === 'number' ? 'expiry' : 'cvv2');
      else setLeft(new Set([...left, field]));
    }
  };

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const wrong = order.find((field) => problems[field] !== null);
    if (wrong !== undefined) {
      // Enter behind a field that is done leads to the next one.
      if (wrong === active || texts[wrong] !== '') setLeft(new Set(order));
      focus(wrong);
    } else if (!busy) {
      onTyped({ number: texts.number, expiry: texts.expiry, cvv2: texts.cvv2 === '' ? null : texts.cvv2 });
    }
  };

  const field = (name: FieldName, shownText: string, hint: string) => (
    <TypedField
      name={name}
      label={t(`fields.${name}`)}
      text={shownText}
      hint={hint}
      problem={shown(name)}
      keep={(input) => {
        if (input === null) inputs.current.delete(name);
        else inputs.current.set(name, input);
      }}
      onChange={(text) => change(name, text)}
      onFocus={() => setActive(name)}
      onBlur={() => texts[name] !== '' && setLeft(new Set([...left, name]))}
    />
  );
  const scheme = schemeOf(texts.number);
  return (
    <form className={styles['typed']} onSubmit={submit} noValidate autoComplete="off">
      <div className={styles['fields']}>
        {said !== null && (
          <p className={cx(styles['said'], styles['wide'])} role="alert">
            {said}
          </p>
        )}
        <div className={cx(styles['wide'], styles['number'])}>
          {field('number', grouped(texts.number), t('numberHint'))}
          {scheme !== 'other' && <span className={cx(styles['scheme'], styles[scheme])}>{t(`schemes.${scheme}`)}</span>}
        </div>
        {field('expiry', groupedExpiry(texts.expiry), t('expiryHint'))}
        {field('cvv2', texts.cvv2, t('cvv2Hint'))}
        <Button type="submit" look="main" busy={busy} className={styles['wide']}>
          {t('go')}
        </Button>
      </div>
      <Keypad
        label={t('keypad')}
        clearLabel={t('common:clear')}
        backLabel={t('common:backspace')}
        onDigit={(digit) => change(active, texts[active] + digit)}
        onClear={() => setTexts({ ...texts, [active]: '' })}
        onBack={() => change(active, texts[active].slice(0, -1))}
      />
    </form>
  );
}
