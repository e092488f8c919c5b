import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './NewPasswordField.module.css';
import { judgePassword } from './passwordRules';

interface PasswordFieldProps {
  readonly name: string;
  readonly label: string;
  readonly autoFocus?: boolean;
}

function Strength({ password }: { readonly password: string }) {
  const { t } = useTranslation('desk');
  const { problem, strength } = judgePassword(password);
  const text =
    problem === null
      ? t(`password.strength${String(Math.max(1, strength))}`)
      : t(`password.${problem}`, { count: password.length });
  const tone =
    problem === 'short' ? 'calm' : problem === 'common' || strength < 2 ? 'weak' : strength < 3 ? 'fair' : 'good';
  return (
    <div className={`${styles['strength'] ?? ''} ${styles[tone] ?? ''}`} aria-live="polite">
      <span className={styles['bars']} aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} className={strength >= step ? styles['full'] : undefined} />
        ))}
      </span>
      <span>{text}</span>
    </div>
  );
}

/** A new password, with how good it looks while it is typed. */
export function NewPasswordField({ name, label, autoFocus = false }: PasswordFieldProps) {
  const { t } = useTranslation('desk');
  const password = (Form.useWatch<string | undefined>(name) ?? '').toString();
  return (
    <div className={styles['field']}>
      <Form.Item
        name={name}
        label={label}
        validateTrigger={['onChange', 'onBlur']}
        rules={[
          { required: true, message: t('required') },
          { min: 12, message: t('password.tooShort'), validateTrigger: 'onBlur' },
        ]}
      >
        <Input.Password autoComplete="new-password" autoFocus={autoFocus} maxLength={200} />
      </Form.Item>
      <Strength password={password} />
    </div>
  );
}
