import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { FileButton } from '../../../core/FileButton';
import styles from './Wallets.module.css';

interface PemItemProps {
  readonly name: string;
  readonly label: string;
  readonly extra?: string;
  readonly required: boolean;
  /** There is one already: empty leaves it. */
  readonly kept: boolean;
}

/** A key or certificate that only goes in. */
export function PemItem({ name, label, extra, required, kept }: PemItemProps) {
  const { t } = useTranslation('wallets');
  const form = Form.useFormInstance();
  return (
    <>
      <Form.Item
        name={name}
        label={label}
        className={styles['pem'] ?? ''}
        extra={kept ? t('keptExtra') : extra}
        rules={[{ required: required && !kept, message: t('desk:required') }]}
      >
        <Input.TextArea
          rows={3}
          spellCheck={false}
          autoComplete="off"
          maxLength={32_000}
          placeholder={kept ? t('kept') : ''}
        />
      </Form.Item>
      <div style={{ margin: '-12px 0 20px' }}>
        <FileButton
          accept=".pem,.crt,.cer,.key,.txt"
          label={t('fileFor', { what: label })}
          onText={(text) => {
            form.setFieldsValue({ [name]: text });
            void form.validateFields([name]).catch(() => undefined);
          }}
        >
          {t('file')}
        </FileButton>
      </div>
    </>
  );
}
