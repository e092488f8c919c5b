import { useTranslation } from 'react-i18next';
import { Page } from '../../../core/Frame';
import { CategoryPanel } from './CategoryPanel';
import styles from './Groups.module.css';
import { TaxClassPanel } from './TaxClassPanel';

/** What products are grouped and taxed by. */
export function GroupsPage() {
  const { t } = useTranslation('groups');
  return (
    <Page title={t('title')} note={t('note')}>
      <div className={styles['columns']}>
        <CategoryPanel />
        <TaxClassPanel />
      </div>
    </Page>
  );
}
