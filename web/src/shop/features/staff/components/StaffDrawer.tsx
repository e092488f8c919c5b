import { useLocalName } from '@shared/i18n/useLanguage';
import { Alert, App, Form, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role, StaffEdit, StaffView } from '../../../api/types';
import { EditDrawer } from '../../../core/EditDrawer';
import { PinFields } from '../../../core/PasswordField';
import { NameItems, orNull } from '../../../core/fields';
import { useSession } from '../../../core/session';
import { useSave } from '../../../core/useSave';
import { changeStaff, createStaff } from '../api/staff';
import { AccessSection } from './AccessSection';

interface StaffDrawerProps {
  readonly person: StaffView | null;
  onClose(this: void): void;
  onDone(this: void): void;
}

interface Fields {
  readonly number: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly role: Role;
  readonly storeId?: string | null;
  readonly active: boolean;
  readonly pin?: string;
}

const roles: readonly Role[] = ['cashier', 'manager', 'owner'];

const editOf = (fields: Fields, version: number): StaffEdit => ({
  version,
  number: fields.number.trim(),
  name: fields.name.trim(),
  nameEn: orNull(fields.nameEn),
  role: fields.role,
  storeId: fields.role === 'owner' ? null : (fields.storeId ?? null),
  active: fields.active,
  pin: orNull(fields.pin),
});

/** Takes somebody on, or changes who they are and what they may. */
export function StaffDrawer({ person, onClose, onDone }: StaffDrawerProps) {
  const { t } = useTranslation('staff');
  const localName = useLocalName();
  const { message } = App.useApp();
  const { view: session } = useSession();
  const [form] = Form.useForm<Fields>();
  const { pending, save } = useSave();
  const [version, setVersion] = useState(person?.version ?? 0);
  const role = Form.useWatch('role', form) ?? person?.role ?? 'cashier';
  const self = person?.id === session.staffId;

  const submit = async (fields: Fields): Promise<void> => {
    const edit = editOf(fields, version);
    if (await save(() => (person === null ? createStaff(edit) : changeStaff(person.id, edit)), onDone)) {
      void message.success(t('core:saved'));
      onDone();
    }
  };
  return (
    <EditDrawer<Fields>
      title={person === null ? t('newPerson') : localName(person.name, person.nameEn)}
      form={form}
      initial={person === null ? { number: '', name: '', role: 'cashier', active: true } : { ...person }}
      pending={pending}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <NameItems longest={50} autoFocus />
      <Form.Item
        name="number"
        label={t('number')}
        extra={t('numberExtra')}
        rules={[{ required: true, pattern: /^\d{1,12}$/, message: t('numberRule') }]}
      >
        <Input inputMode="numeric" maxLength={12} className="figures" autoComplete="off" />
      </Form.Item>
      <Form.Item name="role" label={t('role')} extra={t(`roleExtra.${role}`)}>
        <Select disabled={self} options={roles.map((value) => ({ value, label: t(`core:roles.${value}`) }))} />
      </Form.Item>
      {role !== 'owner' && (
        <Form.Item name="storeId" label={t('store')} extra={t('storeExtra')}>
          <Select
            allowClear
            placeholder={t('core:allStores')}
            options={session.stores.map((store) => ({ value: store.id, label: localName(store.name, store.nameEn) }))}
          />
        </Form.Item>
      )}
      {person === null && <PinFields numberField="number" />}
      {person !== null && (
        <Form.Item
          name="active"
          label={t('state')}
          valuePropName="checked"
          extra={self ? t('selfNote') : t('activeExtra')}
        >
          <Switch disabled={self} checkedChildren={t('working')} unCheckedChildren={t('disabled')} />
        </Form.Item>
      )}
      {person === null && role !== 'cashier' && <Alert type="info" showIcon title={t('passwordLater')} />}
      {person !== null && <AccessSection person={person} onVersion={setVersion} />}
    </EditDrawer>
  );
}
