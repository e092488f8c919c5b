import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { beginCard } from '../../../core/cards/cards';
import { Dialog, DialogActions, EnterKey } from '../../../core/Dialog';
import { NumberEntry } from '../../../core/NumberEntry';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';

/** Holds an amount on a card. */
export function HoldDialog({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('cards');
  const money = useMoney();
  const { pending, act } = useAct();
  const [text, setText] = useState('');
  const amountMinor = money.parse(text) ?? 0;
  const ready = amountMinor >= 1 && !pending;
  const begin = (): void => {
    void act((approval) => beginCard({ kind: 'PreAuthorisation', amountMinor, of: null, approval })).then((done) => {
      if (done !== null) {
        onClose();
      }
    });
  };
  return (
    <Dialog title={t('preAuthorise')} onClose={onClose}>
      <NumberEntry
        label={t('preAuthoriseTitle')}
        text={text}
        prefix={money.symbol}
        decimals={money.exponent}
        longest={8}
        disabled={pending}
        onChange={setText}
      />
      <DialogActions>
        <Button size="large" disabled={pending} onClick={onClose}>
          {t('common:back')}
        </Button>
        <Button type="primary" size="large" loading={pending} disabled={!ready} onClick={begin}>
          {t('begin')}
        </Button>
      </DialogActions>
      <EnterKey enabled={ready} press={begin} />
    </Dialog>
  );
}
