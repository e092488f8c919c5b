import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/types';
import styles from './Imports.module.css';

/** How many of which. */
export function Counts({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('imports');
  const counts = [
    ['added', report.added],
    ['changed', report.changed],
    ['unchanged', report.unchanged],
    ['refused', report.refusedCount],
  ] as const;
  return (
    <>
      <dl className={styles['counts']}>
        {counts.map(([name, count]) => (
          <div key={name} className={`${styles[name] ?? ''} ${count === 0 ? (styles['zero'] ?? '') : ''}`}>
            <dt>{t(name)}</dt>
            <dd className="figures">{count.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
      {(report.stockCounts > 0 || report.newCategories.length > 0) && (
        <ul className={styles['also']}>
          {report.stockCounts > 0 && (
            <li>{t(report.saved ? 'stockCounted' : 'stockToCount', { count: report.stockCounts })}</li>
          )}
          {report.newCategories.length > 0 && (
            <li>
              {t(report.saved ? 'categoriesMade' : 'categoriesToMake', { count: report.newCategories.length })}
              <span className={styles['hint']}>
                {' '}
                {report.newCategories.slice(0, 12).join(t('sampleComma'))}
                {report.newCategories.length > 12 && '…'}
              </span>
            </li>
          )}
        </ul>
      )}
    </>
  );
}
