import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../core/useAct';
import { printReport } from '../api/shift';

interface PrintReportButtonProps {
  readonly shiftId: string;
  readonly label: string;
  readonly icon: ReactNode;
}

/** Prints an X- or Z-report on the receipt printer. */
export function PrintReportButton({ shiftId, label, icon }: PrintReportButtonProps) {
  const { t } = useTranslation('shift');
  const { message } = App.useApp();
  const { pending, act } = useAct();
  return (
    <Button
      icon={icon}
      loading={pending}
      onClick={() => {
        void act(() => printReport(shiftId)).then((done) => {
          if (done !== null) {
            void message.success(t('sentToPrinter'));
          }
        });
      }}
    >
      {label}
    </Button>
  );
}
