import { EditDrawer } from '@shared/desk/EditDrawer';
import { useSave } from '@shared/desk/useSave';
import { App, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { FeeRate, Flow, MerchantEdit, MerchantView } from '../../../api/types';
import { limitFields, LimitItems, limitsOf, useYuanRule, type LimitFields } from '../../../core/limits';
import { fen, plainYuan } from '../../../core/money';
import { useMay } from '../../../core/session';

interface RateFields {
  /** Per cent. */
  readonly percent: number;
  readonly cap: string;
}

interface Fields {
  readonly number: string;
  readonly name: string;
  readonly nameAscii: string;
  readonly category: string;
  readonly active: boolean;
  readonly payoutAccount?: string;
  readonly without: Flow[];
  readonly fees: Readonly<Record<'debit' | 'credit' | 'wallet', RateFields>>;
  readonly limits: LimitFields;
}

const forbiddable: readonly Flow[] = [
  'Refund',
  'Void',
  'PreAuthorisation',
  'OfflineSale',
  'Adjustment',
  'TipAdjustment',
  'Balance',
];

const rateFields = (rate: FeeRate): RateFields => ({
  percent: rate.ppm / 10_000,
  cap: rate.capMinor === 0 ? '' : plainYuan(rate.capMinor),
});
const rateOf = (fields: RateFields): FeeRate => ({
  ppm: Math.round(fields.percent * 10_000),
  capMinor: fen(fields.cap) ?? 0,
});

const fresh: Fields = {
  number: '',
  name: '',
  nameAscii: '',
  category: '5411',
  active: true,
  payoutAccount: '',
  without: [],
  fees: {
    debit: { percent: 0.38, cap: '20.00' },
    credit: { percent: 0.6, cap: '' },
    wallet: { percent: 0.38, cap: '' },
  },
  limits: { each: '', day: '', count: null },
};

function Rate({ kind }: { readonly kind: 'debit' | 'credit' | 'wallet' }) {
  const { t } = useTranslation('merchants');
  const rule = useYuanRule();
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '0 16px' }}>
      <Form.Item
        name={['fees', kind, 'percent']}
        label={t(`rate.${kind}`)}
        rules={[{ required: true, message: t('desk:required') }]}
      >
        <InputNumber min={0} max={10} step={0.01} precision={4} suffix="%" style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={['fees', kind, 'cap']} label={t('rate.cap')} rules={[rule]}>
        <Input prefix="¥" inputMode="decimal" placeholder={t('rate.noCap')} />
      </Form.Item>
    </div>
  );
}

interface MerchantDrawerProps {
  readonly merchant: MerchantView | null;
  onClose(this: void): void;
  onSaved(this: void): void;
}

/** Adds a merchant or changes one. */
export function MerchantDrawer({ merchant, onClose, onSaved }: MerchantDrawerProps) {
  const { t } = useTranslation('merchants');
  const { message } = App.useApp();
  const may = useMay();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const required = { required: true, whitespace: true, message: t('desk:required') };
  const submit = async (fields: Fields): Promise<void> => {
    const edit: MerchantEdit = {
      version: merchant?.version ?? 0,
      number: fields.number,
      name: fields.name,
      nameAscii: fields.nameAscii,
      category: fields.category,
      active: fields.active,
      payoutAccount: fields.payoutAccount ?? '',
      without: fields.without,
      fees: {
        debit: rateOf(fields.fees.debit),
        credit: rateOf(fields.fees.credit),
        wallet: rateOf(fields.fees.wallet),
      },
      limits: limitsOf(fields.limits),
    };
    if (await save(() => hostApi.put(`merchants/${fields.number}`, edit), onSaved)) {
      void message.success(t('desk:saved'));
      onSaved();
    }
  };
  return (
    <EditDrawer
      title={merchant?.name ?? t('add')}
      form={form}
      initial={
        merchant === null
          ? fresh
          : {
              ...merchant,
              without: [...merchant.without],
              fees: {
                debit: rateFields(merchant.fees.debit),
                credit: rateFields(merchant.fees.credit),
                wallet: rateFields(merchant.fees.wallet),
              },
              limits: limitFields(merchant.limits),
            }
      }
      pending={pending}
      readOnly={!may('EditMerchants')}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <Form.Item
        name="number"
        label={t('number')}
        help={t('numberRule')}
        rules={[{ required: true, pattern: /^[0-9A-Za-z]{15}$/, message: t('numberRule') }]}
        validateTrigger="onBlur"
      >
        <Input className="figures" maxLength={15} disabled={merchant !== null} autoFocus={merchant === null} />
      </Form.Item>
      <Form.Item name="name" label={t('name')} rules={[required]}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name="nameAscii"
        label={t('nameAscii')}
        help={t('nameAsciiRule')}
        rules={[{ required: true, pattern: /^[ -~]{1,40}$/, message: t('nameAsciiRule') }]}
        validateTrigger="onBlur"
      >
        <Input maxLength={40} />
      </Form.Item>
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '0 16px' }}>
        <Form.Item
          name="category"
          label={t('category')}
          rules={[{ required: true, pattern: /^\d{4}$/, message: t('categoryRule') }]}
          validateTrigger="onBlur"
        >
          <Input inputMode="numeric" maxLength={4} />
        </Form.Item>
        <Form.Item name="active" label={t('active')} valuePropName="checked" extra={t('activeExtra')}>
          <Switch />
        </Form.Item>
      </div>
      <Rate kind="debit" />
      <Rate kind="credit" />
      <Rate kind="wallet" />
      <LimitItems />
      <Form.Item name="payoutAccount" label={t('payoutAccount')}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="without" label={t('without')} extra={t('withoutExtra')}>
        <Select
          mode="multiple"
          options={forbiddable.map((flow) => ({ value: flow, label: t(`core:flows.${flow}`) }))}
        />
      </Form.Item>
    </EditDrawer>
  );
}
