import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { NewPasswordField } from '@shared/desk/NewPasswordField';
import { useSave } from '@shared/desk/useSave';
import { Alert, App, Button, Divider, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostPasswordRequest } from '../../../api/types';
import { useSession } from '../../../core/session';
import { changePassword, confirmSecondFactor, offerSecondFactor } from '../api/session';

function SecondFactor({ onDone }: { onDone(this: void): void }) {
  const { t } = useTranslation('session');
  const { message } = App.useApp();
  const { refresh } = useSession();
  const { pending, save } = useSave();
  const loaded = useLoad('', offerSecondFactor);
  const [form] = Form.useForm<{ code: string }>();
  return (
    <LoadedView loaded={loaded}>
      {(offer) => (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ code }) =>
            void save(() => confirmSecondFactor(offer.secret, code)).then((done) => {
              if (done) {
                void message.success(t('secondFactorDone'));
                refresh();
                onDone();
              }
            })
          }
        >
          <p>{t('secondFactorHow')}</p>
          <p>
            <Typography.Text code copyable={{ text: offer.secret }}>
              {offer.secret.replace(/(.{4})/g, '$1 ').trim()}
            </Typography.Text>
          </p>
          <p>
            <a href={offer.address}>{t('secondFactorOpen')}</a>
          </p>
          <Form.Item
            name="code"
            label={t('code')}
            rules={[{ required: true, pattern: /^\d{6}$/, message: t('codeRule') }]}
          >
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={pending}>
            {t('secondFactorOn')}
          </Button>
        </Form>
      )}
    </LoadedView>
  );
}

/** One's own password and second factor. */
export function AccountDialog({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('session');
  const { message } = App.useApp();
  const { view } = useSession();
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
        {view.secondFactor && (
          <Form.Item
            name="code"
            label={t('code')}
            rules={[{ required: true, pattern: /^\d{6}$/, message: t('codeRule') }]}
          >
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
          </Form.Item>
        )}
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
        <SecondFactor onDone={onClose} />
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
