import { FilterOutlined, SearchOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Badge, Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wallets } from '../../../core/wallets';
import { useTenderName } from '../../../core/tenderNames';
import { useTill } from '../../../core/tillStore';
import { useMoney } from '../../../core/useMoney';
import { staffList, type OrderFilter } from '../api/orders';
import { presets, range, type Preset } from './filter';
import styles from './Orders.module.css';

interface FiltersProps {
  readonly initial: Preset;
  readonly filter: OrderFilter;
  onChange(this: void, filter: OrderFilter): void;
}

const kinds = ['sale', 'refund', 'void'] as const;

export function Filters({ initial, filter, onChange }: FiltersProps) {
  const { t } = useTranslation('orders');
  const localName = useLocalName();
  const tenderName = useTenderName();
  const tenderTypes = useTill().view?.till?.tenderTypes ?? [];
  const money = useMoney();
  const [preset, setPreset] = useState<Preset>(initial);
  const [open, setOpen] = useState(false);
  const staff = useLoad('staff', staffList);
  const set = (change: Partial<OrderFilter>): void => {
    onChange({ ...filter, ...change });
  };
  const inUse = [filter.minMinor, filter.maxMinor, filter.tender, filter.staffId, filter.kind].filter(
    (value) => value !== null,
  ).length;
  const used = inUse + (filter.product === '' ? 0 : 1);
  const amount = (name: 'minMinor' | 'maxMinor', label: string) => (
    <Input
      allowClear
      aria-label={label}
      placeholder={label}
      inputMode="decimal"
      prefix={money.symbol}
      onChange={(event) => {
        set({ [name]: event.target.value === '' ? null : money.parse(event.target.value) });
      }}
    />
  );

  return (
    <div className={styles['filters']} role="search" aria-label={t('filter')}>
      <div className={styles['filterRow']}>
        <Input
          allowClear
          prefix={<SearchOutlined aria-hidden="true" />}
          aria-label={t('number')}
          placeholder={t('numberPlaceholder')}
          value={filter.number}
          onChange={(event) => {
            set({ number: event.target.value });
          }}
        />
        <Badge count={used} color="#b4540a">
          <Button
            icon={<FilterOutlined aria-hidden="true" />}
            aria-expanded={open}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {t('moreFilters')}
          </Button>
        </Badge>
      </div>
      <Segmented<Preset>
        block
        value={preset}
        options={presets.map((value) => ({ value, label: t(`presets.${value}`) }))}
        onChange={(value) => {
          setPreset(value);
          set(range(value));
        }}
      />
      {open && (
        <div className={styles['more']}>
          {amount('minMinor', t('least'))}
          {amount('maxMinor', t('most'))}
          <Select
            allowClear
            aria-label={t('kind')}
            placeholder={t('kind')}
            value={filter.kind}
            options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onChange={(kind: string | undefined) => set({ kind: kind ?? null })}
          />
          <Select
            allowClear
            aria-label={t('tender')}
            placeholder={t('tender')}
            value={filter.tender}
            options={[
              'cash',
              'card',
              ...wallets.map((wallet) => `code-${wallet}`),
              ...tenderTypes.map((type) => type.code),
            ].map((kind) => ({
              value: kind,
              label: tenderName(kind),
            }))}
            onChange={(tender: string | undefined) => set({ tender: tender ?? null })}
          />
          <Select
            allowClear
            aria-label={t('cashier')}
            placeholder={t('cashier')}
            value={filter.staffId}
            options={(staff.data ?? []).map((person) => ({
              value: person.id,
              label: localName(person.name, person.nameEn),
            }))}
            onChange={(staffId: string | undefined) => set({ staffId: staffId ?? null })}
          />
          <Input
            allowClear
            aria-label={t('product')}
            placeholder={t('product')}
            value={filter.product}
            onChange={(event) => {
              set({ product: event.target.value });
            }}
          />
        </div>
      )}
    </div>
  );
}
