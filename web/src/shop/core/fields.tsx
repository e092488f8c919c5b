import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoney } from './session';

/** Text of an optional field as the server wants it. */
export const orNull = (text: string | null | undefined): string | null => {
  const trimmed = (text ?? '').trim();
  return trimmed === '' ? null : trimmed;
};

interface MoneyItemProps {
  readonly name: string | readonly string[];
  readonly label: ReactNode;
  readonly extra?: ReactNode;
  readonly required?: boolean;
}

/** An amount as decimal text; the form keeps the text, and it becomes whole minor units without a float in between. */
export function MoneyItem({ name, label, extra, required = true }: MoneyItemProps) {
  const { t } = useTranslation('core');
  const money = useMoney();
  return (
    <Form.Item
      name={typeof name === 'string' ? name : [...name]}
      label={label}
      extra={extra}
      required={required}
      rules={[
        {
          validator: (_, value: string | undefined) => {
            if ((value ?? '').trim() === '') {
              return required ? Promise.reject(new Error(t('required'))) : Promise.resolve();
            }
            return money.parse(value ?? '') === null
              ? Promise.reject(
                  new Error(money.exponent === 0 ? t('moneyRuleWhole') : t('moneyRule', { decimals: money.exponent })),
                )
              : Promise.resolve();
          },
        },
      ]}
    >
      <Input className="figures" prefix={money.symbol} inputMode="decimal" autoComplete="off" maxLength={16} />
    </Form.Item>
  );
}

/** Chinese and English name side by side: fields `name` and `nameEn`. */
export function NameItems({ longest, autoFocus = false }: { readonly longest: number; readonly autoFocus?: boolean }) {
  const { t } = useTranslation('core');
  return (
    <>
      <Form.Item
        name="name"
        label={t('nameZh')}
        required
        rules={[{ required: true, whitespace: true, message: t('required') }]}
      >
        <Input maxLength={longest} autoFocus={autoFocus} autoComplete="off" />
      </Form.Item>
      <Form.Item name="nameEn" label={t('nameEn')}>
        <Input maxLength={longest} autoComplete="off" />
      </Form.Item>
    </>
  );
}
