import { BarcodeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceReport } from '../../../../api/types';
import { useAct } from '../../../../core/useAct';
import { scannerTried } from '../../api/devices';
import { Listening } from '../ScannerTry';
import { Result, Results, toneOf, type StepResult } from './results';
import styles from './Tour.module.css';

/** As the self-check judges it. */
const quickGapMs = 35;

interface ScannerStepProps {
  readonly report: DeviceReport;
  onResult(this: void, result: StepResult): void;
}

/** Waits for a scan from the moment it is shown, and tells how good it was. */
export function ScannerStep({ report, onResult }: ScannerStepProps) {
  const { t } = useTranslation('devices');
  const { pending, act } = useAct();
  const [text, setText] = useState<string | null>(null);
  const check = report.checks.find((each) => each.device === 'scanner');
  return (
    <div className={styles['test']}>
      {text === null ? (
        <>
          <Listening
            onBurst={({ text: scanned, ...measured }) => {
              setText(scanned);
              onResult(measured.endsWithEnter && measured.slowestGapMs <= quickGapMs ? 'good' : 'bad');
              void act(() => scannerTried(measured));
            }}
          />
          <p className={`${styles['place'] ?? ''} ${styles['muted'] ?? ''}`}>{t('tour.scanner.nothing')}</p>
        </>
      ) : (
        <>
          <Results>
            <Result tone="good">{t('scanned', { text })}</Result>
            {!pending && check !== undefined && check.state !== 'Unknown' && (
              <Result tone={toneOf[check.state]}>{t(`found.${check.code}`, check.parameters)}</Result>
            )}
          </Results>
          {!pending && check?.state === 'Warn' && (
            <p className={styles['mend']}>{t(`mend.${check.code}`, check.parameters)}</p>
          )}
          <div className={styles['buttons']}>
            <Button icon={<BarcodeOutlined aria-hidden="true" />} onClick={() => setText(null)}>
              {t('tour.scanner.again')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
