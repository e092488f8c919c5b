import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveRequest, SetUpView } from '../../../api/types';
import { Button } from '../../../core/Button';
import { useAddresses } from './addresses';
import styles from './SetUp.module.css';

interface MoveFormProps {
  readonly view: SetUpView;
  readonly busy: boolean;
  onMove(this: void, request: MoveRequest): void;
  onClose(this: void): void;
}

/** The host listens elsewhere now: keys, batch and what is open stay. */
export function MoveForm({ view, busy, onMove, onClose }: MoveFormProps) {
  const { t } = useTranslation('setup');
  const addresses = useAddresses(view);
  const [tried, setTried] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (busy || Object.values(addresses.problems).some((problem) => problem !== null)) return;
    onMove(addresses.said);
  };
  return (
    <form className={styles['form']} onSubmit={submit} noValidate autoComplete="off">
      {addresses.fields(tried)}
      <p className={styles['more']}>{t('move.text')}</p>
      <div className={styles['ways']}>
        <Button onClick={onClose}>{t('move.leave')}</Button>
        <Button type="submit" look="main" busy={busy}>
          {t('move.go')}
        </Button>
      </div>
    </form>
  );
}
