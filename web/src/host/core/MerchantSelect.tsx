import { useDebounced } from '@shared/desk/useDebounced';
import { Select } from 'antd';
import { useState } from 'react';
import { useMerchantChoice } from './lists';

interface MerchantSelectProps {
  readonly label: string;
  readonly value?: string | null;
  readonly allowClear?: boolean;
  readonly disabled?: boolean;
  readonly id?: string;
  onChange?(this: void, merchant: string | null): void;
}

/** Chooses a merchant by name or number. */
export function MerchantSelect({
  label,
  value,
  allowClear = true,
  disabled = false,
  id,
  onChange,
}: MerchantSelectProps) {
  const [text, setText] = useState('');
  const choice = useMerchantChoice(useDebounced(text));
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      aria-label={label}
      placeholder={label}
      style={{ flex: '1 1 280px', width: '100%', maxWidth: id === undefined ? 420 : undefined }}
      allowClear={allowClear}
      disabled={disabled}
      showSearch={{ filterOption: false, onSearch: setText }}
      value={value ?? null}
      options={(choice.data ?? []).map((merchant) => ({
        value: merchant.number,
        label: `${merchant.name} ${merchant.number}`,
      }))}
      onChange={(chosen: string | null | undefined) => onChange?.(chosen ?? null)}
    />
  );
}
