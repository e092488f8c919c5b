import { useState } from 'react';
import type { CardPaymentView, CardsView } from '../../api/types';
import { CardFrame } from './CardFrame';
import { useCards } from './cards';

interface Shown {
  readonly id: string;
  readonly src: string;
}

type Wait = NonNullable<CardPaymentView['view']>['waits'];

const customers: readonly (Wait | undefined)[] = ['Pin', 'Signature', 'Application'];

// The amount is said on this page; what customers enter, sign or choose, where they have a screen for it.
const isElsewhere = (waits: Wait | undefined, cards: CardsView): boolean =>
  waits === 'Amount' || (cards.padAtCustomer && customers.includes(waits));

const needsSomebody = (cards: CardsView): CardPaymentView | undefined =>
  cards.payments.find(({ reached, view }) => reached && view?.frame != null && !isElsewhere(view.waits, cards));

const find = (cards: CardsView, id: string): CardPaymentView | undefined =>
  cards.payments.find((payment) => payment.id === id) ?? cards.ended.find((payment) => payment.id === id);

// As long as it says more than this page: while it is asked, and how it ended. What is unknown is said here.
const goesOn = (payment: CardPaymentView | undefined, cards: CardsView): boolean =>
  payment !== undefined &&
  payment.state !== 'Unknown' &&
  (payment.endedAtMs != null || (payment.reached && !isElsewhere(payment.view?.waits, cards)));

/** Shows the terminal's page as soon as a payment of this till needs somebody at it, until that page says that it was read, or says nothing any more. */
export function CardHost() {
  const cards = useCards();
  const [shown, setShown] = useState<Shown | null>(null);
  const [close] = useState(() => () => setShown(null));
  const needed = cards === null ? undefined : needsSomebody(cards);
  const src = needed?.view?.frame ?? null;
  const payment = shown === null || cards === null ? undefined : find(cards, shown.id);
  if (needed !== undefined && src !== null && src !== shown?.src) {
    setShown({ id: needed.id, src });
  } else if (shown !== null && (cards === null || !goesOn(payment, cards))) {
    setShown(null);
  }
  return shown === null || payment === undefined ? null : (
    <CardFrame key={shown.src} payment={payment} src={shown.src} onRead={close} />
  );
}
