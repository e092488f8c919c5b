import { ReceiptPaper } from '@shared/receipts/ReceiptPaper';
import { Form } from 'antd';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoney } from '../../../core/session';
import styles from './Settings.module.css';
import { sampleReceipt } from './sampleReceipt';
import { newStoreFields, type StoreFields } from './storeFields';

/** What a receipt will look like, while its settings are typed. */
export function ReceiptPreview({ logoPbm }: { readonly logoPbm: string | null }) {
  const { t, i18n } = useTranslation('settings');
  const money = useMoney();
  const form = Form.useFormInstance<StoreFields>();
  const typed = Form.useWatch((values: StoreFields) => values, form) as StoreFields | undefined;
  const fields = useDeferredValue({ ...newStoreFields, ...typed });
  const print = money.plain;
  const key = JSON.stringify(fields);
  const { rows, cells } = useMemo(() => {
    const known = JSON.parse(key) as StoreFields;
    const words = i18n.getFixedT(known.language === 'en' ? 'en' : 'zh-CN', 'settings', 'sample');
    return sampleReceipt(known, logoPbm, words, (minor) => print(minor));
    // The texts depend on the receipt's language alone, and amounts on the merchant's currency.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, logoPbm]);
  return (
    <aside className={styles['preview']} aria-label={t('preview')}>
      <p className={styles['previewTitle']}>{t('preview')}</p>
      <div className={styles['previewScroll']} tabIndex={0} role="group" aria-label={t('preview')}>
        <ReceiptPaper rows={rows} widthCells={cells} cellPx={cells === 32 ? 8 : 6.4} />
      </div>
      <p className={styles['hint']}>{t('previewNote')}</p>
    </aside>
  );
}
