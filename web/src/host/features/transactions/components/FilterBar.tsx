import { CreditCardOutlined, FilterOutlined, SearchOutlined } from '@ant-design/icons';
import records from '@shared/desk/Records.module.css';
import { Badge, Button, DatePicker, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fen } from '../../../core/money';
import { filterCount, flows, noFilters, standings, type Filters } from './filters';

interface FilterBarProps {
  readonly filters: Filters;
  onChange(this: void, filters: Filters): void;
}

function MoreFilters({ filters, onChange }: FilterBarProps) {
  const { t } = useTranslation('transactions');
  const wrong = (text: string): '' | 'error' => (text !== '' && fen(text) === null ? 'error' : '');
  const text = (field: 'merchant' | 'terminal' | 'code', longest: number) => (
    <Input
      className="figures"
      allowClear
      maxLength={longest}
      value={filters[field]}
      placeholder={t(`fieldsOf.${field}`)}
      aria-label={t(`fieldsOf.${field}`)}
      onChange={(event) => onChange({ ...filters, [field]: event.target.value })}
    />
  );
  return (
    <div className={records['more']}>
      <Select
        allowClear
        aria-label={t('standing')}
        placeholder={t('standing')}
        value={filters.standing}
        options={standings.map((value) => ({ value, label: t(`core:standings.${value}`) }))}
        onChange={(value) => onChange({ ...filters, standing: value ?? null })}
      />
      <Select
        allowClear
        aria-label={t('flow')}
        placeholder={t('flow')}
        value={filters.flow}
        options={flows.map((value) => ({ value, label: t(`core:flows.${value}`) }))}
        onChange={(value) => onChange({ ...filters, flow: value ?? null })}
      />
      {text('merchant', 15)}
      {text('terminal', 8)}
      {text('code', 2)}
      <div className={records['amounts']}>
        {(['min', 'max'] as const).map((field) => (
          <Input
            key={field}
            className="figures"
            prefix="¥"
            inputMode="decimal"
            value={filters[field]}
            status={wrong(filters[field])}
            placeholder={t(field)}
            aria-label={t(field)}
            onChange={(event) => onChange({ ...filters, [field]: event.target.value })}
          />
        ))}
      </div>
    </div>
  );
}

/** What the search can be narrowed by. */
export function FilterBar(props: FilterBarProps) {
  const { filters, onChange } = props;
  const { t } = useTranslation('transactions');
  const [open, setOpen] = useState(false);
  const count = filterCount(filters);
  return (
    <div className={records['filters']} role="search">
      <div className={records['first']}>
        <Input
          className={records['number'] ?? ''}
          prefix={<SearchOutlined aria-hidden="true" />}
          inputMode="numeric"
          placeholder={t('numberPlaceholder')}
          aria-label={t('numberPlaceholder')}
          allowClear
          maxLength={12}
          value={filters.number}
          onChange={(event) => onChange({ ...filters, number: event.target.value })}
        />
        <Input
          className={records['number'] ?? ''}
          prefix={<CreditCardOutlined aria-hidden="true" />}
          placeholder={t('cardPlaceholder')}
          aria-label={t('cardPlaceholder')}
          autoComplete="off"
          allowClear
          maxLength={23}
          value={filters.card}
          onChange={(event) => onChange({ ...filters, card: event.target.value })}
        />
        <DatePicker.RangePicker
          className={records['range'] ?? ''}
          aria-label={t('days')}
          value={filters.days === null ? null : [filters.days[0], filters.days[1]]}
          onChange={(range) =>
            onChange({ ...filters, days: range?.[0] != null && range[1] != null ? [range[0], range[1]] : null })
          }
        />
        <Badge count={count} size="small">
          <Button icon={<FilterOutlined aria-hidden="true" />} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('moreFilters')}
          </Button>
        </Badge>
        {(count > 0 || filters.number !== '' || filters.card !== '') && (
          <Button type="link" onClick={() => onChange(noFilters())}>
            {t('core:reset')}
          </Button>
        )}
      </div>
      {open && <MoreFilters {...props} />}
    </div>
  );
}
