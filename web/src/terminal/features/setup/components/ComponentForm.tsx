import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComponentRequest } from '../../../api/types';
import { Button } from '../../../core/Button';
import { cx } from '../../../core/cx';
import { Field } from './Field';
import styles from './SetUp.module.css';

interface ComponentFormProps {
  readonly second: boolean;
  readonly waitingCustodian: string | null;
  readonly waitingCheckValue: string | null;
  readonly busy: boolean;
  onComponent(this: void, request: ComponentRequest): void;
  onBlock(this: void, block: string): void;
}

const componentDigits = 32;
const hexOf = (text: string): string => text.toUpperCase().replaceAll(/[^0-9A-F]/g, '');
const inGroups = (hex: string): string => hex.replace(/(.{4})(?=.)/g, '$1 ');

/** One custodian's component of the master key; or the whole key as a block. */
export function ComponentForm({
  second,
  waitingCustodian,
  waitingCheckValue,
  busy,
  onComponent,
  onBlock,
}: ComponentFormProps) {
  const { t } = useTranslation('setup');
  const [custodian, setCustodian] = useState('');
  const [component, setComponent] = useState('');
  const [checkValue, setCheckValue] = useState('');
  const [block, setBlock] = useState<string | null>(null);
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
    if (block !== null) {
      if (block.trim() !== '') onBlock(block.trim());
      return;
    }
    setTried(true);
    if (Object.values(problems).some((problem) => problem !== null)) return;
    onComponent({ custodian: custodian.trim(), component, checkValue: checkValue === '' ? null : checkValue });
    setComponent('');
    setTried(false);
  };
  return (
    <form className={styles['form']} onSubmit={submit} noValidate autoComplete="off">
      <div className={styles['wide']}>
        <h2 className={styles['who2']}>{second ? t('second.title') : t('first.title')}</h2>
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
      {block === null ? (
        <>
          <Field label={t('custodian')} hint={t('custodianHint')} problem={shown(problems.custodian)}>
            {(props) => (
              <input {...props} value={custodian} autoFocus onChange={(event) => setCustodian(event.target.value)} />
            )}
          </Field>
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
        </>
      ) : (
        <Field label={t('block')} hint={t('blockHint')} problem={null} wide>
          {(props) => (
            <textarea
              {...props}
              className={cx(props.className, styles['mono'])}
              rows={4}
              value={block}
              onChange={(event) => setBlock(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className={styles['ways']}>
        <Button look="quiet" onClick={() => setBlock(block === null ? '' : null)}>
          {block === null ? t('useBlock') : t('useComponents')}
        </Button>
        <Button type="submit" look="main" busy={busy}>
          {block === null ? t('load') : t('loadBlock')}
        </Button>
      </div>
    </form>
  );
}
