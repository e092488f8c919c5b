import { Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OfflineLimits } from '../../../api/types';
import { useYuanRule } from '../../../core/limits';
import { fen, plainYuan } from '../../../core/money';

/** What a terminal may approve without asking, as it stands in a form: empty for nothing. */
export interface OfflineFields {
  readonly each: string;
  readonly sum: string;
  readonly count: number | null;
}

export const offlineFields = (offline: OfflineLimits): OfflineFields => ({
  each: offline.eachMinor === 0 ? '' : plainYuan(offline.eachMinor),
  sum: offline.sumMinor === 0 ? '' : plainYuan(offline.sumMinor),
  count: offline.count === 0 ? null : offline.count,
});

export const offlineOf = (fields: OfflineFields): OfflineLimits => ({
  eachMinor: fen(fields.each) ?? 0,
  sumMinor: fen(fields.sum) ?? 0,
  count: fields.count ?? 0,
});

/** Fields `offline.each`, `offline.sum`, `offline.count`. */
export function OfflineItems() {
  const { t } = useTranslation('terminals');
  const rule = useYuanRule();
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <legend style={{ marginBottom: 8 }}>{t('offline.title')}</legend>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: '0 16px' }}>
        <Form.Item name={['offline', 'each']} label={t('offline.each')} rules={[rule]}>
          <Input prefix="¥" inputMode="decimal" placeholder={t('offline.none')} />
        </Form.Item>
        <Form.Item name={['offline', 'sum']} label={t('offline.sum')} rules={[rule]}>
          <Input prefix="¥" inputMode="decimal" placeholder={t('offline.none')} />
        </Form.Item>
        <Form.Item name={['offline', 'count']} label={t('offline.count')}>
          <InputNumber min={1} max={999} precision={0} placeholder={t('offline.none')} style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </fieldset>
  );
}
