import { EditDrawer } from '@shared/desk/EditDrawer';
import { useSave } from '@shared/desk/useSave';
import { App, Button, Form, Input, InputNumber, Popconfirm, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { ChipApplicationEdit, ChipApplicationView } from '../../../api/types';
import { useYuanRule } from '../../../core/limits';
import { applicationForm, applicationOf, freshApplication, type ApplicationForm } from './applicationFields';
import styles from './Chips.module.css';

interface ApplicationDrawerProps {
  readonly application: ChipApplicationView | null;
  readonly readOnly: boolean;
  onClose(this: void): void;
  onSaved(this: void): void;
}

/** Adds an application, changes or removes one. */
export function ApplicationDrawer({ application, readOnly, onClose, onSaved }: ApplicationDrawerProps) {
  const { t } = useTranslation('chips');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [form] = Form.useForm<ApplicationForm>();
  const taps = Form.useWatch('taps', form) ?? true;
  const yuan = useYuanRule();
  const required = { required: true, message: t('desk:required') };
  const submit = async (fields: ApplicationForm): Promise<void> => {
    const edit: ChipApplicationEdit = { version: application?.version ?? 0, fields: applicationOf(fields) };
    const aid = fields.aid.replace(/\s/g, '').toUpperCase();
    if (await save(() => hostApi.put(`chip-applications/${aid}`, edit), onSaved)) {
      void message.success(t('saved'), 6);
      onSaved();
    }
  };
  const remove = async (): Promise<void> => {
    if (
      application !== null &&
      (await save(
        () => hostApi.post(`chip-applications/${application.aid}/remove`, { version: application.version }),
        onSaved,
      ))
    ) {
      void message.success(t('removed'));
      onSaved();
    }
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
          <Popconfirm
            title={t('removeApplicationTitle')}
            description={t('removeApplicationText')}
            okText={t('remove')}
            cancelText={t('common:cancel')}
            onConfirm={() => remove()}
          >
            <Button danger>{t('remove')}</Button>
          </Popconfirm>
        )
      }
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <div className={`${styles['two'] ?? ''} ${styles['hex'] ?? ''}`}>
        <Form.Item
          name="aid"
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
