import { EditDrawer } from '@shared/desk/EditDrawer';
import { Form, Input, InputNumber, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChipApplicationEdit, ChipApplicationView } from '../../../api/types';
import { useYuanRule } from '../../../core/limits';
import { applicationForm, applicationOf, freshApplication, type ApplicationForm } from './applicationFields';
import styles from './Chips.module.css';
import type { EntryDrawerProps } from './EntryPanel';
import { RemoveButton } from './RemoveButton';
import { useEntry } from './useEntry';

/** Adds an application, changes or removes one. */
export function ApplicationDrawer({
  entry: application,
  readOnly,
  onClose,
  onSaved,
}: EntryDrawerProps<ChipApplicationView>) {
  const { t } = useTranslation('chips');
  const { pending, put, remove } = useEntry(onSaved);
  const [form] = Form.useForm<ApplicationForm>();
  const taps = Form.useWatch('taps', form) ?? true;
  const yuan = useYuanRule();
  const required = { required: true, message: t('desk:required') };
  const submit = async (fields: ApplicationForm): Promise<void> => {
    const edit: ChipApplicationEdit = { version: application?.version ?? 0, fields: applicationOf(fields) };
    await put(`chip-applications/${fields.aid.replace(/\s/g, '').toUpperCase()}`, edit);
  };
  const money = (name: keyof ApplicationForm, label: string, extra?: string) => (
    <Form.Item name={name} label={label} extra={extra} rules={[required, yuan]}>
      <Input prefix="¥" inputMode="decimal" />
    </Form.Item>
  );
  const code = (name: keyof ApplicationForm, label: string) => (
    <Form.Item
      name={name}
      label={label}
      rules={[required, { pattern: /^[0-9a-fA-F]{10}$/, message: t('hexRule', { digits: 10 }) }]}
      validateTrigger="onBlur"
    >
      <Input maxLength={10} spellCheck={false} autoCapitalize="none" />
    </Form.Item>
  );
  return (
    <EditDrawer<ApplicationForm>
      title={application === null ? t('addApplication') : `${application.fields.name} ${application.aid}`}
      form={form}
      size={640}
      initial={application === null ? freshApplication : applicationForm(application)}
      pending={pending}
      readOnly={readOnly}
      extra={
        application !== null &&
        !readOnly && (
          <RemoveButton
            title={t('removeApplicationTitle')}
            text={t('removeApplicationText')}
            onRemove={() => remove(`chip-applications/${application.aid}`, application.version)}
          />
        )
      }
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <div className={styles['two']}>
        <Form.Item
          name="aid"
          className={styles['hex']}
          label={t('application')}
          extra={t('applicationExtra')}
          rules={[required, { pattern: /^\s*([0-9a-fA-F]{2}\s*){5,16}$/, message: t('aidRule') }]}
          validateTrigger="onBlur"
        >
          <Input maxLength={48} disabled={application !== null} spellCheck={false} autoCapitalize="none" />
        </Form.Item>
        <Form.Item name="name" label={t('name')} rules={[required]}>
          <Input maxLength={40} />
        </Form.Item>
      </div>
      <div className={`${styles['three'] ?? ''} ${styles['hex'] ?? ''}`}>
        <Form.Item name="allowsPartial" label={t('partial')} valuePropName="checked" extra={t('partialExtra')}>
          <Switch />
        </Form.Item>
        <Form.Item
          name="appVersion"
          label={t('appVersion')}
          rules={[required, { pattern: /^[0-9a-fA-F]{4}$/, message: t('hexRule', { digits: 4 }) }]}
          validateTrigger="onBlur"
        >
          <Input maxLength={4} spellCheck={false} autoCapitalize="none" />
        </Form.Item>
        <Form.Item name="onlinePin" label={t('onlinePin')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
      <fieldset className={styles['group']}>
        <legend>{t('risk')}</legend>
        <div className={styles['two']}>
          {money('floor', t('floorLimit'), t('floorExtra'))}
          {money('threshold', t('threshold'), t('thresholdExtra'))}
          <Form.Item name="randomTarget" label={t('randomTarget')} rules={[required]}>
            <InputNumber min={0} max={99} precision={0} suffix="%" style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="randomMost" label={t('randomMost')} rules={[required]}>
            <InputNumber min={0} max={99} precision={0} suffix="%" style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="cash" label={t('cash')} rules={[yuan]}>
            <Input prefix="¥" inputMode="decimal" placeholder={t('noCash')} />
          </Form.Item>
        </div>
      </fieldset>
      <fieldset className={styles['group']}>
        <legend>{t('taps')}</legend>
        <Form.Item name="taps" label={t('tapsOn')} valuePropName="checked">
          <Switch />
        </Form.Item>
        {taps && (
          <div className={styles['three']}>
            {money('tapFloor', t('tapFloor'))}
            {money('tapMost', t('tapMost'))}
            {money('tapVerified', t('tapVerified'))}
          </div>
        )}
      </fieldset>
      <fieldset className={`${styles['group'] ?? ''} ${styles['hex'] ?? ''}`}>
        <legend>{t('codes')}</legend>
        <div className={styles['three']}>
          {code('denialCode', t('denialCode'))}
          {code('onlineCode', t('onlineCode'))}
          {code('defaultCode', t('defaultCode'))}
        </div>
        <Form.Item
          name="ddol"
          label={t('ddol')}
          extra={t('ddolExtra')}
          rules={[{ pattern: /^([0-9a-fA-F]{2})*$/, message: t('ddolRule') }]}
          validateTrigger="onBlur"
        >
          <Input maxLength={128} spellCheck={false} autoCapitalize="none" />
        </Form.Item>
      </fieldset>
    </EditDrawer>
  );
}
