import { Alert, Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportFileView, ImportField } from '../../../api/types';
import { importFields, neededFields } from './fields';
import styles from './Imports.module.css';

interface ColumnsStepProps {
  readonly file: ImportFileView;
  readonly name: string;
  readonly columns: readonly (ImportField | null)[];
  readonly storeId: string | null;
  onColumns(this: void, columns: readonly (ImportField | null)[]): void;
  onStore(this: void, storeId: string): void;
  onSheet(this: void, sheet: string): void;
  onBack(this: void): void;
  onNext(this: void): void;
}

/** What each column of the file holds: guessed, to be confirmed. */
export function ColumnsStep(props: ColumnsStepProps) {
  const { file, name, columns, storeId, onColumns, onStore, onSheet, onBack, onNext } = props;
  const { t } = useTranslation('imports');
  const missing = neededFields.filter((field) => !columns.includes(field));
  const askStore = columns.includes('stock') && file.stores.length > 1;
  const choose = (index: number, field: ImportField | null): void =>
    onColumns(columns.map((now, i) => (i === index ? field : now === field ? null : now)));
  const facts = [
    t(`kinds.${file.kind}`),
    file.encoding,
    t('rowCount', { count: file.rows }),
    file.headingLine > 0 ? t('headingAt', { line: file.headingLine }) : t('noHeading'),
  ].filter((fact) => fact !== null && fact !== undefined);
  return (
    <>
      <p className={styles['dropTitle']}>{t('columnsStep', { name })}</p>
      <p className={styles['hint']}>{facts.join(' · ')}</p>
      {file.formulas && <Alert type="info" showIcon title={t('formulas')} className={styles['alert'] ?? ''} />}
      {file.sheets.length > 1 && (
        <label className={styles['choice']}>
          <span>{t('sheet')}</span>
          <Select
            value={file.sheet ?? null}
            aria-label={t('sheet')}
            options={file.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
            onChange={onSheet}
          />
        </label>
      )}
      <ul className={styles['mapping']}>
        {file.columns.map((column, index) => {
          const heading = column.heading === '' ? t('columnNumber', { number: index + 1 }) : column.heading;
          const field = columns[index] ?? null;
          return (
            <li key={index} className={field === null ? (styles['ignored'] ?? '') : ''}>
              <span className={styles['mapHeading']}>{heading}</span>
              <span className={styles['samples']}>
                {column.samples.length === 0 ? t('columnEmpty') : column.samples.join(t('sampleComma'))}
              </span>
              <Select<ImportField | ''>
                value={field ?? ''}
                aria-label={t('columnHolds', { heading })}
                onChange={(next) => choose(index, next === '' ? null : next)}
                options={[
                  { value: '', label: t('ignore') },
                  ...importFields.map((one) => ({ value: one, label: t(`fields.${one}`) })),
                ]}
              />
            </li>
          );
        })}
      </ul>
      {askStore && (
        <label className={styles['choice']}>
          <span>{t('stockStore')}</span>
          <Select
            value={storeId}
            aria-label={t('stockStore')}
            placeholder={t('chooseStore')}
            options={file.stores.map((store) => ({ value: store.id, label: store.name }))}
            onChange={onStore}
          />
        </label>
      )}
      {missing.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('columnsMissing', { fields: missing.map((field) => t(`fields.${field}`)).join(t('sampleComma')) })}
          className={styles['alert'] ?? ''}
        />
      )}
      <div className={styles['actions']}>
        <Button onClick={onBack}>{t('another')}</Button>
        <Button type="primary" disabled={missing.length > 0 || (askStore && storeId === null)} onClick={onNext}>
          {t('look')}
        </Button>
      </div>
    </>
  );
}
