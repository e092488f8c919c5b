import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './PasswordField.module.css';
import { judgePin } from './passwordRules';

export { NewPasswordField } from '@shared/desk/NewPasswordField';

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
