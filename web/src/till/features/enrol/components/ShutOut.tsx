import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../core/Dialog';
import styles from './Enrol.module.css';
import { EnrolForm } from './EnrolForm';

/**
 * The shop takes nothing from this machine; whoever stands at it may tie it again with a new code.
 * @param because `revoked`, `expired` or `missing`
 */
export function ShutOut({ because }: { readonly because: string }) {
  const { t } = useTranslation('enrol');
  const [open, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
  };
  return (
    <>
      <Alert
        banner
        className={styles['shutOut'] ?? ''}
        type="error"
        title={t(`shutOut.${because}`)}
        action={
          <Button danger onClick={() => setOpen(true)}>
            {t('again')}
          </Button>
        }
      />
      {open && (
        <Dialog title={t('againTitle')} onClose={close}>
          <EnrolForm onDone={close} />
        </Dialog>
      )}
    </>
  );
}
