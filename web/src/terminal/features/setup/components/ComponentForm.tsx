import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComponentRequest } from '../../../api/types';
import { Button } from '../../../core/Button';
import { cx } from '../../../core/cx';
import { Field } from './Field';
import styles from './SetUp.module.css';

interface ComponentFormProps {
  /** The components are those of the key that protects key blocks. */
  readonly forBlocks: boolean;
  readonly second: boolean;
  readonly waitingCustodian: string | null;
  readonly waitingCheckValue: string | null;
  readonly busy: boolean;
  onComponent(this: void, request: ComponentRequest): void;
  onSwitch(this: void): void;
}

const componentDigits = 32;
const hexOf = (text: string): string => text.toUpperCase().replaceAll(/[^0-9A-F]/g, '');
const inGroups = (hex: string): string => hex.replace(/(.{4})(?=.)/g, '$1 ');

/** One custodian's component: of the master key, or of the key under which it comes as a block. */
export function ComponentForm({
  forBlocks,
  second,
  waitingCustodian,
  waitingCheckValue,
  busy,
  onComponent,
  onSwitch,
}: ComponentFormProps) {
  const { t } = useTranslation('setup');
  const [custodian, setCustodian] = useState('');
  const [component, setComponent] = useState('');
  const [checkValue, setCheckValue] = useState('');
  const [shows, setShows] = useState(false);
  const [tried, setTried] = useState(false);
  const sameOne =
    second && custodian.trim().toLocaleLowerCase() === (waitingCustodian ?? '').trim().toLocaleLowerCase();
  const problems = {
    custodian: custodian.trim() === '' ? t('problems.custodian') : sameOne ? t('problems.sameCustodian') : null,
    component: component.length === componentDigits ? null : t('problems.component', { count: component.length }),
    checkValue: checkValue === '' || checkValue.length === 6 ? null : t('problems.checkValue'),
  };
  const shown = (problem: string | null): string | null => (tried ? problem : null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    if (Object.values(problems).some((problem) => problem !== null)) return;
    onComponent({
      custodian: custodian.trim(),
      component,
      checkValue: checkValue === '' ? null : checkValue,
      forBlocks,
    });
    setComponent('');
    setTried(false);
  };
  return (
    <form className={styles['form']} onSubmit={submit} noValidate autoComplete="off">
      <div className={styles['wide']}>
        <h2 className={styles['who2']}>{t(`${forBlocks ? 'blocks' : 'master'}.${second ? 'second' : 'first'}`)}</h2>
        <p className={styles['lead']}>
          {second ? t('second.text', { custodian: waitingCustodian ?? '' }) : t('first.text')}
        </p>
        {second && waitingCheckValue !== null && (
          <dl className={styles['check']}>
            <dt>{t('componentCheckValue', { custodian: waitingCustodian ?? '' })}</dt>
            <dd>{waitingCheckValue}</dd>
          </dl>
        )}
      </div>
      <Field label={t('custodian')} hint={t('custodianHint')} problem={shown(problems.custodian)} wide={!second}>
        {(props) => (
          <input {...props} value={custodian} autoFocus onChange={(event) => setCustodian(event.target.value)} />
        )}
      </Field>
      {second && (
        <Field label={t('sheetCheckValue')} hint={t('sheetCheckValueHint')} problem={shown(problems.checkValue)}>
          {(props) => (
            <input
              {...props}
              className={cx(props.className, styles['mono'])}
              value={checkValue}
              onChange={(event) => setCheckValue(hexOf(event.target.value).slice(0, 6))}
            />
          )}
        </Field>
      )}
      <Field
        label={t('component')}
        hint={t('componentHint', { count: component.length })}
        problem={shown(problems.component)}
        wide
      >
        {(props) => (
          <div className={styles['secret']}>
            <input
              {...props}
              className={cx(props.className, styles['mono'], !shows && styles['veiled'])}
              value={inGroups(component)}
              onChange={(event) => setComponent(hexOf(event.target.value).slice(0, componentDigits))}
            />
            <Button aria-pressed={shows} onClick={() => setShows(!shows)}>
              {shows ? t('hide') : t('show')}
            </Button>
          </div>
        )}
      </Field>
      <div className={styles['ways']}>
        <Button look="quiet" onClick={onSwitch}>
          {forBlocks ? t('useComponents') : t('useBlock')}
        </Button>
        <Button type="submit" look="main" busy={busy}>
          {t('load')}
        </Button>
      </div>
    </form>
  );
}
