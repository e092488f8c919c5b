import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivateRequest, SetUpView } from '../../../api/types';
import { Button } from '../../../core/Button';
import { Field } from './Field';
import styles from './SetUp.module.css';

interface ActivateFormProps {
  readonly view: SetUpView;
  readonly busy: boolean;
  onActivate(this: void, request: ActivateRequest): void;
}

const address = /^[A-Za-z0-9.\-[\]:]+:\d{1,5}$/;
const officeAddress = /^(?:https:\/\/[^\s/]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)(?:\/.*)?$/;
const officeOf = (text: string): string => (text.includes('://') ? text.trim() : `https://${text.trim()}`);
const hostsOf = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((host) => host !== '');

/** The host's addresses, the terminal's number, the code that the host's operator made. */
export function ActivateForm({ view, busy, onActivate }: ActivateFormProps) {
  const { t } = useTranslation('setup');
  const [office, setOffice] = useState(view.office ?? '');
  const [hosts, setHosts] = useState((view.hosts ?? []).join(' '));
  const [terminal, setTerminal] = useState(view.terminal ?? '');
  const [code, setCode] = useState('');
  const [authority, setAuthority] = useState('');
  const [tried, setTried] = useState(false);
  const problems = {
    office: officeAddress.test(officeOf(office)) ? null : t('problems.office'),
    hosts: hostsOf(hosts).length > 0 && hostsOf(hosts).every((host) => address.test(host)) ? null : t('problems.hosts'),
    terminal: /^[A-Za-z0-9]{8}$/.test(terminal.trim()) ? null : t('problems.terminal'),
    code: code.trim() === '' ? t('problems.code') : null,
    authority: authority.trim() === '' || authority.includes('BEGIN CERTIFICATE') ? null : t('problems.authority'),
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (busy || Object.values(problems).some((problem) => problem !== null)) return;
    onActivate({
      office: officeOf(office),
      hosts: hostsOf(hosts),
      terminal: terminal.trim(),
      code: code.trim(),
      authority: authority.trim() === '' ? null : authority.trim(),
    });
  };
  const shown = (problem: string | null): string | null => (tried ? problem : null);
  return (
    <form className={styles['form']} onSubmit={submit} noValidate autoComplete="off">
      <Field label={t('office')} hint={t('officeHint')} problem={shown(problems.office)}>
        {(props) => <input {...props} value={office} autoFocus onChange={(event) => setOffice(event.target.value)} />}
      </Field>
      <Field label={t('hosts')} hint={t('hostsHint')} problem={shown(problems.hosts)}>
        {(props) => <input {...props} value={hosts} onChange={(event) => setHosts(event.target.value)} />}
      </Field>
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
