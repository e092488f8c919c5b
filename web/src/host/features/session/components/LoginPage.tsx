import { ClockCircleOutlined } from '@ant-design/icons';
import { Refusal } from '@shared/api/refusal';
import { useNow } from '@shared/components/useNow';
import styles from '@shared/desk/Gate.module.css';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostLoginRequest, HostSession } from '../../../api/types';
import { logIn } from '../api/session';
import { Gate } from './Gate';

/** Why a session ended without its person's doing. */
export type Ended = { readonly why: 'idle'; readonly minutes: number } | { readonly why: 'server' };

interface LoginPageProps {
  readonly ended: Ended | null;
  onEntered(this: void, session: HostSession): void;
}

interface Failure {
  readonly problem: unknown;
  readonly untilMs: number;
}

function failureOf(problem: unknown): Failure {
  const parameters = problem instanceof Refusal ? problem.parameters : {};
  const seconds = Number(parameters['waitSeconds'] ?? 0) + 60 * Number(parameters['minutes'] ?? 0);
  return { problem, untilMs: Date.now() + 1000 * (Number.isFinite(seconds) ? seconds : 0) };
}

export function LoginPage({ ended, onEntered }: LoginPageProps) {
  const { t } = useTranslation('session');
  const problemText = useProblemText();
  const [form] = Form.useForm<HostLoginRequest>();
  const [pending, setPending] = useState(false);
  const [code, setCode] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const now = useNow(500);
  const waitSeconds = failure === null ? 0 : Math.max(0, Math.ceil((failure.untilMs - now) / 1000));

  const submit = async (request: HostLoginRequest): Promise<void> => {
    setPending(true);
    try {
      onEntered(await logIn(request));
    } catch (problem) {
      setPending(false);
      if (problem instanceof Refusal && problem.code === 'login.code-needed') {
        setFailure(null);
        setCode(true);
        return;
      }
      setFailure(failureOf(problem));
      form.setFieldsValue({ password: '', code: '' });
      form.focusField('password');
    }
  };

  const waitText =
    waitSeconds > 90
      ? t('waitMinutes', { minutes: Math.ceil(waitSeconds / 60) })
      : t('waitSeconds', { seconds: waitSeconds });
  return (
    <Gate>
      <h1 className={styles['title']}>{t('loginTitle')}</h1>
      <p className={styles['lead']}>{t('loginLead')}</p>
      <div className={styles['notes']}>
        {ended !== null && failure === null && (
          <Alert
            type="info"
            showIcon
            icon={<ClockCircleOutlined aria-hidden="true" />}
            title={ended.why === 'idle' ? t('idleEnded', { minutes: ended.minutes }) : t('sessionEnded')}
          />
        )}
        {failure !== null && <Alert type="error" showIcon title={problemText(failure.problem)} />}
      </div>
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(values) => void submit(values)}>
        <Form.Item name="login" label={t('login')} rules={[{ required: true, message: t('desk:required') }]}>
          <Input autoComplete="username" autoCapitalize="none" maxLength={32} autoFocus />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('desk:required') }]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        {code && (
          <Form.Item
            name="code"
            label={t('code')}
            extra={t('codeExtra')}
            rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('codeRule') }]}
            validateTrigger="onBlur"
          >
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} autoFocus />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={pending} disabled={waitSeconds > 0}>
          {waitSeconds > 0 ? waitText : t('logIn')}
        </Button>
      </Form>
      <p className={styles['lead']} style={{ marginTop: 20, fontSize: 13 }}>
        {t('forgotten')}
      </p>
    </Gate>
  );
}
