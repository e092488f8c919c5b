import { NewPasswordField } from '@shared/desk/NewPasswordField';
import styles from '@shared/desk/Gate.module.css';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostSession, HostSetupRequest } from '../../../api/types';
import { setUp } from '../api/session';
import { Gate } from './Gate';

/** The first run: whoever sets the host up makes its first admin. */
export function SetupPage({ onEntered }: { onEntered(this: void, session: HostSession): void }) {
  const { t } = useTranslation('session');
  const problemText = useProblemText();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const submit = async (request: HostSetupRequest): Promise<void> => {
    setPending(true);
    setProblem(null);
    try {
      onEntered(await setUp(request));
    } catch (failure) {
      setProblem(failure);
      setPending(false);
    }
  };
  return (
    <Gate>
      <h1 className={styles['title']}>{t('setupTitle')}</h1>
      <p className={styles['lead']}>{t('setupLead')}</p>
      <Form<HostSetupRequest>
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={(values) => void submit(values)}
      >
        <Form.Item
          name="login"
          label={t('login')}
          help={t('loginRule')}
          validateTrigger="onBlur"
          rules={[{ required: true, pattern: /^[a-z0-9.-]{3,32}$/, message: t('loginRule') }]}
        >
          <Input autoComplete="username" autoCapitalize="none" maxLength={32} autoFocus />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('desk:required') }]}
        >
          <Input autoComplete="name" maxLength={50} />
        </Form.Item>
        <NewPasswordField name="password" label={t('password')} />
        {problem !== null && <Alert type="error" showIcon title={problemText(problem)} style={{ marginBottom: 16 }} />}
        <Button type="primary" htmlType="submit" block loading={pending}>
          {t('setUp')}
        </Button>
      </Form>
    </Gate>
  );
}
