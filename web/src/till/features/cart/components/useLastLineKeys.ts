import type { CartView } from '../../../api/types';
import { useShortcut } from '../../../core/shortcuts';
import { useAct } from '../../../core/useAct';
import { changeQuantity, removeLine } from '../api/cart';

const oneUnit = 1_000;

/** + and − change the quantity of the line that changed last. */
export function useLastLineKeys(cart: CartView | null, enabled: boolean): void {
  const { act } = useAct();
  const line = cart?.lines.find((candidate) => candidate.id === cart.lastLineId) ?? cart?.lines.at(-1);
  const countable = enabled && line !== undefined && !line.weighed;
  const add = (stepMilli: number): void => {
    if (line === undefined) {
      return;
    }
    const quantityMilli = line.quantityMilli + stepMilli;
    void act(() =>
      quantityMilli > 0 ? changeQuantity({ lineId: line.id, quantityMilli }) : removeLine({ lineId: line.id }),
    );
  };
  useShortcut(['+', '='], () => add(oneUnit), { enabled: countable });
  useShortcut('-', () => add(-oneUnit), { enabled: countable });
}
