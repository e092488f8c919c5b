import { dateOf, dayOf, type Dayjs } from '@shared/desk/days';
import { EditDrawer } from '@shared/desk/EditDrawer';
import { App, Button, DatePicker, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { AuthorityKeyEdit, AuthorityKeyFields, AuthorityKeyView } from '../../../api/types';
import styles from './Chips.module.css';
import type { EntryDrawerProps } from './EntryPanel';
import { providerName } from './providers';
import { RemoveButton } from './RemoveButton';
import { useEntry } from './useEntry';

interface Fields {
  readonly provider: string;
  readonly index: string;
  readonly expires: Dayjs | null;
  readonly modulus: string;
  readonly exponent: number;
  readonly checksum: string;
}

const fieldsOf = (key: AuthorityKeyFields): Fields => ({ ...key, expires: dayOf(key.expires) });

const fresh: Fields = { provider: 'A000000333', index: '', expires: null, modulus: '', exponent: 65537, checksum: '' };

// As it stands on paper: in groups, or in lines.
const plain = (text: string): string => text.replace(/\s/g, '').toUpperCase();
const hex = (bytes: string): RegExp => new RegExp(`^\\s*([0-9a-fA-F]\\s*[0-9a-fA-F]\\s*)${bytes}$`);

/** Adds an authority's key, typed or pasted whole, changes or removes one. */
export function KeyDrawer({ entry: held, readOnly, onClose, onSaved }: EntryDrawerProps<AuthorityKeyView>) {
  const { t } = useTranslation('chips');
  const { message } = App.useApp();
  const { pending, save, put, remove } = useEntry(onSaved);
  const [form] = Form.useForm<Fields>();
  const [pasted, setPasted] = useState('');
  const required = { required: true, message: t('desk:required') };
  const read = async (): Promise<void> => {
    await save(async () => {
      const key = await hostApi.post<AuthorityKeyFields>('chip-keys/read', { objects: pasted });
      form.setFieldsValue(fieldsOf(key));
      setPasted('');
      void message.success(t('pastedRead'));
    });
  };
  const submit = async (fields: Fields): Promise<void> => {
    const key: AuthorityKeyFields = {
      provider: plain(fields.provider),
      index: plain(fields.index),
      expires: fields.expires === null ? 0 : dateOf(fields.expires),
      modulus: plain(fields.modulus),
      exponent: fields.exponent,
      checksum: plain(fields.checksum),
    };
    const edit: AuthorityKeyEdit = { version: held?.version ?? 0, key };
    await put(`chip-keys/${key.provider}-${key.index}`, edit);
  };
  return (
    <EditDrawer<Fields>
      title={held === null ? t('addKey') : `${providerName(held.provider)} ${held.provider} ${held.index}`}
      form={form}
      initial={held === null ? fresh : fieldsOf(held)}
      pending={pending}
      readOnly={readOnly}
      extra={
        held !== null &&
        !readOnly && (
          <RemoveButton
            title={t('removeKeyTitle')}
            text={t('removeKeyText')}
            onRemove={() => remove(`chip-keys/${held.id}`, held.version)}
          />
        )
      }
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      {held === null && (
        <Form.Item label={t('paste')} extra={t('pasteExtra')} className={styles['hex'] ?? ''}>
          <Input.TextArea
            rows={4}
            spellCheck={false}
            maxLength={4_000}
            aria-label={t('paste')}
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
          />
          <Button
            style={{ marginTop: 8 }}
            disabled={pasted.trim() === ''}
            loading={pending}
            onClick={() => void read()}
          >
            {t('pasteRead')}
          </Button>
        </Form.Item>
      )}
      <div className={`${styles['two'] ?? ''} ${styles['hex'] ?? ''}`}>
        <Form.Item
          name="provider"
          label={t('providerNumber')}
          rules={[required, { pattern: hex('{5}'), message: t('hexRule', { digits: 10 }) }]}
          validateTrigger="onBlur"
        >
          <Input maxLength={20} disabled={held !== null} spellCheck={false} autoCapitalize="none" />
        </Form.Item>
        <Form.Item
          name="index"
          label={t('index')}
          rules={[required, { pattern: hex('{1}'), message: t('hexRule', { digits: 2 }) }]}
          validateTrigger="onBlur"
        >
          <Input maxLength={2} disabled={held !== null} spellCheck={false} autoCapitalize="none" />
        </Form.Item>
      </div>
      <div className={styles['two']}>
        <Form.Item name="expires" label={t('expires')} rules={[required]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="exponent" label={t('exponent')}>
          <Select options={[3, 65537].map((value) => ({ value, label: String(value) }))} />
        </Form.Item>
      </div>
      <Form.Item
        name="modulus"
        label={t('modulus')}
        className={styles['hex'] ?? ''}
        extra={t('modulusExtra')}
        rules={[required, { pattern: hex('{96,248}'), message: t('modulusRule') }]}
        validateTrigger="onBlur"
      >
        <Input.TextArea rows={6} spellCheck={false} maxLength={1_000} />
      </Form.Item>
      <Form.Item
        name="checksum"
        label={t('checksum')}
        className={styles['hex'] ?? ''}
        extra={t('checksumExtra')}
        rules={[required, { pattern: hex('{20}'), message: t('hexRule', { digits: 40 }) }]}
        validateTrigger="onBlur"
      >
        <Input spellCheck={false} maxLength={80} autoCapitalize="none" />
      </Form.Item>
    </EditDrawer>
  );
}
