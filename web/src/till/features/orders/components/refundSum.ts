import type { CashRounding, OrderStory } from '../../../api/types';

/** What goes back through one kind of tender. */
export interface RefundPart {
  readonly kind: string;
  readonly name: string | null | undefined;
  readonly nameEn: string | null | undefined;
  readonly amountMinor: number;
}

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

/** What the refund gives back: the cash part of it is rounded down by the store's rule, the last one gives back the exact rest. */
export function refundSum(story: OrderStory, asks: RefundAsks, rounding: CashRounding | undefined): number {
  if (completes(story, asks)) {
    const untouched = story.refundable.every(
      (left) => story.order.lines.find((line) => line.id === left.lineId)?.quantityMilli === left.quantityMilli,
    );
    const tipMinor = untouched ? story.order.totals.tipMinor : 0;
    return story.refundable.reduce((sum, left) => sum + left.paidMinor, tipMinor);
  }
  const sum = Object.entries(asks).reduce((total, [id, milli]) => total + lineSum(story, id, milli), 0);
  const unit = rounding === undefined || rounding.mode === 'None' ? 1 : Math.max(1, rounding.unitMinor);
  const byOthersMinor = story.refundableTenders
    .filter((tender) => tender.kind !== 'cash')
    .reduce((total, tender) => total + tender.leftMinor, 0);
  return sum - (Math.max(0, sum - byOthersMinor) % unit);
}

/** Through what a sum goes back, as the till's rule has it: the tenders that take refunds before cash, each up to what it paid. */
export function refundParts(story: OrderStory, sumMinor: number): readonly RefundPart[] {
  const parts = new Map<string, RefundPart>();
  let restMinor = sumMinor;
  for (const tender of story.refundableTenders) {
    const partMinor = Math.min(tender.leftMinor, restMinor);
    restMinor -= partMinor;
    if (partMinor > 0) {
      const before = parts.get(tender.kind)?.amountMinor ?? 0;
      parts.set(tender.kind, {
        kind: tender.kind,
        name: tender.name,
        nameEn: tender.nameEn,
        amountMinor: before + partMinor,
      });
    }
  }
  return [...parts.values()];
}
