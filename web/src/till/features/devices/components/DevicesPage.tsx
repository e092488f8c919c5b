import { CompassOutlined, ReloadOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceReport } from '../../../api/types';
import { Page } from '../../../core/Page';
import { useTill } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { checkDevices, deviceReport } from '../api/devices';
import { CheckRow } from './CheckRow';
import styles from './Devices.module.css';
import { DrawerTry } from './DrawerTry';
import { PrinterCard } from './PrinterCard';
import { ScannerTry } from './ScannerTry';

function Report({ report }: { readonly report: DeviceReport }) {
  const { t } = useTranslation('devices');
  const language = useLanguage();
  const wrong = report.checks.filter((check) => check.state === 'Warn' || check.state === 'Fail').length;
  return (
    <div className={styles['columns']}>
      <section className={styles['card']} aria-label={t('checks')}>
        <p className={wrong === 0 ? styles['allGood'] : styles['someWrong']} role="status">
          {wrong === 0 ? t('allGood') : t('someWrong', { count: wrong })}
          <span className={styles['muted']}>
            {t('checkedAt', { time: formatTime(report.checkedAtMs, 'timeSeconds', language) })}
          </span>
        </p>
        <ul className={styles['checks']}>
          {report.checks.map((check) => (
            <CheckRow key={check.device} check={check}>
              {check.device === 'scanner' && <ScannerTry />}
              {check.device === 'drawer' && check.code !== 'drawer.no-printer' && <DrawerTry />}
            </CheckRow>
          ))}
        </ul>
      </section>
      <PrinterCard detail={report.printer} />
    </div>
  );
}

/** Every device of this till: how it is, what is wrong, how to mend it; and the printer with all that it has to do. */
export function DevicesPage({ onTour }: { onTour(this: void): void }) {
  const { t } = useTranslation('devices');
  const { view } = useTill();
  const { pending, act } = useAct();
  const [checked, setChecked] = useState(0);
  const loaded = useLoad(`${String(view?.version ?? 0)}/${String(checked)}`, deviceReport);
  return (
    <Page
      title={t('title')}
      tools={
        <>
          <Button icon={<CompassOutlined aria-hidden="true" />} onClick={onTour}>
            {t('tour.open')}
          </Button>
          <Button
            icon={<ReloadOutlined aria-hidden="true" />}
            loading={pending}
            onClick={() =>
              void act(checkDevices).then(() => {
                setChecked((before) => before + 1);
              })
            }
          >
            {t('checkNow')}
          </Button>
        </>
      }
    >
      <LoadedView loaded={loaded}>{(report) => <Report report={report} />}</LoadedView>
    </Page>
  );
}
