import { App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { NewPasswordField } from '../../../core/PasswordField';
import { useSave } from '../../../core/useSave';
import type { ChangePasswordRequest } from '../../../api/types';
import { changePassword } from '../api/session';

/** Changes one's own password. */
export function PasswordDialog({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('session');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [form] = Form.useForm<ChangePasswordRequest>();

  const submit = async (request: ChangePasswordRequest): Promise<void> => {
    if (await save(() => changePassword(request))) {
      void message.success(t('passwordChanged'));
      onClose();
    }
  };
  return (
    <Modal
      open
      title={t('changePassword')}
      okText={t('core:save')}
      confirmLoading={pending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
        <Form.Item
          name="current"
          label={t('currentPassword')}
          rules={[{ required: true, message: t('core:required') }]}
        >
          <Input.Password autoComplete="current-password" maxLength={200} autoFocus />
        </Form.Item>
        <NewPasswordField name="next" label={t('nextPassword')} />
      </Form>
    </Modal>
  );
}
