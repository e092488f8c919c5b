import { Form, Input, InputNumber } from 'antd';
import type { Rule } from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import type { Limits } from '../api/types';
import { fen, plainYuan } from './money';

/** Limits as they stand in a form: yuan as text, empty for none. */
export interface LimitFields {
  readonly each: string;
  readonly day: string;
  readonly count: number | null;
}

export const limitFields = (limits: Limits): LimitFields => ({
  each: limits.eachMinor === 0 ? '' : plainYuan(limits.eachMinor),
  day: limits.dayMinor === 0 ? '' : plainYuan(limits.dayMinor),
  count: limits.dayCount === 0 ? null : limits.dayCount,
});

export const limitsOf = (fields: LimitFields): Limits => ({
  eachMinor: fen(fields.each) ?? 0,
  dayMinor: fen(fields.day) ?? 0,
  dayCount: fields.count ?? 0,
});

/** The rule of a field that holds yuan or nothing. */
export function useYuanRule(): Rule {
  const { t } = useTranslation('core');
  return {
    validator: (_, value: string | undefined) =>
      value === undefined || value === '' || fen(value) !== null
        ? Promise.resolve()
        : Promise.reject(new Error(t('yuanRule'))),
  };
}

/** Fields `limits.each`, `limits.day`, `limits.count`. */
export function LimitItems() {
  const { t } = useTranslation('core');
  const rule = useYuanRule();
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: '0 16px' }}>
      <Form.Item name={['limits', 'each']} label={t('limits.each')} rules={[rule]}>
        <Input prefix="¥" inputMode="decimal" placeholder={t('limits.none')} />
      </Form.Item>
      <Form.Item name={['limits', 'day']} label={t('limits.day')} rules={[rule]}>
        <Input prefix="¥" inputMode="decimal" placeholder={t('limits.none')} />
      </Form.Item>
      <Form.Item name={['limits', 'count']} label={t('limits.count')}>
        <InputNumber min={1} max={1_000_000} precision={0} placeholder={t('limits.none')} style={{ width: '100%' }} />
      </Form.Item>
    </div>
  );
}
