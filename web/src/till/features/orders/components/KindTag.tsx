import { useTranslation } from 'react-i18next';
import styles from './Orders.module.css';

/** Sale, refund or void. */
export function KindTag({ kind }: { readonly kind: string }) {
  const { t } = useTranslation('orders');
  return <span className={`${styles['kind'] ?? ''} ${styles[kind] ?? ''}`}>{t(`kinds.${kind}`)}</span>;
}
