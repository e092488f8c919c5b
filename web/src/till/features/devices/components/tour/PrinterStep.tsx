import { FileTextOutlined, SettingOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceReport } from '../../../../api/types';
import { useAct } from '../../../../core/useAct';
import { printTestPage } from '../../api/devices';
import { PrinterDialog } from '../PrinterDialog';
import { usePlace } from '../usePlace';
import { Result, Results, type StepResult } from './results';
import styles from './Tour.module.css';

interface PrinterStepProps {
  readonly report: DeviceReport;
  onResult(this: void, result: StepResult): void;
}

/** Where the printer is, a page on it, and whether a person holds that page in the hand. */
export function PrinterStep({ report, onResult }: PrinterStepProps) {
  const { t } = useTranslation('devices');
  const placeOf = usePlace();
  const test = useAct();
  const [changing, setChanging] = useState(false);
  const [asked, setAsked] = useState(false);
  const [answer, setAnswer] = useState<StepResult | null>(null);
  const { printer, setup } = report.printer;
  const job = report.printer.open.concat(report.printer.recent).find((each) => each.kind === 'TestPage');
  const isSet = printer.state !== 'none';
  const isReady = printer.state === 'ready';
  // As the printer told last, which is newer than the last self-check.
  const code = `printer.${isReady ? 'ok' : printer.state}`;
  const counts = { waiting: printer.waiting };
  const say = (result: StepResult): void => {
    setAsked(false);
    setAnswer(result);
    onResult(result);
  };
  return (
    <div className={styles['test']}>
      <p className={styles['place']}>
        <strong>{isSet ? placeOf(setup ?? null) : t('found.printer.none')}</strong>
      </p>
      {isSet && (
        <Results>
          <Result tone={isReady ? 'good' : 'bad'}>{t(`found.${code}`, counts)}</Result>
          {asked && job !== undefined && (
            <Result tone={job.state === 'printed' ? 'good' : 'plain'}>
              {t('kind.TestPage')}: {t(`job.${job.state}`)}
            </Result>
          )}
        </Results>
      )}
      {asked ? (
        <>
          <p className={styles['question']}>{t('tour.printer.question')}</p>
          <div className={styles['buttons']}>
            <Button type="primary" onClick={() => say('good')}>
              {t('tour.printer.yes')}
            </Button>
            <Button onClick={() => say('bad')}>{t('tour.printer.no')}</Button>
          </div>
        </>
      ) : (
        <div className={styles['buttons']}>
          <Button
            type={isSet ? 'primary' : 'default'}
            icon={<FileTextOutlined aria-hidden="true" />}
            disabled={!isSet}
            loading={test.pending}
            onClick={() =>
              void test.act(printTestPage).then((done) => {
                setAsked(done !== null);
              })
            }
          >
            {answer === null ? t('testPage') : t('tour.printer.again')}
          </Button>
          <Button
            type={isSet ? 'default' : 'primary'}
            icon={<SettingOutlined aria-hidden="true" />}
            onClick={() => setChanging(true)}
          >
            {t('change')}
          </Button>
        </div>
      )}
      {answer === 'good' && !asked && (
        <Results>
          <Result tone="good">{t('tour.printer.good')}</Result>
        </Results>
      )}
      {isSet && (answer === 'bad' || !isReady) && (
        <p className={styles['mend']}>{isReady ? t('tour.printer.mend') : t(`mend.${code}`, counts)}</p>
      )}
      {changing && <PrinterDialog setup={setup ?? null} onClose={() => setChanging(false)} />}
    </div>
  );
}
