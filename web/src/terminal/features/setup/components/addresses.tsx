import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetUpView } from '../../../api/types';
import { Field } from './Field';

const address = /^[A-Za-z0-9.\-[\]:]+:\d{1,5}$/;
const officeAddress = /^(?:https:\/\/[^\s/]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)(?:\/.*)?$/;
const officeOf = (text: string): string => (text.includes('://') ? text.trim() : `https://${text.trim()}`);
const hostsOf = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((host) => host !== '');

/** Where the host is, as it is typed: the fields, what is wrong with them, and what they say. */
export function useAddresses(view: SetUpView) {
  const { t } = useTranslation('setup');
  const [office, setOffice] = useState(view.office ?? '');
  const [hosts, setHosts] = useState((view.hosts ?? []).join(' '));
  const problems = {
    office: officeAddress.test(officeOf(office)) ? null : t('problems.office'),
    hosts: hostsOf(hosts).length > 0 && hostsOf(hosts).every((host) => address.test(host)) ? null : t('problems.hosts'),
  };
  return {
    problems,
    said: { office: officeOf(office), hosts: hostsOf(hosts) },
    fields: (tried: boolean) => (
      <>
        <Field label={t('office')} hint={t('officeHint')} problem={tried ? problems.office : null}>
          {(props) => <input {...props} value={office} autoFocus onChange={(event) => setOffice(event.target.value)} />}
        </Field>
        <Field label={t('hosts')} hint={t('hostsHint')} problem={tried ? problems.hosts : null}>
          {(props) => <input {...props} value={hosts} onChange={(event) => setHosts(event.target.value)} />}
        </Field>
      </>
    ),
  };
}
