import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The six digits that an authenticator shows. */
export function CodeItem({ autoFocus = false }: { readonly autoFocus?: boolean }) {
  const { t } = useTranslation('session');
  return (
    <Form.Item
      name="code"
      label={t('code')}
      extra={t('codeExtra')}
      rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('codeRule') }]}
      validateTrigger="onBlur"
    >
      <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} autoFocus={autoFocus} />
    </Form.Item>
  );
}
