import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../../api/types';
import { useAct } from '../../../core/useAct';
import { settle } from '../api/cards';
import { Sure } from './Sure';

interface SettleDialogProps {
  readonly terminal: TerminalView;
  onClose(this: void): void;
}

/** Settles the batch. */
export function SettleDialog({ terminal, onClose }: SettleDialogProps) {
  const { t } = useTranslation('cards');
  const { pending, act } = useAct();
  return (
    <Sure
      title={t('settleTitle', { batch: terminal.batch.batch })}
      text={t('settleText')}
      yes={t('settle')}
      pending={pending}
      onYes={() =>
        void act((approval) => settle({ approval })).then((done) => {
          if (done !== null) {
            onClose();
          }
        })
      }
      onClose={onClose}
    />
  );
}
