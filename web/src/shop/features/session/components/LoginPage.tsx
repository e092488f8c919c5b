import { LoginForm, type Ended } from '@shared/desk/LoginForm';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LoginRequest, SessionView } from '../../../api/types';
import { logIn } from '../api/session';
import { Gate } from './Gate';
import { OwnShop } from './OwnShop';

interface LoginPageProps {
  readonly merchantName: string | null;
  readonly demo: boolean;
  readonly ended: Ended | null;
  onEntered(this: void, session: SessionView): void;
}

/** Employee number and password. */
export function LoginPage({ merchantName, demo, ended, onEntered }: LoginPageProps) {
  const { t } = useTranslation('session');
  const submit = async (request: LoginRequest): Promise<boolean> => {
    onEntered(await logIn(request));
    return false;
  };
  return (
    <Gate>
      <LoginForm<LoginRequest>
        title={t('loginTitle')}
        lead={merchantName ?? t('loginLead')}
        ended={ended}
        who={
          <Form.Item
            name="number"
            label={t('number')}
            rules={[{ required: true, pattern: /^\d{1,12}$/, message: t('numberRule') }]}
            validateTrigger="onBlur"
          >
            <Input inputMode="numeric" autoComplete="username" maxLength={12} autoFocus />
          </Form.Item>
        }
        password={t('password')}
        forgotten={t('forgotten')}
        secret={{ password: '' }}
        logIn={submit}
      />
      {demo && <OwnShop />}
    </Gate>
  );
}
