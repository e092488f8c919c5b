import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceReport } from '../../../../api/types';
import { useTillPart } from '../../../../core/tillStore';
import { deviceReport } from '../../api/devices';
import { DiskStep } from './DiskStep';
import { DrawerStep } from './DrawerStep';
import { NetworkStep } from './NetworkStep';
import { DiskPicture, DrawerPicture, NetworkPicture, PrinterPicture, ScannerPicture } from './pictures';
import { PrinterStep } from './PrinterStep';
import type { StepResult } from './results';
import { ScannerStep } from './ScannerStep';
import { stepNames, type StepName } from './steps';
import styles from './Tour.module.css';
import { TourEnd } from './TourEnd';

interface DeviceTourProps {
  /** Set-up led here: the products come next. */
  readonly firstRun: boolean;
  onDone(this: void): void;
}

const pictures: Readonly<Record<StepName, ReactNode>> = {
  network: <NetworkPicture />,
  printer: <PrinterPicture />,
  scanner: <ScannerPicture />,
  drawer: <DrawerPicture />,
  disk: <DiskPicture />,
};

const howMany: Readonly<Record<StepName, number>> = { network: 2, printer: 3, scanner: 2, drawer: 2, disk: 1 };

/** Device after device: a picture of what to do, a real test, again, or skip. */
export function DeviceTour({ firstRun, onDone }: DeviceTourProps) {
  const { t } = useTranslation('devices');
  const version = useTillPart(({ view }) => view?.version ?? 0);
  const [results, setResults] = useState<Partial<Record<StepName, StepResult>>>({});
  const [step, setStep] = useState<StepName | null>('network');
  const loaded = useLoad(String(version), deviceReport);
  const place = step === null ? stepNames.length : stepNames.indexOf(step);
  const result = step === null ? undefined : results[step];
  const go = (to: number): void => setStep(stepNames[to] ?? null);
  const keep = (of: StepName) => (got: StepResult) => {
    setResults((before) => ({ ...before, [of]: got }));
  };
  const work = (report: DeviceReport): ReactNode => {
    switch (step) {
      case 'network':
        return <NetworkStep onResult={keep('network')} />;
      case 'printer':
        return <PrinterStep report={report} onResult={keep('printer')} />;
      case 'scanner':
        return <ScannerStep report={report} onResult={keep('scanner')} />;
      case 'drawer':
        return <DrawerStep report={report} onResult={keep('drawer')} onPrinter={() => setStep('printer')} />;
      case 'disk':
        return <DiskStep onResult={keep('disk')} />;
      case null:
        return null;
    }
  };
  return (
    <div className={styles['page']}>
      <div className={styles['inner']}>
        <div className={styles['top']}>
          <h2>{t('tour.title')}</h2>
          <p>{t('tour.lead')}</p>
        </div>
        <ol className={styles['steps']} aria-label={t('tour.steps')}>
          {stepNames.map((each) => (
            <li key={each}>
              <button
                type="button"
                className={styles['stepButton']}
                data-result={results[each]}
                aria-current={each === step ? 'step' : undefined}
                aria-label={
                  results[each] === undefined
                    ? undefined
                    : `${t(`tour.short.${each}`)}: ${t(`tour.result.${results[each]}`)}`
                }
                onClick={() => setStep(each)}
              >
                <span className={styles['mark']} aria-hidden="true">
                  {results[each] === 'good' ? (
                    <CheckCircleFilled />
                  ) : results[each] === 'bad' ? (
                    <CloseCircleFilled />
                  ) : (
                    stepNames.indexOf(each) + 1
                  )}
                </span>
                <span className={styles['stepName']}>{t(`tour.short.${each}`)}</span>
              </button>
            </li>
          ))}
        </ol>
        {step === null ? (
          <TourEnd results={results} firstRun={firstRun} onStep={setStep} onDone={onDone} />
        ) : (
          <section className={styles['card']} aria-label={t(`tour.${step}.title`)}>
            <div className={styles['pictureSide']}>{pictures[step]}</div>
            <div className={styles['work']}>
              <h3>{t(`tour.${step}.title`)}</h3>
              {howMany[step] === 1 ? (
                <p className={styles['place']}>{t(`tour.${step}.how1`)}</p>
              ) : (
                <ol className={styles['how']}>
                  {Array.from({ length: howMany[step] }, (_, index) => (
                    <li key={index}>{t(`tour.${step}.how${String(index + 1)}`)}</li>
                  ))}
                </ol>
              )}
              <LoadedView loaded={loaded}>{work}</LoadedView>
              <div className={styles['foot']}>
                {place > 0 && (
                  <Button className={styles['back'] ?? ''} onClick={() => go(place - 1)}>
                    {t('tour.back')}
                  </Button>
                )}
                {result === undefined && <Button onClick={() => go(place + 1)}>{t('tour.skip')}</Button>}
                {result !== undefined && (
                  <Button type={result === 'good' ? 'primary' : 'default'} onClick={() => go(place + 1)}>
                    {t('tour.next')}
                  </Button>
                )}
              </div>
            </div>
          </section>
        )}
      </div>
    </div>
  );
}
