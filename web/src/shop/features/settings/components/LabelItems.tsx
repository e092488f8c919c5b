import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LabelRule } from '../../../api/types';
import { useMoney } from '../../../core/session';
import { exampleOf, labelPrefixes, newLabelRule, problemOf } from './labelRules';
import styles from './Settings.module.css';
import type { StoreFields } from './storeFields';

/** How the barcodes of the store's own scales are read. */
export function LabelItems() {
  const { t } = useTranslation('settings');
  const money = useMoney();
  const form = Form.useFormInstance<StoreFields>();
  const rules = Form.useWatch('labelRules', form) ?? [];
  const taken = rules.map((rule) => rule.prefix);
  const example = (rule: LabelRule): string => {
    const { code, item, digits } = exampleOf(rule);
    const whole = digits.slice(0, digits.length - rule.decimals).replace(/^0+(?=\d)/, '') || '0';
    const amount = rule.decimals === 0 ? whole : `${whole}.${digits.slice(digits.length - rule.decimals)}`;
    return t('labelExample', {
      code,
      item,
      value: rule.value === 'weight' ? t('labelKg', { weight: amount }) : `${money.symbol}${amount}`,
    });
  };
  return (
    <>
      <h2 className={styles['group']}>{t('labels')}</h2>
      <p className={styles['hint']}>{t('labelsHint')}</p>
      <Form.List name="labelRules">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => {
              const rule = rules[name];
              const problem = rule === undefined ? null : problemOf(rule, taken, money.exponent);
              return (
                <div key={key} className={styles['label']}>
                  <Form.Item name={[name, 'prefix']} label={t('labelPrefix')}>
                    <Select options={labelPrefixes.map((prefix) => ({ value: prefix, label: prefix }))} />
                  </Form.Item>
                  <Form.Item name={[name, 'value']} label={t('labelValue')}>
                    <Select
                      options={(['weight', 'price'] as const).map((value) => ({
                        value,
                        label: t(`labelValues.${value}`),
                      }))}
                    />
                  </Form.Item>
                  <Form.Item name={[name, 'itemDigits']} label={t('labelItemDigits')} rules={[{ required: true }]}>
                    <InputNumber min={1} max={9} precision={0} />
                  </Form.Item>
                  <Form.Item name={[name, 'valueDigits']} label={t('labelValueDigits')} rules={[{ required: true }]}>
                    <InputNumber min={1} max={9} precision={0} />
                  </Form.Item>
                  <Form.Item name={[name, 'decimals']} label={t('labelDecimals')} rules={[{ required: true }]}>
                    <InputNumber min={0} max={rule?.value === 'price' ? money.exponent : 3} precision={0} />
                  </Form.Item>
                  <Form.Item name={[name, 'valueCheck']} label={t('labelCheck')} valuePropName="checked">
                    <Switch />
                  </Form.Item>
                  <Button
                    type="text"
                    icon={<DeleteOutlined aria-hidden="true" />}
                    aria-label={t('labelRemove', { prefix: rule?.prefix ?? '' })}
                    onClick={() => {
                      remove(name);
                    }}
                  />
                  <Form.Item
                    className={styles['labelNote'] ?? ''}
                    name={[name, 'checked']}
                    dependencies={[['labelRules']]}
                    rules={[
                      {
                        validator: () => (problem === null ? Promise.resolve() : Promise.reject(new Error(t(problem)))),
                      },
                    ]}
                  >
                    <span className={problem === null ? styles['hint'] : styles['wrong']} role="status">
                      {problem !== null ? t(problem) : rule === undefined ? '' : example(rule)}
                    </span>
                  </Form.Item>
                </div>
              );
            })}
            <Button
              type="dashed"
              icon={<PlusOutlined aria-hidden="true" />}
              disabled={fields.length >= labelPrefixes.length}
              onClick={() => {
                add(newLabelRule(taken));
              }}
            >
              {t('labelAdd')}
            </Button>
          </>
        )}
      </Form.List>
    </>
  );
}
