import type { StreamState } from '@shared/api/useEventStream';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperRoll, PrinterSwitch } from '../../../api/types';
import styles from './Paper.module.css';

interface PrinterCardProps {
  readonly roll: PaperRoll | null;
  readonly connection: StreamState;
  onSwitch(this: void, request: PrinterSwitch): Promise<void>;
}

/** Switches the printer off and on, to see what a till does without one. */
export function PrinterCard({ roll, connection, onSwitch }: PrinterCardProps) {
  const { t } = useTranslation('paper');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [pending, setPending] = useState(false);
  const online = roll?.online ?? false;
  return (
    <section className={styles['card']}>
      <div className={styles['row']}>
        <h2>{t('printer')}</h2>
        <Switch
          aria-label={t('printer')}
          checked={online}
          loading={pending}
          disabled={connection !== 'open'}
          checkedChildren={t('on')}
          unCheckedChildren={t('off')}
          onChange={(next) => {
            setPending(true);
            onSwitch({ online: next })
              .catch((problem: unknown) => {
                void message.error(problemText(problem));
              })
              .finally(() => {
                setPending(false);
              });
          }}
        />
      </div>
      <p className={styles['muted']} role="status">
        {connection === 'lost' ? t('lost') : online ? t('ready', { cells: roll?.widthCells ?? 0 }) : t('switchedOff')}
      </p>
    </section>
  );
}
