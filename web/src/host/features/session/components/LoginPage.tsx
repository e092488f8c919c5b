import { Refusal } from '@shared/api/refusal';
import { LoginForm, type Ended } from '@shared/desk/LoginForm';
import { Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostLoginRequest, HostSession } from '../../../api/types';
import { logIn } from '../api/session';
import { CodeItem } from './CodeItem';
import { Gate } from './Gate';

interface LoginPageProps {
  readonly ended: Ended | null;
  onEntered(this: void, session: HostSession): void;
}

/** Login and password, and the one-time code of whoever has a second factor. */
export function LoginPage({ ended, onEntered }: LoginPageProps) {
  const { t } = useTranslation('session');
  const [code, setCode] = useState(false);
  const submit = async (request: HostLoginRequest): Promise<boolean> => {
    try {
      onEntered(await logIn(request));
      return false;
    } catch (problem) {
      if (problem instanceof Refusal && problem.code === 'login.code-needed') {
        setCode(true);
        return true;
      }
      throw problem;
    }
  };
  return (
    <Gate>
      <LoginForm<HostLoginRequest>
        title={t('loginTitle')}
        lead={t('loginLead')}
        ended={ended}
        who={
          <Form.Item name="login" label={t('login')} rules={[{ required: true, message: t('desk:required') }]}>
            <Input autoComplete="username" autoCapitalize="none" maxLength={32} autoFocus />
          </Form.Item>
        }
        more={code && <CodeItem autoFocus />}
        password={t('password')}
        forgotten={t('forgotten')}
        secret={{ password: '', code: '' }}
        logIn={submit}
      />
    </Gate>
  );
}
