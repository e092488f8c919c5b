import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../core/Dialog';
import styles from './Status.module.css';

const keys = ['F1', 'F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9', 'F10', 'Esc', 'Enter', 'plusMinus'] as const;

/** All keys at one glance. */
export function HelpSheet({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('status');
  return (
    <Dialog title={t('help')} width={640} onClose={onClose}>
      <div className={styles['keys']}>
        {keys.map((key) => (
          <div key={key} className={styles['keyRow']}>
            <kbd>{key === 'plusMinus' ? '+ / −' : key === 'F3' ? 'F3 · /' : key}</kbd>
            <span>{t(`keys.${key}`)}</span>
          </div>
        ))}
      </div>
      <p>{t('scannerHelp')}</p>
    </Dialog>
  );
}
