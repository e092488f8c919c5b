import { useTranslation } from 'react-i18next';
import type { DiskTrial } from '../../../../api/types';
import { tryDisk } from '../../api/devices';
import { checkParameters, figure } from '../checkParameters';
import { Result, Results, toneOf, type StepResult } from './results';
import styles from './Tour.module.css';
import { TriedStep } from './TriedStep';

const isGood = ({ check }: DiskTrial): boolean => check.state === 'Ok';

function Found({ trial }: { readonly trial: DiskTrial }) {
  const { t } = useTranslation('devices');
  const { check } = trial;
  const parameters = checkParameters(check, t);
  const burst = trial.burst ?? null;
  return (
    <>
      <Results>
        {burst !== null && (
          <>
            <Result tone={toneOf[check.state]}>
              {t('tour.disk.small', {
                writes: burst.writes,
                median: figure(burst.medianMs),
                slowest: figure(burst.slowestMs),
              })}
            </Result>
            <Result tone="plain">{t('tour.disk.long', { speed: figure(burst.megabytesPerSecond) })}</Result>
          </>
        )}
        <Result tone={toneOf[check.state]}>
          {isGood(trial) ? t('tour.disk.free', parameters) : t(`found.${check.code}`, parameters)}
        </Result>
      </Results>
      {!isGood(trial) && <p className={styles['mend']}>{t(`mend.${check.code}`, parameters)}</p>}
    </>
  );
}

/** How fast the disk promises what is written. */
export function DiskStep({ onResult }: { onResult(this: void, result: StepResult): void }) {
  return (
    <TriedStep name="disk" attempt={tryDisk} isGood={isGood} onResult={onResult}>
      {(trial) => <Found trial={trial} />}
    </TriedStep>
  );
}
