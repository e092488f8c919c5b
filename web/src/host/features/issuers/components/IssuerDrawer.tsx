import { EditDrawer } from '@shared/desk/EditDrawer';
import { useSave } from '@shared/desk/useSave';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { App, Form, Input, InputNumber, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { IssuerEdit, IssuerView } from '../../../api/types';
import { FileButton } from '../../../core/FileButton';
import styles from './Issuers.module.css';

interface Fields {
  readonly name: string;
  readonly acquirer: string;
  readonly first: string;
  readonly second?: string;
  readonly authorityPem: string;
  readonly answer: number;
  readonly echo: number;
  readonly takesCodes: boolean;
}

const address = /^\s*(\[[0-9a-fA-F:.]+\]|[0-9A-Za-z.-]+):\d{1,5}\s*$/;
const fresh: Fields = {
  name: '',
  acquirer: '',
  first: '',
  second: '',
  authorityPem: '',
  answer: 20,
  echo: 30,
  takesCodes: false,
};

interface IssuerDrawerProps {
  readonly issuer: IssuerView | null;
  onClose(this: void): void;
  onSaved(this: void): void;
}

/** Adds an issuer or changes one; its link is made anew without a restart. */
export function IssuerDrawer({ issuer, onClose, onSaved }: IssuerDrawerProps) {
  const { t } = useTranslation('issuers');
  const { message } = App.useApp();
  const language = useLanguage();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const submit = async (fields: Fields): Promise<void> => {
    const edit: IssuerEdit = {
      version: issuer?.version ?? 0,
      acquirer: fields.acquirer,
      addresses: [fields.first, fields.second ?? ''].map((text) => text.trim()).filter((text) => text !== ''),
      authorityPem: fields.authorityPem,
      answerMs: Math.round(fields.answer * 1000),
      echoMs: Math.round(fields.echo * 1000),
      takesCodes: fields.takesCodes,
    };
    if (await save(() => hostApi.put(`issuers/${encodeURIComponent(fields.name)}`, edit), onSaved)) {
      void message.success(t('issuerSaved'), 6);
      onSaved();
    }
  };
  const required = { required: true, message: t('desk:required') };
  const authority = issuer?.authority;
  return (
    <EditDrawer
      title={issuer?.name ?? t('add')}
      form={form}
      initial={
        issuer === null
          ? fresh
          : {
              name: issuer.name,
              acquirer: issuer.acquirer,
              first: issuer.addresses[0] ?? '',
              second: issuer.addresses[1] ?? '',
              authorityPem: issuer.authorityPem,
              answer: issuer.answerMs / 1000,
              echo: issuer.echoMs / 1000,
              takesCodes: issuer.takesCodes,
            }
      }
      pending={pending}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('name')}
        help={t('nameRule')}
        rules={[required, { pattern: /^[a-z0-9-]{1,30}$/, message: t('nameRule') }]}
        validateTrigger="onBlur"
      >
        <Input maxLength={30} autoCapitalize="none" disabled={issuer !== null} autoFocus={issuer === null} />
      </Form.Item>
      <Form.Item
        name="acquirer"
        label={t('acquirer')}
        help={t('acquirerRule')}
        rules={[required, { pattern: /^\d{1,11}$/, message: t('acquirerRule') }]}
        validateTrigger="onBlur"
      >
        <Input className="figures" inputMode="numeric" maxLength={11} />
      </Form.Item>
      <Form.Item
        name="first"
        label={t('address1')}
        help={t('addressRule')}
        rules={[required, { pattern: address, message: t('addressRule') }]}
        validateTrigger="onBlur"
      >
        <Input autoCapitalize="none" spellCheck={false} maxLength={260} />
      </Form.Item>
      <Form.Item
        name="second"
        label={t('address2')}
        dependencies={['first']}
        rules={[
          { pattern: address, message: t('addressRule') },
          ({ getFieldValue }) => ({
            validator: (_, value?: string) =>
              value !== undefined &&
              value.trim() !== '' &&
              value.trim().toLowerCase() === String(getFieldValue('first')).trim().toLowerCase()
                ? Promise.reject(new Error(t('addressTwice')))
                : Promise.resolve(),
          }),
        ]}
        validateTrigger="onBlur"
      >
        <Input autoCapitalize="none" spellCheck={false} maxLength={260} />
      </Form.Item>
      <Form.Item
        name="authorityPem"
        label={t('authority')}
        className={styles['pem'] ?? ''}
        extra={t('authorityExtra')}
        rules={[required, { pattern: /-----BEGIN CERTIFICATE-----/, message: t('authorityRule') }]}
        validateTrigger="onBlur"
      >
        <Input.TextArea rows={6} spellCheck={false} maxLength={16_000} />
      </Form.Item>
      <div style={{ margin: '-12px 0 20px' }}>
        {authority != null && (
          <p className={styles['print']}>
            {t('authorityNow', {
              subject: authority.subject,
              until: formatTime(authority.notAfterMs, 'full', language),
            })}
            <br />
            {t('authorityPrint', { sha256: authority.sha256 })}
          </p>
        )}
        <FileButton
          accept=".pem,.crt,.cer,.txt"
          label={t('authorityFile')}
          onText={(text) => {
            form.setFieldsValue({ authorityPem: text });
            void form.validateFields(['authorityPem']).catch(() => undefined);
          }}
        >
          {t('authorityFile')}
        </FileButton>
      </div>
      <div className={styles['two']}>
        <Form.Item name="answer" label={t('answer')} extra={t('answerExtra')} rules={[required]}>
          <InputNumber min={1} max={50} precision={1} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="echo" label={t('echo')} extra={t('echoExtra')} rules={[required]}>
          <InputNumber min={1} max={600} precision={1} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item name="takesCodes" label={t('takesCodes')} valuePropName="checked" extra={t('takesCodesExtra')}>
        <Switch />
      </Form.Item>
    </EditDrawer>
  );
}
