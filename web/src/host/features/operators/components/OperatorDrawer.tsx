import { EditDrawer } from '@shared/desk/EditDrawer';
import { NewPasswordField } from '@shared/desk/NewPasswordField';
import { useSave } from '@shared/desk/useSave';
import { App, Button, Form, Input, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { OperatorRole, OperatorView } from '../../../api/types';
import { useSession } from '../../../core/session';

interface Fields {
  readonly login: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly active: boolean;
  readonly password?: string;
}

const roles: readonly OperatorRole[] = ['Viewer', 'Operations', 'Admin'];

function PasswordReset({ login, onClose }: { readonly login: string; onClose(this: void): void }) {
  const { t } = useTranslation('operators');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [form] = Form.useForm<{ password: string }>();
  const submit = async (password: string): Promise<void> => {
    if (await save(() => hostApi.put(`operators/${login}/password`, { password }))) {
      void message.success(t('desk:saved'));
      onClose();
    }
  };
  return (
    <Modal
      open
      title={t('newPassword')}
      okText={t('desk:save')}
      confirmLoading={pending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ password }) => void submit(password)}>
        <NewPasswordField name="password" label={t('password')} autoFocus />
      </Form>
    </Modal>
  );
}

interface OperatorDrawerProps {
  readonly operator: OperatorView | null;
  onClose(this: void): void;
  onSaved(this: void): void;
}

/** Adds somebody or changes them. */
export function OperatorDrawer({ operator, onClose, onSaved }: OperatorDrawerProps) {
  const { t } = useTranslation('operators');
  const { message } = App.useApp();
  const { view } = useSession();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const [password, setPassword] = useState(false);
  const own = operator?.login === view.login;
  const done = (ok: boolean): void => {
    if (ok) {
      void message.success(t('desk:saved'));
      onSaved();
    }
  };
  const submit = (fields: Fields): Promise<boolean> =>
    operator === null
      ? save(() =>
          hostApi.post('operators', {
            login: fields.login,
            name: fields.name,
            role: fields.role,
            password: fields.password ?? '',
          }),
        )
      : save(
          () =>
            hostApi.put(`operators/${operator.login}`, {
              name: fields.name,
              role: fields.role,
              active: fields.active,
              version: operator.version,
            }),
          onSaved,
        );
  return (
    <EditDrawer
      title={operator?.name ?? t('add')}
      form={form}
      initial={operator ?? { login: '', name: '', role: 'Viewer', active: true }}
      pending={pending}
      extra={
        operator !== null && (
          <span style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
            <Button onClick={() => setPassword(true)}>{t('newPassword')}</Button>
            {operator.secondFactor && !own && (
              <Button
                danger
                onClick={() => void save(() => hostApi.delete(`operators/${operator.login}/second-factor`)).then(done)}
              >
                {t('removeFactor')}
              </Button>
            )}
          </span>
        )
      }
      onSubmit={(fields) => void submit(fields).then(done)}
      onClose={onClose}
    >
      <Form.Item
        name="login"
        label={t('login')}
        help={t('session:loginRule')}
        rules={[{ required: true, pattern: /^[a-z0-9.-]{3,32}$/, message: t('session:loginRule') }]}
        validateTrigger="onBlur"
      >
        <Input maxLength={32} autoCapitalize="none" disabled={operator !== null} autoFocus={operator === null} />
      </Form.Item>
      <Form.Item
        name="name"
        label={t('name')}
        rules={[{ required: true, whitespace: true, message: t('desk:required') }]}
      >
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="role" label={t('role')} extra={t('roleExtra')}>
        <Select disabled={own} options={roles.map((role) => ({ value: role, label: t(`core:roles.${role}`) }))} />
      </Form.Item>
      {operator === null ? (
        <NewPasswordField name="password" label={t('password')} />
      ) : (
        <Form.Item name="active" label={t('active')} valuePropName="checked">
          <Switch disabled={own} />
        </Form.Item>
      )}
      {password && operator !== null && <PasswordReset login={operator.login} onClose={() => setPassword(false)} />}
    </EditDrawer>
  );
}
