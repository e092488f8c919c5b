import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button, Collapse, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView, SetupRequest } from '../../../api/types';
import { NewPasswordField, PinFields } from '../../../core/PasswordField';
import { setUp } from '../api/session';
import { Gate } from './Gate';
import styles from '@shared/desk/Gate.module.css';
import { SetupDone } from './SetupDone';
import { newPassword } from './newPassword';

interface Fields extends Omit<SetupRequest, 'currency' | 'timeZone' | 'merchantName'> {
  readonly merchantName?: string;
}

interface Done {
  readonly session: SessionView;
  readonly number: string;
  readonly password: string;
}

/** The first run: three questions, and good answers to all others. Whoever opens the shop makes the owner. */
export function SetupPage({ onEntered }: { onEntered(this: void, session: SessionView): void }) {
  const { t } = useTranslation('session');
  const problemText = useProblemText();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [more, setMore] = useState<string[]>([]);
  const [initial] = useState(() => ({ ownerNumber: '1000', password: newPassword() }));
  const required = { required: true, whitespace: true, message: t('core:required') };

  const submit = async (fields: Fields): Promise<void> => {
    setPending(true);
    setProblem(null);
    const storeName = fields.storeName.trim();
    try {
      const session = await setUp({
        merchantName: fields.merchantName?.trim() || storeName,
        storeName,
        ownerName: fields.ownerName.trim(),
        ownerNumber: fields.ownerNumber,
        pin: fields.pin,
        password: fields.password,
      });
      setDone({ session, number: fields.ownerNumber, password: fields.password });
    } catch (failure) {
      setProblem(failure);
      setPending(false);
    }
  };

  if (done !== null) {
    return (
      <Gate wide>
        <SetupDone number={done.number} password={done.password} onEnter={() => onEntered(done.session)} />
      </Gate>
    );
  }
  return (
    <Gate wide>
      <h1 className={styles['title']}>{t('setupTitle')}</h1>
      <p className={styles['lead']}>{t('setupLead')}</p>
      <Form<Fields>
        layout="vertical"
        size="large"
        requiredMark={false}
        scrollToFirstError
        initialValues={initial}
        onFinish={(values) => void submit(values)}
        onFinishFailed={({ errorFields }) => {
          // A field that is folded away must not be what nobody can find.
          if (errorFields.some(({ name }) => ['ownerNumber', 'password', 'merchantName'].includes(String(name[0])))) {
            setMore(['more']);
          }
        }}
      >
        <Form.Item name="storeName" label={t('storeName')} extra={t('storeExtra')} rules={[required]}>
          <Input maxLength={50} autoFocus autoComplete="organization" />
        </Form.Item>
        <Form.Item name="ownerName" label={t('ownerName')} rules={[required]}>
          <Input maxLength={50} autoComplete="name" />
        </Form.Item>
        <PinFields numberField="ownerNumber" />
        <Collapse
          ghost
          activeKey={more}
          onChange={(keys) => setMore(keys)}
          items={[
            {
              key: 'more',
              label: t('setupMore'),
              forceRender: true,
              children: (
                <>
                  <Form.Item name="merchantName" label={t('merchantName')} extra={t('merchantExtra')}>
                    <Input maxLength={100} autoComplete="off" />
                  </Form.Item>
                  <Form.Item
                    name="ownerNumber"
                    label={t('number')}
                    extra={t('ownerNumberExtra')}
                    rules={[{ required: true, pattern: /^\d{1,12}$/, message: t('numberRule') }]}
                  >
                    <Input inputMode="numeric" maxLength={12} autoComplete="username" />
                  </Form.Item>
                  <NewPasswordField name="password" label={t('setupPassword')} />
                </>
              ),
            },
          ]}
        />
        {problem !== null && <Alert type="error" showIcon title={problemText(problem)} style={{ marginBottom: 16 }} />}
        <Button type="primary" htmlType="submit" size="large" block loading={pending}>
          {t('openShop')}
        </Button>
      </Form>
    </Gate>
  );
}
