import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './PasswordField.module.css';
import { judgePassword, judgePin } from './passwordRules';

interface PasswordFieldProps {
  readonly name: string;
  readonly label: string;
  readonly autoFocus?: boolean;
}

function Strength({ password }: { readonly password: string }) {
  const { t } = useTranslation('core');
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
  const { t } = useTranslation('core');
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

interface PinFieldsProps {
  /** Field that holds the employee number, or the number itself. */
  readonly numberField?: string;
  readonly number?: string;
  readonly required?: boolean;
}

/** A new PIN, typed twice: fields `pin` and `pinAgain`. */
export function PinFields({ numberField, number = '', required = true }: PinFieldsProps) {
  const { t } = useTranslation('core');
  return (
    <div className={styles['pair']}>
      <Form.Item
        name="pin"
        label={t('pin.label')}
        extra={t('pin.rule')}
        required={required}
        validateTrigger={['onChange', 'onBlur']}
        dependencies={numberField === undefined ? [] : [numberField]}
        rules={[
          (form) => ({
            validateTrigger: 'onBlur',
            validator: (_, value: string | undefined) => {
              if (value === undefined || value === '') {
                return required ? Promise.reject(new Error(t('required'))) : Promise.resolve();
              }
              const own: unknown = numberField === undefined ? number : form.getFieldValue(numberField);
              const problem = judgePin(value, typeof own === 'string' ? own : '');
              return problem === null ? Promise.resolve() : Promise.reject(new Error(t(`pin.${problem}`)));
            },
          }),
        ]}
      >
        <Input.Password inputMode="numeric" autoComplete="new-password" maxLength={8} />
      </Form.Item>
      <Form.Item
        name="pinAgain"
        label={t('pin.again')}
        required={required}
        validateTrigger={['onChange', 'onBlur']}
        dependencies={['pin']}
        rules={[
          (form) => ({
            validateTrigger: 'onBlur',
            validator: (_, value: string | undefined) =>
              (value ?? '') === ((form.getFieldValue('pin') as string | undefined) ?? '')
                ? Promise.resolve()
                : Promise.reject(new Error(t('pin.differs'))),
          }),
        ]}
      >
        <Input.Password inputMode="numeric" autoComplete="new-password" maxLength={8} />
      </Form.Item>
    </div>
  );
}
