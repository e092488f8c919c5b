import { CardFrame } from './CardFrame';
import { useCards } from './cards';

/** Shows the terminal's page as soon as a payment of this till needs somebody at it. */
export function CardHost() {
  const cards = useCards();
  const payment = cards?.payments.find(
    ({ view, reached }) => reached && view?.frame != null && view.waits !== 'Amount',
  );
  const src = payment?.view?.frame;
  return payment === undefined || src == null ? null : <CardFrame key={src} payment={payment} src={src} />;
}
