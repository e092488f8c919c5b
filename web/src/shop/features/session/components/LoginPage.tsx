import { ClockCircleOutlined } from '@ant-design/icons';
import { Refusal } from '@shared/api/refusal';
import { useNow } from '@shared/components/useNow';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoginRequest, SessionView } from '../../../api/types';
import { logIn } from '../api/session';
import { Gate } from './Gate';
import styles from '@shared/desk/Gate.module.css';
import { OwnShop } from './OwnShop';

/** Why a session ended without its person's doing. */
export type Ended = { readonly why: 'idle'; readonly minutes: number } | { readonly why: 'server' };

interface LoginPageProps {
  readonly merchantName: string | null;
  readonly demo: boolean;
  readonly ended: Ended | null;
  onEntered(this: void, session: SessionView): void;
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

export function LoginPage({ merchantName, demo, ended, onEntered }: LoginPageProps) {
  const { t } = useTranslation('session');
  const problemText = useProblemText();
  const [form] = Form.useForm<LoginRequest>();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const now = useNow(500);
  const waitSeconds = failure === null ? 0 : Math.max(0, Math.ceil((failure.untilMs - now) / 1000));

  const submit = async (request: LoginRequest): Promise<void> => {
    setPending(true);
    try {
      onEntered(await logIn(request));
    } catch (problem) {
      setFailure(failureOf(problem));
      setPending(false);
      form.setFieldValue('password', '');
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
      <p className={styles['lead']}>{merchantName ?? t('loginLead')}</p>
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
        <Form.Item
          name="number"
          label={t('number')}
          rules={[{ required: true, pattern: /^\d{1,12}$/, message: t('numberRule') }]}
          validateTrigger="onBlur"
        >
          <Input inputMode="numeric" autoComplete="username" maxLength={12} autoFocus />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('core:required') }]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={pending} disabled={waitSeconds > 0}>
          {waitSeconds > 0 ? waitText : t('logIn')}
        </Button>
      </Form>
      <p className={styles['lead']} style={{ marginTop: 20, fontSize: 13 }}>
        {t('forgotten')}
      </p>
      {demo && <OwnShop />}
    </Gate>
  );
}
