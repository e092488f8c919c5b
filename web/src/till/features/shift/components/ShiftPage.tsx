import { useLocalName } from '@shared/i18n/useLanguage';
import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CalculatorOutlined,
  InboxOutlined,
  PrinterOutlined,
  SwapOutlined,
} from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Button, Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShiftInfo, ShiftReport } from '../../../api/types';
import { Page } from '../../../core/Page';
import { Dialog, DialogActions } from '../../../core/Dialog';
import { useTill, useUsable } from '../../../core/tillStore';
import { CloseShiftDialog } from './CloseShiftDialog';
import { MoveCashDialog } from './MoveCashDialog';
import { OpenDrawerDialog } from './OpenDrawerDialog';
import { OpenShiftCard } from './OpenShiftCard';
import { PastShifts } from './PastShifts';
import { PrintReportButton } from './PrintReportButton';
import { ReportView } from './ReportView';
import styles from './Shift.module.css';
import { xReport } from '../api/shift';

type ShiftDialog = 'in' | 'out' | 'drawer' | 'close' | 'handOver';

const dialogs: readonly { readonly name: ShiftDialog; readonly icon: ReactNode }[] = [
  { name: 'in', icon: <ArrowDownOutlined aria-hidden="true" /> },
  { name: 'out', icon: <ArrowUpOutlined aria-hidden="true" /> },
  { name: 'drawer', icon: <InboxOutlined aria-hidden="true" /> },
  { name: 'handOver', icon: <SwapOutlined aria-hidden="true" /> },
  { name: 'close', icon: <CalculatorOutlined aria-hidden="true" /> },
];

function PresentShift({ shift }: { readonly shift: ShiftInfo }) {
  const { view } = useTill();
  const loaded = useLoad(`${shift.id}/${String(view?.version ?? 0)}`, xReport);
  return <LoadedView loaded={loaded}>{(report) => <ReportView report={report} />}</LoadedView>;
}

/** The drawer's shift: its figures now, cash in and out, counting and handing over, and the shifts before. */
export function ShiftPage() {
  const { t } = useTranslation('shift');
  const localName = useLocalName();
  const { view } = useTill();
  const usable = useUsable();
  const [part, setPart] = useState<'present' | 'past'>('present');
  const [dialog, setDialog] = useState<ShiftDialog | null>(null);
  const [closed, setClosed] = useState<ShiftReport | null>(null);
  const shift = view?.shift ?? null;
  const close = (): void => {
    setDialog(null);
  };

  return (
    <Page
      title={
        shift === null
          ? t('noShift')
          : t('shiftOf', { number: shift.number, name: localName(shift.staffName, shift.staffNameEn) })
      }
      tools={
        <>
          <Segmented<'present' | 'past'>
            value={part}
            options={[
              { value: 'present', label: t('present') },
              { value: 'past', label: t('past') },
            ]}
            onChange={setPart}
          />
          {shift !== null && part === 'present' && (
            <PrintReportButton shiftId={shift.id} label={t('printX')} icon={<PrinterOutlined aria-hidden="true" />} />
          )}
        </>
      }
    >
      {part === 'past' && <PastShifts />}
      {part === 'present' && shift === null && <OpenShiftCard />}
      {part === 'present' && shift !== null && (
        <>
          <div className={styles['actions']}>
            {dialogs.map(({ name, icon }) => (
              <Button
                key={name}
                className={styles['actionButton'] ?? ''}
                type={name === 'close' ? 'primary' : 'default'}
                icon={icon}
                disabled={!usable}
                onClick={() => setDialog(name)}
              >
                {t(`actions.${name}`)}
              </Button>
            ))}
          </div>
          <PresentShift shift={shift} />
        </>
      )}
      {(dialog === 'in' || dialog === 'out') && <MoveCashDialog direction={dialog} onClose={close} />}
      {dialog === 'drawer' && <OpenDrawerDialog onClose={close} />}
      {(dialog === 'close' || dialog === 'handOver') && shift !== null && (
        <CloseShiftDialog
          shift={shift}
          handOver={dialog === 'handOver'}
          onClose={close}
          onClosed={(report) => {
            close();
            setClosed(report);
          }}
        />
      )}
      {closed !== null && (
        <Dialog title={t('zTitle', { z: closed.z ?? '' })} width={900} onClose={() => setClosed(null)}>
          <ReportView report={closed} />
          <DialogActions>
            <PrintReportButton
              shiftId={closed.shiftId}
              label={t('printZ')}
              icon={<PrinterOutlined aria-hidden="true" />}
            />
            <Button type="primary" size="large" onClick={() => setClosed(null)}>
              {t('common:ok')}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </Page>
  );
}
