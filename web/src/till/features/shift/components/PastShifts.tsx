import { HistoryOutlined, PrinterOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Notice } from '@shared/components/Notice';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShiftReport } from '../../../api/types';
import { Dialog, DialogActions } from '../../../core/Dialog';
import { useTill } from '../../../core/tillStore';
import { useMoney } from '../../../core/useMoney';
import { pastShifts } from '../api/shift';
import { PrintReportButton } from './PrintReportButton';
import { ReportView } from './ReportView';
import styles from './Shift.module.css';

const pageSize = 20;

/** Closed shifts, newest first, with their Z-reports. */
export function PastShifts() {
  const { t } = useTranslation('shift');
  const language = useLanguage();
  const money = useMoney();
  const { view } = useTill();
  const [take, setTake] = useState(pageSize);
  const [shown, setShown] = useState<ShiftReport | null>(null);
  const loaded = useLoad(`${view?.shift?.id ?? ''}/${String(take)}`, () => pastShifts(0, take));
  return (
    <LoadedView loaded={loaded}>
      {(reports) =>
        reports.length === 0 ? (
          <Notice icon={<HistoryOutlined />} title={t('nonePast')} text={t('nonePastText')} />
        ) : (
          <>
            <ul className={styles['past']}>
              {reports.map((report) => (
                <li key={report.shiftId}>
                  <button type="button" className={styles['pastRow']} onClick={() => setShown(report)}>
                    <span className={styles['z']}>Z {report.z}</span>
                    <span>
                      {report.openedBy}
                      <br />
                      <span className={styles['muted']}>
                        {formatTime(report.openedAtMs, 'dayTime', language)} –{' '}
                        {formatTime(report.closedAtMs ?? report.openedAtMs, 'dayTime', language)}
                      </span>
                    </span>
                    <span>
                      {t('saleCount', { count: report.totals.saleCount })} · {money.full(report.totals.saleMinor)}
                    </span>
                    <span className={styles['muted']}>
                      {t('overShort')} {money.full(report.overShortMinor ?? 0)}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {reports.length >= take && (
              <Button loading={loaded.loading} onClick={() => setTake(take + pageSize)}>
                {t('common:more')}
              </Button>
            )}
            {shown !== null && (
              <Dialog title={t('zTitle', { z: shown.z ?? '' })} width={900} onClose={() => setShown(null)}>
                <ReportView report={shown} />
                <DialogActions>
                  <PrintReportButton
                    shiftId={shown.shiftId}
                    label={t('printZ')}
                    icon={<PrinterOutlined aria-hidden="true" />}
                  />
                </DialogActions>
              </Dialog>
            )}
          </>
        )
      }
    </LoadedView>
  );
}
