import { InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceReport } from '../../../../api/types';
import { useAct } from '../../../../core/useAct';
import { drawerTried, openDrawerToTry } from '../../api/devices';
import { Result, Results, type StepResult } from './results';
import styles from './Tour.module.css';

interface DrawerStepProps {
  readonly report: DeviceReport;
  onResult(this: void, result: StepResult): void;
  /** The printer comes first: the drawer hangs on it. */
  onPrinter(this: void): void;
}

/** Kicks the drawer and asks whether it opened: no printer can say. */
export function DrawerStep({ report, onResult, onPrinter }: DrawerStepProps) {
  const { t } = useTranslation('devices');
  const { pending, act } = useAct();
  const [asked, setAsked] = useState(false);
  const [answer, setAnswer] = useState<StepResult | null>(null);
  const say = (opened: boolean): void => {
    void act(() => drawerTried({ opened })).then((done) => {
      if (done !== null) {
        const result = opened ? 'good' : 'bad';
        setAsked(false);
        setAnswer(result);
        onResult(result);
      }
    });
  };
  if (report.printer.printer.state === 'none') {
    return (
      <div className={styles['test']}>
        <p className={styles['place']}>{t('found.drawer.no-printer')}</p>
        <div className={styles['buttons']}>
          <Button onClick={onPrinter}>{t('tour.drawer.first')}</Button>
        </div>
      </div>
    );
  }
  return (
    <div className={styles['test']}>
      {asked ? (
        <>
          <p className={styles['question']}>{t('didItOpen')}</p>
          <div className={styles['buttons']}>
            <Button type="primary" disabled={pending} onClick={() => say(true)}>
              {t('itOpened')}
            </Button>
            <Button disabled={pending} onClick={() => say(false)}>
              {t('itDidNot')}
            </Button>
          </div>
        </>
      ) : (
        <>
          {answer !== null && (
            <Results>
              <Result tone={answer}>{t(answer === 'good' ? 'found.drawer.ok' : 'found.drawer.shut')}</Result>
            </Results>
          )}
          {answer === 'bad' && <p className={styles['mend']}>{t('mend.drawer.shut')}</p>}
          <div className={styles['buttons']}>
            <Button
              type={answer === 'good' ? 'default' : 'primary'}
              icon={<InboxOutlined aria-hidden="true" />}
              loading={pending}
              onClick={() => {
                void act((approval) => openDrawerToTry(t('drawerReason'), approval)).then((done) => {
                  setAsked(done !== null);
                });
              }}
            >
              {answer === null ? t('tour.drawer.open') : t('tour.drawer.again')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
