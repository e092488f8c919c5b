import { ClockCircleOutlined } from '@ant-design/icons';
import { Refusal } from '@shared/api/refusal';
import { useNow } from '@shared/components/useNow';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Gate.module.css';

/** Why a session ended without its person's doing. */
export type Ended = { readonly why: 'idle'; readonly minutes: number } | { readonly why: 'server' };

interface Failure {
  readonly problem: unknown;
  readonly untilMs: number;
}

function failureOf(problem: unknown): Failure {
  const parameters = problem instanceof Refusal ? problem.parameters : {};
  const seconds = Number(parameters['waitSeconds'] ?? 0) + 60 * Number(parameters['minutes'] ?? 0);
  return { problem, untilMs: Date.now() + 1000 * (Number.isFinite(seconds) ? seconds : 0) };
}

interface LoginFormProps<T extends object> {
  readonly title: string;
  readonly lead: string;
  readonly ended: Ended | null;
  /** Who logs in: the first field. */
  readonly who: ReactNode;
  /** What else is asked after the password. */
  readonly more?: ReactNode;
  /** What the password is called here. */
  readonly password: string;
  readonly forgotten: string;
  /** Fields that are emptied after a wrong try. */
  readonly secret: Partial<T>;
  /** Logs in; true when something more has to be asked first. */
  logIn(this: void, request: T): Promise<boolean>;
}

/** Who, and a password; says why the last session ended, what was wrong, and how long to wait. */
export function LoginForm<T extends object>(props: LoginFormProps<T>) {
  const { title, lead, ended, who, more, password, forgotten, secret, logIn } = props;
  const { t } = useTranslation('desk');
  const problemText = useProblemText();
  const [form] = Form.useForm<T>();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const now = useNow(500);
  const waitSeconds = failure === null ? 0 : Math.max(0, Math.ceil((failure.untilMs - now) / 1000));

  const submit = async (request: T): Promise<void> => {
    setPending(true);
    try {
      if (await logIn(request)) {
        setFailure(null);
        setPending(false);
      }
    } catch (problem) {
      setFailure(failureOf(problem));
      setPending(false);
      form.setFieldsValue(secret);
      form.focusField('password');
    }
  };

  const waitText =
    waitSeconds > 90
      ? t('login.waitMinutes', { minutes: Math.ceil(waitSeconds / 60) })
      : t('login.waitSeconds', { seconds: waitSeconds });
  return (
    <>
      <h1 className={styles['title']}>{title}</h1>
      <p className={styles['lead']}>{lead}</p>
      <div className={styles['notes']}>
        {ended !== null && failure === null && (
          <Alert
            type="info"
            showIcon
            icon={<ClockCircleOutlined aria-hidden="true" />}
            title={ended.why === 'idle' ? t('login.idleEnded', { minutes: ended.minutes }) : t('login.sessionEnded')}
          />
        )}
        {failure !== null && <Alert type="error" showIcon title={problemText(failure.problem)} />}
      </div>
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(values) => void submit(values)}>
        {who}
        <Form.Item name="password" label={password} rules={[{ required: true, message: t('required') }]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        {more}
        <Button type="primary" htmlType="submit" block loading={pending} disabled={waitSeconds > 0}>
          {waitSeconds > 0 ? waitText : t('login.logIn')}
        </Button>
      </Form>
      <p className={styles['lead']} style={{ marginTop: 20, fontSize: 13 }}>
        {forgotten}
      </p>
    </>
  );
}
