import { ReloadOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Button } from 'antd';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiskTrial } from '../../../../api/types';
import { tryDisk } from '../../api/devices';
import { Result, Results, toneOf, type StepResult } from './results';
import styles from './Tour.module.css';

interface StepProps {
  onResult(this: void, result: StepResult): void;
}

const figure = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));

function Found({ trial, onResult }: StepProps & { readonly trial: DiskTrial }) {
  const { t } = useTranslation('devices');
  const tell = useEffectEvent(onResult);
  const { check } = trial;
  const burst = trial.burst ?? null;
  useEffect(() => {
    tell(check.state === 'Ok' ? 'good' : 'bad');
  }, [check]);
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
          {check.state === 'Ok'
            ? t('tour.disk.free', { freeGb: figure(Number(check.parameters['freeMb']) / 1024) })
            : t(`found.${check.code}`, check.parameters)}
        </Result>
      </Results>
      {check.state !== 'Ok' && <p className={styles['mend']}>{t(`mend.${check.code}`, check.parameters)}</p>}
    </>
  );
}

/** How fast the disk promises what is written: tried at once, again on demand. */
export function DiskStep({ onResult }: StepProps) {
  const { t } = useTranslation('devices');
  const loaded = useLoad('disk', tryDisk);
  return (
    <div className={styles['test']}>
      <LoadedView
        loaded={loaded}
        skeleton={
          <p className={styles['place']} role="status">
            {t('tour.disk.testing')}
          </p>
        }
      >
        {(trial) => <Found trial={trial} onResult={onResult} />}
      </LoadedView>
      <div className={styles['buttons']}>
        <Button icon={<ReloadOutlined aria-hidden="true" />} loading={loaded.loading} onClick={loaded.reload}>
          {t('tour.again')}
        </Button>
      </div>
    </div>
  );
}
