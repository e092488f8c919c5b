import { EditDrawer } from '@shared/desk/EditDrawer';
import { useSave } from '@shared/desk/useSave';
import { App, Button, Form, Input, InputNumber, Radio, Segmented, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { WalletAccountEdit, WalletAccountView } from '../../../api/types';
import { MerchantSelect } from '../../../core/MerchantSelect';
import { PemItem } from './PemItem';
import styles from './Wallets.module.css';

interface Fields {
  readonly wallet: string;
  readonly merchant: string | null;
  readonly number: string;
  readonly appId: string;
  readonly gateway: string;
  readonly notifyAddress: string;
  readonly isOpen: boolean;
  readonly fee: number;
  readonly serial: string;
  readonly certified: boolean;
  readonly platformKeyId: string;
  readonly platformKey?: string;
  readonly certificatePem?: string;
  readonly platformCertificatePem?: string;
  readonly rootsPem?: string;
  readonly privateKey?: string;
  readonly apiV3Key?: string;
}

const gateways: Readonly<Record<string, string>> = {
  wechat: 'https://api.mch.weixin.qq.com',
  alipay: 'https://openapi.alipay.com/gateway.do',
};

const fresh: Fields = {
  wallet: 'wechat',
  merchant: null,
  number: '',
  appId: '',
  gateway: gateways['wechat'] ?? '',
  notifyAddress: '',
  isOpen: true,
  fee: 0.6,
  serial: '',
  certified: false,
  platformKeyId: '',
};

const initialOf = (account: WalletAccountView): Fields => ({
  wallet: account.wallet,
  merchant: account.merchant,
  number: account.number,
  appId: account.appId,
  gateway: account.gateway,
  notifyAddress: account.notifyAddress,
  isOpen: account.isOpen,
  fee: account.feePpm / 10_000,
  serial: account.wallet === 'wechat' ? account.ownSerial : '',
  certified: account.certified,
  platformKeyId: account.platformKeyId,
});

/** What was typed; nothing for a field that was left as it is. */
const typed = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text);

const editOf = (fields: Fields, version: number, was: Fields): WalletAccountEdit => {
  const weChat = fields.wallet === 'wechat';
  const keyed = weChat && fields.platformKeyId.trim() !== '';
  const certified = !weChat && fields.certified;
  return {
    version,
    number: fields.number,
    appId: fields.appId,
    gateway: fields.gateway,
    notifyAddress: fields.notifyAddress,
    isOpen: fields.isOpen,
    feePpm: Math.round(fields.fee * 10_000),
    serial: weChat ? fields.serial : '',
    platformKeyId: weChat ? fields.platformKeyId : '',
    platformKey: (weChat ? keyed : !certified) ? typed(fields.platformKey) : '',
    certificatePem: certified ? typed(fields.certificatePem) : was.certified || weChat ? '' : null,
    platformCertificatePem: certified ? typed(fields.platformCertificatePem) : '',
    rootsPem: certified ? typed(fields.rootsPem) : '',
    privateKey: typed(fields.privateKey),
    apiV3Key: weChat ? typed(fields.apiV3Key) : null,
  };
};

interface AccountDrawerProps {
  readonly account: WalletAccountView | null;
  onClose(this: void): void;
  onSaved(this: void): void;
}

/** Adds a merchant's account at a wallet or changes one. Keys go in and never come out. */
export function AccountDrawer({ account, onClose, onSaved }: AccountDrawerProps) {
  const { t } = useTranslation('wallets');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const initial = account === null ? fresh : initialOf(account);
  const wallet = Form.useWatch('wallet', form) ?? initial.wallet;
  const merchant = Form.useWatch('merchant', form) ?? initial.merchant;
  const certified = Form.useWatch('certified', form) ?? initial.certified;
  const keyId = Form.useWatch('platformKeyId', form) ?? initial.platformKeyId;
  const weChat = wallet === 'wechat';
  const there = account !== null;
  const submit = async (fields: Fields): Promise<void> => {
    const edit = editOf(fields, account?.version ?? 0, initial);
    const id = `${fields.wallet}-${fields.merchant ?? ''}`;
    if (await save(() => hostApi.put(`wallet-accounts/${encodeURIComponent(id)}`, edit), onSaved)) {
      void message.success(t('saved'), 6);
      onSaved();
    }
  };
  const required = { required: true, message: t('desk:required') };
  const suggested = merchant === null ? null : `${window.location.origin}/host/notify/${wallet}/${merchant}`;
  return (
    <EditDrawer
      title={account === null ? t('add') : `${t(`names.${account.wallet}`)} · ${account.merchantName}`}
      form={form}
      initial={initial}
      pending={pending}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <Form.Item name="wallet" label={t('wallet')}>
        <Segmented
          disabled={there}
          options={['wechat', 'alipay'].map((name) => ({ value: name, label: t(`names.${name}`) }))}
          onChange={(name) => form.setFieldsValue({ gateway: gateways[String(name)] ?? '' })}
        />
      </Form.Item>
      <Form.Item name="merchant" label={t('merchant')} rules={[required]}>
        <MerchantSelect id="merchant" label={t('merchant')} allowClear={false} disabled={there} />
      </Form.Item>
      <Form.Item
        name="number"
        label={t(weChat ? 'mchid' : 'sellerNumber')}
        extra={weChat ? undefined : t('sellerExtra')}
        rules={[...(weChat ? [required] : []), { pattern: /^\d{8,32}$/, message: t('numberRule') }]}
        validateTrigger="onBlur"
      >
        <Input className="figures" inputMode="numeric" maxLength={32} />
      </Form.Item>
      <Form.Item name="appId" label={t('appId')} rules={[required]}>
        <Input className="figures" autoCapitalize="none" spellCheck={false} maxLength={32} />
      </Form.Item>
      <Form.Item name="gateway" label={t('gateway')} rules={[required]} extra={t('gatewayExtra')}>
        <Input autoCapitalize="none" spellCheck={false} maxLength={255} />
      </Form.Item>
      <Form.Item
        name="notifyAddress"
        label={t('notifyAddress')}
        extra={
          <>
            {t('notifyExtra')}{' '}
            {suggested !== null && (
              <Button
                type="link"
                size="small"
                className={styles['suggest'] ?? ''}
                onClick={() => form.setFieldsValue({ notifyAddress: suggested })}
              >
                {t('suggest', { address: suggested })}
              </Button>
            )}
          </>
        }
      >
        <Input autoCapitalize="none" spellCheck={false} maxLength={255} />
      </Form.Item>
      <Form.Item name="isOpen" label={t('takes')} valuePropName="checked" extra={t('takesExtra')}>
        <Switch />
      </Form.Item>
      <Form.Item name="fee" label={t('fee')} extra={t('feeExtra')} rules={[required]}>
        <InputNumber min={0} max={10} precision={2} suffix="%" style={{ width: 160 }} />
      </Form.Item>
      <PemItem name="privateKey" label={t('privateKey')} extra={t('privateKeyExtra')} required kept={there} />
      {weChat && (
        <>
          <Form.Item name="serial" label={t('serial')} rules={[required]}>
            <Input className="figures" autoCapitalize="none" spellCheck={false} maxLength={64} />
          </Form.Item>
          <Form.Item
            name="apiV3Key"
            label={t('apiV3Key')}
            extra={there ? t('keptExtra') : undefined}
            rules={[...(there ? [] : [required]), { len: 32, message: t('apiV3KeyRule') }]}
            validateTrigger="onBlur"
          >
            <Input.Password autoComplete="new-password" maxLength={32} placeholder={there ? t('kept') : ''} />
          </Form.Item>
          <Form.Item name="platformKeyId" label={t('platformKeyId')} extra={t('platformKeyIdExtra')}>
            <Input autoCapitalize="none" spellCheck={false} maxLength={64} placeholder="PUB_KEY_ID_…" />
          </Form.Item>
          {keyId.trim() !== '' && (
            <PemItem name="platformKey" label={t('weChatKey')} required kept={there && initial.platformKeyId !== ''} />
          )}
        </>
      )}
      {!weChat && (
        <>
          <Form.Item name="certified" label={t('mode')}>
            <Radio.Group
              options={[
                { value: false, label: t('modePlain') },
                { value: true, label: t('modeCertified') },
              ]}
            />
          </Form.Item>
          {certified ? (
            <>
              <PemItem name="certificatePem" label={t('certificate')} required kept={initial.certified} />
              <PemItem
                name="platformCertificatePem"
                label={t('platformCertificate')}
                required
                kept={initial.certified}
              />
              <PemItem name="rootsPem" label={t('roots')} required kept={initial.certified} />
            </>
          ) : (
            <PemItem name="platformKey" label={t('alipayKey')} required kept={there && !initial.certified} />
          )}
        </>
      )}
    </EditDrawer>
  );
}
