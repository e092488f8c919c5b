import { EditDrawer } from '@shared/desk/EditDrawer';
import { useSave } from '@shared/desk/useSave';
import { App, Button, Form, Input, Popconfirm, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { CardRange, IssuerView } from '../../../api/types';
import { schemeName, schemeNames } from '../../../core/Names';

const products: readonly CardRange['product'][] = ['Debit', 'Credit', 'Wallet', 'Unknown'];

interface RangeDrawerProps {
  readonly range: CardRange | null;
  readonly issuers: readonly IssuerView[];
  onClose(this: void): void;
  onSaved(this: void): void;
}

/** Adds a card range, changes or removes one. */
export function RangeDrawer({ range, issuers, onClose, onSaved }: RangeDrawerProps) {
  const { t } = useTranslation('issuers');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [form] = Form.useForm<CardRange>();
  const send = async (wanted: CardRange | null): Promise<void> => {
    if (await save(() => hostApi.post('card-ranges', { was: range, range: wanted }), onSaved)) {
      void message.success(t('desk:saved'));
      onSaved();
    }
  };
  return (
    <EditDrawer<CardRange>
      title={range === null ? t('addRange') : t('editRange', { prefix: range.prefix })}
      form={form}
      size={440}
      initial={range ?? { prefix: '', issuer: issuers[0]?.name ?? '', scheme: 'unionpay', product: 'Debit' }}
      pending={pending}
      extra={
        range !== null && (
          <Popconfirm
            title={t('removeRangeTitle', { prefix: range.prefix })}
            description={t('removeRangeText')}
            okText={t('removeRange')}
            cancelText={t('common:cancel')}
            onConfirm={() => send(null)}
          >
            <Button danger>{t('removeRange')}</Button>
          </Popconfirm>
        )
      }
      onSubmit={(fields) => void send(fields)}
      onClose={onClose}
    >
      <Form.Item
        name="prefix"
        label={t('prefix')}
        help={t('prefixRule')}
        rules={[
          { required: true, message: t('desk:required') },
          { pattern: /^\d{1,12}$/, message: t('prefixRule') },
        ]}
        validateTrigger="onBlur"
      >
        <Input className="figures" inputMode="numeric" maxLength={12} autoFocus={range === null} />
      </Form.Item>
      <Form.Item name="issuer" label={t('issuer')} rules={[{ required: true, message: t('desk:required') }]}>
        <Select options={issuers.map(({ name }) => ({ value: name, label: name }))} />
      </Form.Item>
      <Form.Item name="scheme" label={t('scheme')}>
        <Select options={schemeNames.map((scheme) => ({ value: scheme, label: schemeName(scheme) }))} />
      </Form.Item>
      <Form.Item name="product" label={t('product')}>
        <Select options={products.map((product) => ({ value: product, label: t(`products.${product}`) }))} />
      </Form.Item>
    </EditDrawer>
  );
}
