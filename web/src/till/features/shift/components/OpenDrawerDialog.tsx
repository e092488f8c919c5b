import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogActions } from '../../../core/Dialog';
import { ReasonPicker } from '../../../core/ReasonPicker';
import { useAct } from '../../../core/useAct';
import { openDrawer } from '../api/shift';

/** Opens the drawer without a sale; the reason is logged. */
export function OpenDrawerDialog({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('shift');
  const { pending, act } = useAct();
  const [reason, setReason] = useState('');
  return (
    <Dialog title={t('actions.drawer')} width={420} onClose={onClose}>
      <ReasonPicker
        label={t('reason')}
        presets={[t('drawerReasons.change'), t('drawerReasons.check'), t('drawerReasons.wrong')]}
        value={reason}
        onChange={setReason}
      />
      <DialogActions>
        <Button
          type="primary"
          size="large"
          loading={pending}
          disabled={reason.trim() === ''}
          onClick={() => {
            void act((approval) => openDrawer({ reason: reason.trim(), approval })).then((done) => {
              if (done !== null) {
                onClose();
              }
            });
          }}
        >
          {t('actions.drawer')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
