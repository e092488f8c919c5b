import { useLocalName } from '@shared/i18n/useLanguage';
import { Form, Input, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CategoryView, TaxClassView } from '../../../api/types';
import { MoneyItem, NameItems } from '../../../core/fields';
import { BarcodeField } from './BarcodeField';
import { MarginLine } from './MarginLine';
import { PictureField } from './PictureField';
import styles from './Products.module.css';

export interface Choices {
  readonly categories: readonly CategoryView[];
  readonly taxClasses: readonly TaxClassView[];
}

function SwitchItem({ name, label, hint }: { readonly name: string; readonly label: string; readonly hint: string }) {
  return (
    <div className={styles['switch']}>
      <Form.Item name={name} valuePropName="checked" noStyle>
        <Switch aria-label={label} />
      </Form.Item>
      <span>
        <strong>{label}</strong>
        <span className={styles['hint']}>{hint}</span>
      </span>
    </div>
  );
}

/** The fields of a product. */
export function ProductForm({ choices }: { readonly choices: Choices }) {
  const { t } = useTranslation('products');
  const localName = useLocalName();
  return (
    <>
      <Form.Item name="pictureId" label={t('picture')} className={styles['wideItem'] ?? ''}>
        <PictureField />
      </Form.Item>
      <div className={styles['two']}>
        <NameItems longest={100} autoFocus />
      </div>
      <Form.Item name="barcodes" label={t('barcodes')} extra={t('barcodesExtra')}>
        <BarcodeField />
      </Form.Item>
      <div className={styles['two']}>
        <MoneyItem name="price" label={t('price')} />
        <MoneyItem name="cost" label={t('cost')} required={false} />
      </div>
      <MarginLine />
      <div className={styles['two']}>
        <Form.Item name="categoryId" label={t('category')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('noCategory')}
            options={choices.categories.map(({ category }) => ({
              value: category.id,
              label: localName(category.name, category.nameEn),
            }))}
          />
        </Form.Item>
        <Form.Item name="taxClassId" label={t('taxClass')} rules={[{ required: true, message: t('core:required') }]}>
          <Select
            options={choices.taxClasses.map(({ taxClass }) => ({
              value: taxClass.id,
              label: localName(taxClass.name, taxClass.nameEn),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="unit"
          label={t('unit')}
          rules={[{ required: true, whitespace: true, message: t('core:required') }]}
        >
          <Input maxLength={10} />
        </Form.Item>
        <Form.Item name="unitEn" label={t('unitEn')}>
          <Input maxLength={10} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('code')}
          extra={t('codeExtra')}
          rules={[{ pattern: /^[!-~]*$/, message: t('codeRule') }]}
        >
          <Input maxLength={32} className="figures" autoComplete="off" />
        </Form.Item>
      </div>
      <div className={styles['switches']}>
        <SwitchItem name="weighed" label={t('weighed')} hint={t('weighedHint')} />
        <SwitchItem name="favourite" label={t('favourite')} hint={t('favouriteHint')} />
        <SwitchItem name="active" label={t('active')} hint={t('activeHint')} />
      </div>
    </>
  );
}
