import { DeleteOutlined, UploadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSave } from '../../../core/useSave';
import { addPicture } from '../api/products';
import { ProductPicture } from './ProductPicture';
import styles from './Products.module.css';
import { fitPicture } from '../../../core/fitPicture';

interface PictureFieldProps {
  readonly value?: string | null;
  readonly onChange?: (id: string | null) => void;
}

/** Chooses, shows and takes away a product's picture; a form's field. */
export function PictureField({ value = null, onChange }: PictureFieldProps) {
  const { t } = useTranslation('products');
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const { pending, save } = useSave();

  const take = async (file: File): Promise<void> => {
    const image = await fitPicture(file);
    if (image === null) {
      void message.error(t('pictureUnreadable'));
      return;
    }
    await save(async () => {
      const { id } = await addPicture(image);
      onChange?.(id);
    });
  };
  return (
    <div className={styles['pictureField']}>
      <ProductPicture id={value} size={96} />
      <div className={styles['pictureButtons']}>
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp,image/svg+xml"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={t('choosePicture')}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file !== undefined) void take(file);
          }}
        />
        <Button icon={<UploadOutlined aria-hidden="true" />} loading={pending} onClick={() => input.current?.click()}>
          {t('choosePicture')}
        </Button>
        {value !== null && (
          <Button type="text" danger icon={<DeleteOutlined aria-hidden="true" />} onClick={() => onChange?.(null)}>
            {t('removePicture')}
          </Button>
        )}
        <span className={styles['hint']}>{t('pictureHint')}</span>
      </div>
    </div>
  );
}
