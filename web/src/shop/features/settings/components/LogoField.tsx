import { DeleteOutlined, UploadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Settings.module.css';
import { logoOf } from './logo';

interface LogoFieldProps {
  readonly value?: string | null;
  readonly onChange?: (pbm: string | null) => void;
}

/** Chooses or takes away the logo at the head of a receipt; a form's field. */
export function LogoField({ value = null, onChange }: LogoFieldProps) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File): Promise<void> => {
    const pbm = await logoOf(file);
    if (pbm === null) void message.error(t('logoUnreadable'));
    else onChange?.(pbm);
  };
  return (
    <div className={styles['enrolRow']}>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/svg+xml,image/bmp"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('chooseLogo')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void take(file);
        }}
      />
      <Button icon={<UploadOutlined aria-hidden="true" />} onClick={() => input.current?.click()}>
        {t('chooseLogo')}
      </Button>
      {value !== null && (
        <Button type="text" danger icon={<DeleteOutlined aria-hidden="true" />} onClick={() => onChange?.(null)}>
          {t('removeLogo')}
        </Button>
      )}
    </div>
  );
}
