import { useLoad } from '@shared/api/useLoad';
import { Form, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { Paper } from '../../../core/Paper';
import { useMoney } from '../../../core/session';
import { useDebounced } from '../../../core/useDebounced';
import { receiptPreview } from '../api/settings';
import styles from './Settings.module.css';
import { newStoreFields, storeEditOf, type StoreFields } from './storeFields';

/** What a receipt will look like, while its settings are typed: drawn from the bytes that the printer would get. */
export function ReceiptPreview() {
  const { t } = useTranslation('settings');
  const money = useMoney();
  const form = Form.useFormInstance<StoreFields>();
  const typed = Form.useWatch((values: StoreFields) => values, form) as StoreFields | undefined;
  const edit = JSON.stringify(storeEditOf({ ...newStoreFields, ...typed }, 0, money));
  const settled = useDebounced(edit, 300);
  // What cannot be printed yet, a line too long perhaps, leaves the last picture; the field itself says what is wrong.
  const { data, error } = useLoad(settled, () => receiptPreview(settled));
  return (
    <aside className={styles['preview']} aria-label={t('preview')}>
      <p className={styles['previewTitle']}>{t('preview')}</p>
      {data === null ? (
        <div className={styles['previewEmpty']}>{error === null ? <Spin /> : t('previewNone')}</div>
      ) : (
        <Paper label={t('preview')} rows={data} paperMm={typed?.paperMm ?? newStoreFields.paperMm} />
      )}
      <p className={styles['hint']}>{t('previewNote')}</p>
    </aside>
  );
}
