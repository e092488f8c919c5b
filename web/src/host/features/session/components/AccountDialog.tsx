import { SafetyCertificateOutlined } from '@ant-design/icons';
import { NewPasswordField } from '@shared/desk/NewPasswordField';
import { useSave } from '@shared/desk/useSave';
import { Alert, App, Button, Divider, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostPasswordRequest } from '../../../api/types';
import { useSession } from '../../../core/session';
import { changePassword } from '../api/session';
import { CodeItem } from './CodeItem';
import { SecondFactor } from './SecondFactor';

/** One's own password and second factor. */
export function AccountDialog({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('session');
  const { message } = App.useApp();
  const { view, refresh } = useSession();
  const { pending, save } = useSave();
  const [factor, setFactor] = useState(false);
  const [form] = Form.useForm<HostPasswordRequest>();
  const submit = async (request: HostPasswordRequest): Promise<void> => {
    if (await save(() => changePassword(request))) {
      void message.success(t('passwordChanged'));
      onClose();
    }
  };
  return (
    <Modal open title={t('layout:security')} footer={null} onCancel={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
        <Form.Item
          name="current"
          label={t('currentPassword')}
          rules={[{ required: true, message: t('desk:required') }]}
        >
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <NewPasswordField name="next" label={t('nextPassword')} />
        {view.secondFactor && <CodeItem />}
        <Button htmlType="submit" loading={pending}>
          {t('changePassword')}
        </Button>
      </Form>
      <Divider />
      {view.secondFactor ? (
        <Alert
          type="success"
          showIcon
          icon={<SafetyCertificateOutlined aria-hidden="true" />}
          title={t('secondFactorThere')}
        />
      ) : factor ? (
        <SecondFactor
          onDone={() => {
            refresh();
            onClose();
          }}
        />
      ) : (
        <>
          <p>{t('secondFactorWhy')}</p>
          <Button icon={<SafetyCertificateOutlined aria-hidden="true" />} onClick={() => setFactor(true)}>
            {t('secondFactorSetUp')}
          </Button>
        </>
      )}
    </Modal>
  );
}
