import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView, SetupRequest } from '../../../api/types';
import { NewPasswordField, PinFields } from '../../../core/PasswordField';
import { setUp } from '../api/session';
import { Gate } from './Gate';
import styles from './Gate.module.css';

type Fields = Omit<SetupRequest, 'currency' | 'timeZone'>;

/** The first run: whoever opens the shop makes the owner. */
export function SetupPage({ onEntered }: { onEntered(this: void, session: SessionView): void }) {
  const { t } = useTranslation('session');
  const problemText = useProblemText();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const required = { required: true, whitespace: true, message: t('core:required') };

  const submit = async (fields: Fields): Promise<void> => {
    setPending(true);
    try {
      onEntered(
        await setUp({
          merchantName: fields.merchantName.trim(),
          storeName: fields.storeName.trim(),
          ownerName: fields.ownerName.trim(),
          ownerNumber: fields.ownerNumber,
          pin: fields.pin,
          password: fields.password,
        }),
      );
    } catch (failure) {
      setProblem(failure);
      setPending(false);
    }
  };

  return (
    <Gate wide>
      <h1 className={styles['title']}>{t('setupTitle')}</h1>
      <p className={styles['lead']}>{t('setupLead')}</p>
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        scrollToFirstError
        initialValues={{ ownerNumber: '1000' }}
        onFinish={(values) => void submit(values)}
      >
        <h2 className={styles['group']}>{t('setupBusiness')}</h2>
        <div className={styles['two']}>
          <Form.Item name="merchantName" label={t('merchantName')} extra={t('merchantExtra')} rules={[required]}>
            <Input maxLength={100} autoFocus autoComplete="organization" />
          </Form.Item>
          <Form.Item name="storeName" label={t('storeName')} extra={t('storeExtra')} rules={[required]}>
            <Input maxLength={50} autoComplete="off" />
          </Form.Item>
        </div>
        <h2 className={styles['group']}>{t('setupOwner')}</h2>
        <div className={styles['two']}>
          <Form.Item name="ownerName" label={t('ownerName')} rules={[required]}>
            <Input maxLength={50} autoComplete="name" />
          </Form.Item>
          <Form.Item
            name="ownerNumber"
            label={t('number')}
            extra={t('ownerNumberExtra')}
            rules={[{ required: true, pattern: /^\d{1,12}$/, message: t('numberRule') }]}
          >
            <Input inputMode="numeric" maxLength={12} autoComplete="username" />
          </Form.Item>
        </div>
        <PinFields numberField="ownerNumber" />
        <NewPasswordField name="password" label={t('setupPassword')} />
        {problem !== null && <Alert type="error" showIcon title={problemText(problem)} style={{ marginBottom: 16 }} />}
        <Button type="primary" htmlType="submit" size="large" block loading={pending}>
          {t('openShop')}
        </Button>
      </Form>
    </Gate>
  );
}
