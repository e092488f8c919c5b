import { useTranslation } from 'react-i18next';
import type { CartView } from '../../../api/types';
import { Dialog } from '../../../core/Dialog';
import { useTill } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { discountOrder, holdOrder, setNote } from '../api/cart';
import { DiscountEntry } from './DiscountEntry';
import { HeldList } from './HeldList';
import { NoteEntry } from './NoteEntry';
import { TipChoice } from './TipChoice';
import { VoidEntry } from './VoidEntry';

export type CartDialog = 'discount' | 'tip' | 'note' | 'hold' | 'held' | 'void';

interface CartDialogsProps {
  readonly dialog: CartDialog;
  readonly cart: CartView | null;
  onClose(this: void): void;
}

function DiscountOrder({ cart, onClose }: { readonly cart: CartView; onClose(this: void): void }) {
  const { view } = useTill();
  const { pending, act } = useAct();
  return (
    <DiscountEntry
      pending={pending}
      given={cart.orderDiscountMinor > 0}
      limitPercent={view?.till?.discountLimitPercent ?? 0}
      onDiscount={(discount) => {
        void act((approval) => discountOrder({ ...discount, approval })).then((done) => {
          if (done !== null) {
            onClose();
          }
        });
      }}
    />
  );
}

/** One of the dialogs about the whole order. */
export function CartDialogs({ dialog, cart, onClose }: CartDialogsProps) {
  const { t } = useTranslation('cart');
  return (
    <Dialog title={t(`titles.${dialog}`)} width={dialog === 'held' ? 560 : 420} onClose={onClose}>
      {dialog === 'held' && <HeldList onClose={onClose} />}
      {cart !== null && dialog === 'discount' && <DiscountOrder cart={cart} onClose={onClose} />}
      {cart !== null && dialog === 'tip' && <TipChoice cart={cart} onClose={onClose} />}
      {cart !== null && dialog === 'void' && <VoidEntry cart={cart} onClose={onClose} />}
      {dialog === 'note' && (
        <NoteEntry initial={cart?.note ?? ''} save={(note) => setNote({ note })} label={t('save')} onClose={onClose} />
      )}
      {dialog === 'hold' && (
        <NoteEntry
          initial={cart?.note ?? ''}
          save={(note) => holdOrder({ note })}
          label={t('actions.hold')}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
