import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivateRequest, SetUpView } from '../../../api/types';
import { Button } from '../../../core/Button';
import { useAddresses } from './addresses';
import { Field } from './Field';
import styles from './SetUp.module.css';

interface ActivateFormProps {
  readonly view: SetUpView;
  readonly busy: boolean;
  onActivate(this: void, request: ActivateRequest): void;
}

/** The host's addresses, the terminal's number, the code that the host's operator made. */
export function ActivateForm({ view, busy, onActivate }: ActivateFormProps) {
  const { t } = useTranslation('setup');
  const addresses = useAddresses(view);
  const [terminal, setTerminal] = useState(view.terminal ?? '');
  const [code, setCode] = useState('');
  const [authority, setAuthority] = useState('');
  const [tried, setTried] = useState(false);
  const problems = {
    ...addresses.problems,
    terminal: /^[A-Za-z0-9]{8}$/.test(terminal.trim()) ? null : t('problems.terminal'),
    code: code.trim() === '' ? t('problems.code') : null,
    authority: authority.trim() === '' || authority.includes('BEGIN CERTIFICATE') ? null : t('problems.authority'),
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (busy || Object.values(problems).some((problem) => problem !== null)) return;
    onActivate({
      ...addresses.said,
      terminal: terminal.trim(),
      code: code.trim(),
      authority: authority.trim() === '' ? null : authority.trim(),
    });
  };
  const shown = (problem: string | null): string | null => (tried ? problem : null);
  return (
    <form className={styles['form']} onSubmit={submit} noValidate autoComplete="off">
      {addresses.fields(tried)}
      <Field label={t('terminal')} hint={t('terminalHint')} problem={shown(problems.terminal)}>
        {(props) => (
          <input {...props} value={terminal} maxLength={8} onChange={(event) => setTerminal(event.target.value)} />
        )}
      </Field>
      <Field label={t('code')} hint={t('codeHint')} problem={shown(problems.code)}>
        {(props) => (
          <input
            {...props}
            value={code}
            autoCapitalize="characters"
            onChange={(event) => setCode(event.target.value.toUpperCase())}
          />
        )}
      </Field>
      <details className={styles['more']}>
        <summary>{t('more')}</summary>
        <Field label={t('authority')} hint={t('authorityHint')} problem={shown(problems.authority)} wide>
          {(props) => (
            <textarea {...props} rows={3} value={authority} onChange={(event) => setAuthority(event.target.value)} />
          )}
        </Field>
      </details>
      <Button type="submit" look="main" busy={busy} className={styles['go']}>
        {t('activate')}
      </Button>
    </form>
  );
}
