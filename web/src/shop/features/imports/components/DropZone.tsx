import { CloudUploadOutlined, FileExcelOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Imports.module.css';

/** Takes a file by drag or by choice. */
export function DropZone({ onFile }: { onFile(this: void, file: File): void }) {
  const { t } = useTranslation('imports');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <div
      className={`${styles['drop'] ?? ''} ${over ? (styles['over'] ?? '') : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <CloudUploadOutlined aria-hidden="true" className={styles['cloud'] ?? ''} />
      <p className={styles['dropTitle']}>{t('drop')}</p>
      <p className={styles['hint']}>{t('dropHint')}</p>
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,.tsv,.xls,.xlsx,text/csv"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('chooseFile')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <Button type="primary" icon={<FileExcelOutlined aria-hidden="true" />} onClick={() => input.current?.click()}>
        {t('chooseFile')}
      </Button>
    </div>
  );
}
