import { EditDrawer } from '@shared/desk/EditDrawer';
import { useSave } from '@shared/desk/useSave';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { MacAlgorithm, NewTerminalRequest, TerminalEdit, TerminalView } from '../../../api/types';
import { LimitItems, limitFields, limitsOf, type LimitFields } from '../../../core/limits';
import { OfflineItems, offlineFields, offlineOf, type OfflineFields } from './OfflineItems';
import { MerchantSelect } from '../../../core/MerchantSelect';

interface Fields {
  readonly number: string;
  readonly merchant: string | null;
  readonly place?: string;
  readonly mac: MacAlgorithm;
  readonly limits: LimitFields;
  readonly offline: OfflineFields;
}

const macs: readonly MacAlgorithm[] = ['UnionPay', 'RetailMac', 'Cmac'];

interface TerminalFormProps {
  readonly merchant: string | null;
  /** Which one is changed; null for a new one. */
  readonly terminal: TerminalView | null;
  onClose(this: void): void;
  onSaved(this: void, number: string): void;
}

const blank = {
  number: '',
  mac: 'UnionPay',
  limits: { each: '', day: '', count: null },
  offline: { each: '', sum: '', count: null },
} as const;

/** Adds a terminal, whose life begins as new, or changes what one may do. */
export function TerminalForm({ merchant, terminal, onClose, onSaved }: TerminalFormProps) {
  const { t } = useTranslation('terminals');
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const submit = async (fields: Fields): Promise<void> => {
    const edit: TerminalEdit = {
      place: fields.place ?? '',
      mac: fields.mac,
      limits: limitsOf(fields.limits),
      offline: offlineOf(fields.offline),
    };
    const request: NewTerminalRequest = { ...edit, number: fields.number, merchant: fields.merchant ?? '' };
    if (
      await save(() =>
        terminal === null ? hostApi.post('terminals', request) : hostApi.put(`terminals/${terminal.number}`, edit),
      )
    ) {
      onSaved(fields.number);
    }
  };
  return (
    <EditDrawer
      title={terminal === null ? t('add') : t('edit', { number: terminal.number })}
      form={form}
      initial={
        terminal === null
          ? { ...blank, merchant }
          : { ...terminal, limits: limitFields(terminal.limits), offline: offlineFields(terminal.offline) }
      }
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
        <Input className="figures" maxLength={8} autoFocus disabled={terminal !== null} />
      </Form.Item>
      <Form.Item name="merchant" label={t('merchant')} rules={[{ required: true, message: t('desk:required') }]}>
        <MerchantSelect label={t('merchant')} allowClear={false} disabled={terminal !== null} />
      </Form.Item>
      <Form.Item name="place" label={t('place')}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="mac" label={t('mac')}>
        <Select options={macs.map((value) => ({ value, label: t(`macs.${value}`) }))} />
      </Form.Item>
      <LimitItems />
      <OfflineItems />
    </EditDrawer>
  );
}
