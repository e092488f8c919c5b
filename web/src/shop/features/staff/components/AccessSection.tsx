import { KeyOutlined, LockOutlined } from '@ant-design/icons';
import { App, Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffView } from '../../../api/types';
import { NewPasswordField, PinFields } from '../../../core/PasswordField';
import { useSave } from '../../../core/useSave';
import { setPassword, setPin } from '../api/staff';
import styles from './Staff.module.css';

interface SecretDialogProps {
  readonly kind: 'pin' | 'password';
  readonly person: StaffView;
  onClose(this: void): void;
  onSaved(this: void, person: StaffView): void;
}

function SecretDialog({ kind, person, onClose, onSaved }: SecretDialogProps) {
  const { t } = useTranslation('staff');
  const { pending, save } = useSave();
  const [form] = Form.useForm<{ pin?: string; password?: string }>();
  const submit = async ({ pin = '', password = '' }: { pin?: string; password?: string }): Promise<void> => {
    await save(async () => {
      onSaved(await (kind === 'pin' ? setPin(person.id, { pin }) : setPassword(person.id, { password })));
    });
  };
  return (
    <Modal
      open
      title={t(kind === 'pin' ? 'setPinFor' : 'setPasswordFor', { name: person.name })}
      okText={t('core:save')}
      confirmLoading={pending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        component="div"
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => void submit(values)}
      >
        {kind === 'pin' ? (
          <PinFields number={person.number} />
        ) : (
          <NewPasswordField autoFocus name="password" label={t('newPassword')} />
        )}
      </Form>
      <p className={styles['hint']}>{t(kind === 'pin' ? 'pinNote' : 'passwordNote')}</p>
    </Modal>
  );
}

interface AccessSectionProps {
  readonly person: StaffView;
  /** PIN and password are changes of the person too, with versions of their own. */
  onVersion(this: void, version: number): void;
}

/** PIN for the till, password for these pages. */
export function AccessSection({ person: first, onVersion }: AccessSectionProps) {
  const { t } = useTranslation('staff');
  const { message, modal } = App.useApp();
  const { save } = useSave();
  const [person, setPerson] = useState(first);
  const [dialog, setDialog] = useState<'pin' | 'password' | null>(null);
  const saved = (next: StaffView): void => {
    setPerson(next);
    onVersion(next.version);
    setDialog(null);
    void message.success(t('core:saved'));
  };
  const takeAway = (): void => {
    modal.confirm({
      title: t('takeAwayTitle', { name: person.name }),
      okText: t('takeAway'),
      okButtonProps: { danger: true },
      onOk: async () => {
        await save(async () => {
          saved(await setPassword(person.id, {}));
        });
      },
    });
  };
  return (
    <section className={styles['access']} aria-label={t('access')}>
      <h2>{t('access')}</h2>
      <div className={styles['accessRow']}>
        <span>
          <strong>{t('pin')}</strong>
          <span className={styles['hint']}>{t('pinHint')}</span>
        </span>
        <Button icon={<KeyOutlined aria-hidden="true" />} onClick={() => setDialog('pin')}>
          {t('resetPin')}
        </Button>
      </div>
      {person.role !== 'cashier' && (
        <div className={styles['accessRow']}>
          <span>
            <strong>{t('password')}</strong>
            <span className={styles['hint']}>{t(person.hasPassword ? 'hasPassword' : 'hasNoPassword')}</span>
          </span>
          <span className={styles['buttons']}>
            {person.hasPassword && (
              <Button type="text" danger onClick={takeAway}>
                {t('takeAway')}
              </Button>
            )}
            <Button icon={<LockOutlined aria-hidden="true" />} onClick={() => setDialog('password')}>
              {t(person.hasPassword ? 'resetPassword' : 'setPassword')}
            </Button>
          </span>
        </div>
      )}
      {dialog !== null && (
        <SecretDialog kind={dialog} person={person} onClose={() => setDialog(null)} onSaved={saved} />
      )}
    </section>
  );
}
