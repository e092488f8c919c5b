import { FilterOutlined, SearchOutlined } from '@ant-design/icons';
import { useLocalName } from '@shared/i18n/useLanguage';
import records from '@shared/desk/Records.module.css';
import { Badge, Button, DatePicker, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderKind, ReportNames } from '../../../api/types';
import { useMoney, useSession } from '../../../core/session';
import { useTenderName, useTenderTypes } from '../../../core/tenderTypes';
import { filterCount, noFilters, presets, type Filters, type Preset } from './filters';

interface FilterBarProps {
  readonly filters: Filters;
  readonly names: ReportNames | null;
  onChange(this: void, filters: Filters): void;
}

const kinds: readonly OrderKind[] = ['sale', 'refund', 'void'];

function MoreFilters({ filters, names, onChange }: FilterBarProps) {
  const { t } = useTranslation('orders');
  const tenderName = useTenderName();
  const tenderTypes = useTenderTypes();
  const localName = useLocalName();
  const money = useMoney();
  const { storeId } = useSession();
  const wrong = (text: string): '' | 'error' => (text !== '' && money.parse(text) === null ? 'error' : '');
  const select = (
    field: 'kind' | 'tender' | 'staffId' | 'till',
    label: string,
    options: { value: string; label: string }[],
  ) => (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={label}
      placeholder={label}
      value={filters[field]}
      options={options}
      onChange={(value: string | undefined) => onChange({ ...filters, [field]: value ?? null })}
    />
  );
  const here = <T extends { readonly storeId?: string | null }>(list: readonly T[]): readonly T[] =>
    list.filter((named) => storeId === null || named.storeId == null || named.storeId === storeId);
  return (
    <div className={records['more']}>
      {select(
        'kind',
        t('kind'),
        kinds.map((kind) => ({ value: kind, label: t(`core:kinds.${kind}`) })),
      )}
      {select(
        'tender',
        t('tender'),
        ['cash', 'card', ...tenderTypes.map((type) => type.code)].map((kind) => ({
          value: kind,
          label: tenderName(kind),
        })),
      )}
      {select(
        'staffId',
        t('cashier'),
        here(names?.staff ?? []).map((person) => ({
          value: person.id,
          label: `${localName(person.name, person.nameEn)} (${person.code})`,
        })),
      )}
      {select(
        'till',
        t('till'),
        here(names?.tills ?? []).map((till) => ({ value: till.id, label: localName(till.name, till.nameEn) })),
      )}
      <Input
        value={filters.product}
        placeholder={t('product')}
        aria-label={t('product')}
        allowClear
        onChange={(event) => onChange({ ...filters, product: event.target.value })}
      />
      <div className={records['amounts']}>
        {(['min', 'max'] as const).map((field) => (
          <Input
            key={field}
            className="figures"
            prefix={money.symbol}
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

/** What the order query can be narrowed by. */
export function FilterBar(props: FilterBarProps) {
  const { filters, onChange } = props;
  const { t } = useTranslation('orders');
  const [open, setOpen] = useState(false);
  const count = filterCount(filters);
  return (
    <div className={records['filters']} role="search">
      <div className={records['first']}>
        <Input
          className={records['number'] ?? ''}
          prefix={<SearchOutlined aria-hidden="true" />}
          placeholder={t('numberPlaceholder')}
          aria-label={t('numberPlaceholder')}
          allowClear
          value={filters.number}
          onChange={(event) => onChange({ ...filters, number: event.target.value })}
        />
        <Segmented<Preset | 'own'>
          aria-label={t('when')}
          value={typeof filters.when === 'string' ? filters.when : 'own'}
          onChange={(value) => value !== 'own' && onChange({ ...filters, when: value })}
          options={presets.map((preset) => ({ value: preset, label: t(`presets.${preset}`) }))}
        />
        <DatePicker.RangePicker
          className={records['range'] ?? ''}
          aria-label={t('when')}
          showTime={{ format: 'HH:mm' }}
          format="MM-DD HH:mm"
          value={typeof filters.when === 'string' ? null : [filters.when[0], filters.when[1]]}
          onChange={(range) =>
            onChange({ ...filters, when: range?.[0] != null && range[1] != null ? [range[0], range[1]] : 'week' })
          }
        />
        <Badge count={count} size="small">
          <Button icon={<FilterOutlined aria-hidden="true" />} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('moreFilters')}
          </Button>
        </Badge>
        {(count > 0 || filters.number !== '') && (
          <Button type="link" onClick={() => onChange(noFilters)}>
            {t('core:reset')}
          </Button>
        )}
      </div>
      {open && <MoreFilters {...props} />}
    </div>
  );
}
