import { Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { LogoField } from './LogoField';
import styles from './Settings.module.css';
import { mostLines } from './storeFields';

/** What is printed around a sale. */
export function ReceiptItems() {
  const { t } = useTranslation('settings');
  const linesRule = {
    validator: (_: unknown, value: string | undefined) => {
      const lines = (value ?? '').trim().split('\n');
      return lines.length <= mostLines && lines.every((line) => line.length <= 100)
        ? Promise.resolve()
        : Promise.reject(new Error(t('linesRule')));
    },
  };
  return (
    <>
      <h2 className={styles['group']}>{t('receipt')}</h2>
      <Form.Item name="logoPbm" label={t('logo')} extra={t('logoExtra')}>
        <LogoField />
      </Form.Item>
      <div className={styles['two']}>
        <Form.Item name="header" label={t('header')} extra={t('linesExtra')} rules={[linesRule]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <Form.Item name="footer" label={t('footer')} rules={[linesRule]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      </div>
      <Form.Item name="advertisement" label={t('advertisement')} extra={t('advertisementExtra')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <div className={styles['two']}>
        <Form.Item name="print" label={t('print')}>
          <Select
            options={(['always', 'ask', 'never'] as const).map((value) => ({ value, label: t(`printModes.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="paperMm" label={t('paperWidth')}>
          <Radio.Group
            optionType="button"
            options={([58, 80] as const).map((value) => ({ value, label: t('paper', { mm: value }) }))}
          />
        </Form.Item>
        <Form.Item name="language" label={t('receiptLanguage')} extra={t('receiptLanguageExtra')}>
          <Radio.Group
            optionType="button"
            options={[
              { value: 'zh', label: t('languages.zh') },
              { value: 'en', label: t('languages.en') },
            ]}
          />
        </Form.Item>
      </div>
    </>
  );
}
