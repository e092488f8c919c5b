import { DisconnectOutlined, LinkOutlined } from '@ant-design/icons';
import { useLocalName } from '@shared/i18n/useLanguage';
import { App, Button, Form, Input, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TillEdit, TillView } from '../../../api/types';
import { EditDrawer } from '../../../core/EditDrawer';
import { useSession } from '../../../core/session';
import { useSave } from '../../../core/useSave';
import { changeTill, createTill, revokeTill } from '../api/settings';
import styles from './Settings.module.css';

interface TillDrawerProps {
  readonly till: TillView | null;
  onClose(this: void): void;
  onEnrol(this: void, till: TillView): void;
  onDone(this: void): void;
}

type Fields = Omit<TillEdit, 'version'>;

export function TillDrawer({ till, onClose, onEnrol, onDone }: TillDrawerProps) {
  const { t } = useTranslation('settings');
  const localName = useLocalName();
  const { message, modal } = App.useApp();
  const { view: session } = useSession();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const submit = async (fields: Fields): Promise<void> => {
    const edit = { ...fields, version: till?.version ?? 0, name: fields.name.trim() };
    if (await save(() => (till === null ? createTill(edit) : changeTill(till.id, edit)), onDone)) {
      void message.success(t('core:saved'));
      onDone();
    }
  };
  const revoke = ({ id, name }: TillView): void => {
    modal.confirm({
      title: t('revokeTitle', { name }),
      content: t('revokeText'),
      okText: t('revoke'),
      okButtonProps: { danger: true },
      onOk: () => save(() => revokeTill(id)).then((done) => done && onDone()),
    });
  };
  return (
    <EditDrawer<Fields>
      title={till === null ? t('newTill') : till.name}
      form={form}
      initial={
        till === null
          ? { storeId: session.stores[0]?.id ?? '', code: '', name: '', active: true }
          : { storeId: till.storeId, code: till.code, name: till.name, active: till.active }
      }
      pending={pending}
      size={480}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('tillName')}
        rules={[{ required: true, whitespace: true, message: t('core:required') }]}
      >
        <Input maxLength={50} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="storeId" label={t('store')} rules={[{ required: true }]}>
        <Select
          disabled={till !== null}
          options={session.stores.map((store) => ({ value: store.id, label: localName(store.name, store.nameEn) }))}
        />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('tillCode')}
        extra={t('tillCodeExtra')}
        rules={[{ required: true, pattern: /^\d{1,4}$/, message: t('tillCodeRule') }]}
      >
        <Input disabled={till !== null} inputMode="numeric" maxLength={4} className="figures" style={{ width: 140 }} />
      </Form.Item>
      <Form.Item
        name="active"
        label={t('state')}
        valuePropName="checked"
        extra={t('activeExtra')}
        hidden={till === null}
      >
        <Switch checkedChildren={t('states.active')} unCheckedChildren={t('states.inactive')} />
      </Form.Item>
      {till !== null && (
        <div className={styles['enrolRow']}>
          <Button icon={<LinkOutlined aria-hidden="true" />} disabled={!till.active} onClick={() => onEnrol(till)}>
            {t(till.enrolled ? 'enrolAgain' : 'enrol')}
          </Button>
          {till.enrolled && (
            <Button danger type="text" icon={<DisconnectOutlined aria-hidden="true" />} onClick={() => revoke(till)}>
              {t('revoke')}
            </Button>
          )}
        </div>
      )}
    </EditDrawer>
  );
}
