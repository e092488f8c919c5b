import { CloseOutlined, PlusOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Products.module.css';
import { checkDigitHolds, isBarcode } from './barcodes';

interface BarcodeFieldProps {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (barcodes: readonly string[]) => void;
}

const most = 20;

/** The barcodes of a product; Enter adds one, so that a scanner can type them in. A form's field. */
export function BarcodeField({ id, value = [], onChange }: BarcodeFieldProps) {
  const { t } = useTranslation('products');
  const [text, setText] = useState('');
  const wrong = text !== '' && !isBarcode(text);

  const add = (): void => {
    if (isBarcode(text)) {
      if (!value.includes(text) && value.length < most) {
        onChange?.([...value, text]);
      }
      setText('');
    }
  };
  return (
    <div>
      {value.length > 0 && (
        <ul className={styles['barcodes']}>
          {value.map((barcode) => (
            <li key={barcode}>
              <span className="figures">{barcode}</span>
              {!checkDigitHolds(barcode) && (
                <span className={styles['warning']}>
                  <WarningOutlined aria-hidden="true" /> {t('warnings.barcode-check-digit')}
                </span>
              )}
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined aria-hidden="true" />}
                aria-label={t('removeBarcode', { barcode })}
                onClick={() => onChange?.(value.filter((other) => other !== barcode))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className={styles['barcodeInput']}>
        <Input
          {...(id !== undefined && { id })}
          className="figures"
          value={text}
          maxLength={32}
          placeholder={t('barcodePlaceholder')}
          status={wrong ? 'error' : ''}
          autoComplete="off"
          onChange={(event) => setText(event.target.value.trim())}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              add();
            }
          }}
        />
        <Button
          style={{ minWidth: 44 }}
          icon={<PlusOutlined aria-hidden="true" />}
          aria-label={t('addBarcode')}
          onClick={add}
          disabled={text === '' || wrong}
        />
      </div>
      {text !== '' && !wrong && !checkDigitHolds(text) && (
        <span className={styles['warning']} role="status">
          <WarningOutlined aria-hidden="true" /> {t('warnings.barcode-check-digit')}
        </span>
      )}
    </div>
  );
}
