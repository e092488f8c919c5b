import type { OrderStory } from '../../../api/types';

/** What comes back, by line id. */
export type RefundAsks = Readonly<Record<string, number>>;

/** Everything that can still come back. */
export function everything(story: OrderStory): RefundAsks {
  return Object.fromEntries(story.refundable.map((line) => [line.lineId, line.quantityMilli]));
}

/** True when nothing would be left: such a refund gives back the exact rest, without rounding. */
export function completes(story: OrderStory, asks: RefundAsks): boolean {
  return story.refundable.every((line) => (asks[line.lineId] ?? 0) === line.quantityMilli);
}

/** A line's part, as the till's refund rule has it: the part up to the new quantity less what went back before. */
export function lineSum(story: OrderStory, lineId: string, quantityMilli: number): number {
  const line = story.order.lines.find((candidate) => candidate.id === lineId);
  const left = story.refundable.find((candidate) => candidate.lineId === lineId);
  if (line === undefined || left === undefined || quantityMilli === 0) {
    return 0;
  }
  const upToMilli = line.quantityMilli - left.quantityMilli + quantityMilli;
  const upTo = (BigInt(line.paidMinor) * BigInt(upToMilli)) / BigInt(line.quantityMilli);
  return Math.max(0, Number(upTo) - (line.paidMinor - left.paidMinor));
}

/** What the refund gives back before cash rounding. */
export function refundSum(story: OrderStory, asks: RefundAsks): number {
  const untouched = story.refundable.every((left) => {
    const line = story.order.lines.find((candidate) => candidate.id === left.lineId);
    return line?.quantityMilli === left.quantityMilli;
  });
  const tipMinor = untouched && completes(story, asks) ? story.order.totals.tipMinor : 0;
  return Object.entries(asks).reduce((sum, [id, milli]) => sum + lineSum(story, id, milli), tipMinor);
}
