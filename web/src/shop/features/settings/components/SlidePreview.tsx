import { useLocalName } from '@shared/i18n/useLanguage';
import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { shopApi } from '../../../api/shopApi';
import styles from './Settings.module.css';
import type { SlideFields, StoreFields } from './storeFields';

/** A slide about as the customer's screen shows it, while it is typed. */
export function SlidePreview({ index }: { readonly index: number }) {
  const { t } = useTranslation('settings');
  const localName = useLocalName();
  const form = Form.useFormInstance<StoreFields>();
  const slide = Form.useWatch<SlideFields | undefined>(['slides', index], form);
  const name = Form.useWatch<string | undefined>('name', form);
  const nameEn = Form.useWatch<string | null | undefined>('nameEn', form);
  const pictureId = slide?.pictureId ?? null;
  return (
    <div className={styles['screen']} role="img" aria-label={t('display.preview', { number: index + 1 })}>
      <span className={styles['screenWords']}>
        <strong>{localName(name ?? '', nameEn)}</strong>
        <span>{localName(slide?.text ?? '', slide?.textEn)}</span>
      </span>
      {pictureId !== null && <img src={shopApi.url(`pictures/${pictureId}`)} alt="" />}
    </div>
  );
}
