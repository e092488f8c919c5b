import { EditDrawer } from '@shared/desk/EditDrawer';
import { useSave } from '@shared/desk/useSave';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { MacAlgorithm, NewTerminalRequest } from '../../../api/types';
import { LimitItems, limitsOf, type LimitFields } from '../../../core/limits';
import { MerchantSelect } from '../../../core/MerchantSelect';

interface Fields {
  readonly number: string;
  readonly merchant: string | null;
  readonly place?: string;
  readonly mac: MacAlgorithm;
  readonly limits: LimitFields;
}

const macs: readonly MacAlgorithm[] = ['UnionPay', 'RetailMac', 'Cmac'];

interface NewTerminalProps {
  readonly merchant: string | null;
  onClose(this: void): void;
  onSaved(this: void, number: string): void;
}

/** Adds a terminal; its life begins as new. */
export function NewTerminal({ merchant, onClose, onSaved }: NewTerminalProps) {
  const { t } = useTranslation('terminals');
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const submit = async (fields: Fields): Promise<void> => {
    const request: NewTerminalRequest = {
      number: fields.number,
      merchant: fields.merchant ?? '',
      place: fields.place ?? '',
      mac: fields.mac,
      limits: limitsOf(fields.limits),
    };
    if (await save(() => hostApi.post('terminals', request))) {
      onSaved(fields.number);
    }
  };
  return (
    <EditDrawer
      title={t('add')}
      form={form}
      initial={{ number: '', merchant, mac: 'UnionPay', limits: { each: '', day: '', count: null } }}
      pending={pending}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
    >
      <Form.Item
        name="number"
        label={t('number')}
        help={t('numberRule')}
        rules={[{ required: true, pattern: /^[0-9A-Za-z]{8}$/, message: t('numberRule') }]}
        validateTrigger="onBlur"
      >
        <Input className="figures" maxLength={8} autoFocus />
      </Form.Item>
      <Form.Item name="merchant" label={t('merchant')} rules={[{ required: true, message: t('desk:required') }]}>
        <MerchantSelect label={t('merchant')} allowClear={false} />
      </Form.Item>
      <Form.Item name="place" label={t('place')}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="mac" label={t('mac')}>
        <Select options={macs.map((value) => ({ value, label: t(`macs.${value}`) }))} />
      </Form.Item>
      <LimitItems />
    </EditDrawer>
  );
}
