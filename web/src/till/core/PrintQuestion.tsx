import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UncertainPrint } from '../api/types';
import { sendViewCommand } from './commands';
import styles from './PrintQuestion.module.css';
import { useAct } from './useAct';

/** Asks whether a paper came out that the printer could not confirm: it is there, or it is wanted again as a marked copy. */
export function PrintQuestion({ print }: { readonly print: UncertainPrint }) {
  const { t } = useTranslation('core');
  const { pending, act } = useAct();
  const answer = (cameOut: boolean): void => {
    void act(() => sendViewCommand('devices/printer/answer', { jobId: print.jobId, cameOut, giveUp: false }));
  };
  return (
    <div className={styles['question']} role="group" aria-label={t('print.group')}>
      <span>{t(`print.question.${print.kind}`, { label: print.label })}</span>
      <span className={styles['answers']}>
        <Button disabled={pending} onClick={() => answer(true)}>
          {t('print.cameOut')}
        </Button>
        <Button type="primary" disabled={pending} onClick={() => answer(false)}>
          {t('print.again')}
        </Button>
      </span>
    </div>
  );
}
