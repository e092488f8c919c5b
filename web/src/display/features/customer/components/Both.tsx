import i18next from 'i18next';
import styles from './Display.module.css';

/** A sentence in Chinese with its English beside it: a customer's language is not known. */
export function Both({ id }: { readonly id: string }) {
  return (
    <>
      <span lang="zh-CN">{i18next.t(`customer:${id}`, { lng: 'zh-CN' })}</span>{' '}
      <span lang="en" className={styles['en']}>
        {i18next.t(`customer:${id}`, { lng: 'en' })}
      </span>
    </>
  );
}
