import { useLocalName } from '@shared/i18n/useLanguage';
import { formatDecimal, parseDecimal } from '@shared/money/money';
import { App, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TaxClassView } from '../../../api/types';
import { EditDrawer } from '../../../core/EditDrawer';
import { NameItems, orNull } from '../../../core/fields';
import { useSave } from '../../../core/useSave';
import { changeTaxClass, createTaxClass, deleteTaxClass } from '../api/groups';
import { DeleteButton } from './DeleteButton';

interface TaxClassDrawerProps {
  readonly view: TaxClassView | null;
  onClose(this: void): void;
  onDone(this: void): void;
}

interface Fields {
  readonly name: string;
  readonly nameEn?: string | null;
  readonly rate: string;
  readonly inclusive: boolean;
}

// Parts per million are ten-thousandths of a percent.
const decimals = 4;
const wholePpm = 1_000_000;

/** 130,000 ppm → `13`. */
export const ratePercent = (ppm: number): string =>
  formatDecimal(ppm, decimals, false).replace(/0+$/, '').replace(/\.$/, '');

export function TaxClassDrawer({ view, onClose, onDone }: TaxClassDrawerProps) {
  const { t } = useTranslation('groups');
  const localName = useLocalName();
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const submit = async ({ rate, ...fields }: Fields): Promise<void> => {
    const edit = {
      version: view?.version ?? 0,
      name: fields.name.trim(),
      nameEn: orNull(fields.nameEn),
      ratePpm: parseDecimal(rate, decimals) ?? 0,
      inclusive: fields.inclusive,
    };
    if (await save(() => (view === null ? createTaxClass(edit) : changeTaxClass(view.taxClass.id, edit)), onDone)) {
      void message.success(t('core:saved'));
      onDone();
    }
  };
  return (
    <EditDrawer<Fields>
      title={view === null ? t('newTaxClass') : localName(view.taxClass.name, view.taxClass.nameEn)}
      form={form}
      initial={
        view === null
          ? { name: '', rate: '', inclusive: true }
          : {
              name: view.taxClass.name,
              nameEn: view.taxClass.nameEn ?? null,
              rate: ratePercent(view.taxClass.ratePpm),
              inclusive: view.taxClass.inclusive,
            }
      }
      pending={pending}
      size={440}
      onSubmit={(fields) => void submit(fields)}
      onClose={onClose}
      extra={
        view !== null && (
          <DeleteButton
            title={t('deleteTaxClass', { name: view.taxClass.name })}
            remove={() => deleteTaxClass(view.taxClass.id, view.version)}
            onDone={onDone}
          />
        )
      }
    >
      <NameItems longest={50} autoFocus />
      <Form.Item
        name="rate"
        label={t('rate')}
        rules={[
          {
            required: true,
            validator: (_, value: string | undefined) => {
              const ppm = parseDecimal(value ?? '', decimals);
              return ppm !== null && ppm <= wholePpm ? Promise.resolve() : Promise.reject(new Error(t('rateRule')));
            },
          },
        ]}
      >
        <Input className="figures" suffix="%" inputMode="decimal" style={{ width: 140 }} />
      </Form.Item>
      <Form.Item name="inclusive" label={t('inPrice')} extra={t('inPriceExtra')}>
        <Radio.Group
          options={[
            { value: true, label: t('inclusive') },
            { value: false, label: t('exclusive') },
          ]}
        />
      </Form.Item>
    </EditDrawer>
  );
}
