import { Form, Input, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { MoneyItem, NameItems } from '../../../core/fields';
import styles from './Settings.module.css';
import type { StoreFields } from './storeFields';

const firstZones = ['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Hong_Kong', 'Asia/Macau', 'Asia/Taipei'];
const zones = [...firstZones, ...Intl.supportedValuesOf('timeZone').filter((zone) => !firstZones.includes(zone))];
const lockChoices = [0, 60, 120, 300, 600, 1800];

/** Where and when a store is. */
export function PlaceItems({ isNew }: { readonly isNew: boolean }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <h2 className={styles['group']}>{t('place')}</h2>
      <div className={styles['two']}>
        <NameItems longest={50} autoFocus={isNew} />
        <Form.Item
          name="code"
          label={t('storeCode')}
          extra={t('storeCodeExtra')}
          rules={[{ required: true, pattern: /^[A-Za-z0-9]{1,4}$/, message: t('storeCodeRule') }]}
        >
          <Input maxLength={4} disabled={!isNew} autoComplete="off" style={{ textTransform: 'uppercase' }} />
        </Form.Item>
        <Form.Item name="phone" label={t('phone')}>
          <Input maxLength={40} inputMode="tel" autoComplete="off" />
        </Form.Item>
        <Form.Item name="address" label={t('address')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="addressEn" label={t('addressEn')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="timeZone" label={t('timeZone')} rules={[{ required: true }]}>
          <Select showSearch options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))} />
        </Form.Item>
        <Form.Item name="dayChangeHour" label={t('dayChange')} extra={t('dayChangeExtra')}>
          <Select
            options={Array.from({ length: 24 }, (_, hour) => ({
              value: hour,
              label: `${String(hour).padStart(2, '0')}:00`,
            }))}
          />
        </Form.Item>
      </div>
    </>
  );
}

/** What its tills do at the counter. */
export function CounterItems() {
  const { t } = useTranslation('settings');
  const form = Form.useFormInstance<StoreFields>();
  const mode = Form.useWatch('roundingMode', form) ?? 'none';
  return (
    <>
      <h2 className={styles['group']}>{t('counter')}</h2>
      <div className={styles['two']}>
        <Form.Item name="roundingMode" label={t('rounding')} extra={t('roundingExtra')}>
          <Select
            options={(['none', 'down', 'nearest'] as const).map((value) => ({
              value,
              label: t(`roundingModes.${value}`),
            }))}
          />
        </Form.Item>
        {mode !== 'none' && <MoneyItem name="roundingUnit" label={t('roundingUnit')} extra={t('roundingUnitExtra')} />}
        <Form.Item name="idleLockSeconds" label={t('idleLock')} extra={t('idleLockExtra')}>
          <Select
            options={lockChoices.map((seconds) => ({
              value: seconds,
              label: seconds === 0 ? t('never') : t('lockMinutes', { count: seconds / 60 }),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="tipPercents"
          label={t('tips')}
          extra={t('tipsExtra')}
          rules={[
            {
              validator: (_, value: readonly string[] | undefined) =>
                (value ?? []).length <= 6 && (value ?? []).every((text) => /^([1-9]\d?|100)$/.test(text))
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('tipsRule'))),
            },
          ]}
        >
          <Select mode="tags" tokenSeparators={[',', ' ']} suffix={null} open={false} placeholder={t('noTips')} />
        </Form.Item>
      </div>
      <div className={styles['switch']}>
        <Form.Item name="blindCount" valuePropName="checked" noStyle>
          <Switch aria-label={t('blindCount')} />
        </Form.Item>
        <span>
          <strong>{t('blindCount')}</strong>
          <span className={styles['hint']}>{t('blindCountExtra')}</span>
        </span>
      </div>
    </>
  );
}
