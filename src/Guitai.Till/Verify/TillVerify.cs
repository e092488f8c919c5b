using System.Data.Common;
using System.Globalization;
using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation.Audit;
using Guitai.Till.Cards;
using Guitai.Till.Checkout;
using Guitai.Till.Journal;
using Guitai.Till.Refunds;
using Guitai.Till.Tenders;

namespace Guitai.Till.Verify;

/// <summary>One thing that was proved, or not.</summary>
/// <param name="Name">What, for example <c>till.journal-chain</c>.</param>
/// <param name="Ok">It holds.</param>
/// <param name="Checked">How many items were looked at.</param>
/// <param name="Detail">The first contradiction; null when it holds.</param>
public sealed record Proof(string Name, bool Ok, long Checked, string? Detail);

/// <summary>Proves a till's books from its journal alone, reading only: the chain, every number, every drawer, every Z, every projection.</summary>
public static class TillVerify
{
    /// <summary>All proofs of one till's store.</summary>
    public static IReadOnlyList<Proof> Prove(DbConnection connection)
    {
        var identity = connection.QuerySingleOrDefault<string?>("SELECT body FROM till_state WHERE name = 'identity'");
        if (identity is null)
        {
            return [new Proof("till.identity", true, 0, null)];
        }

        var tillId = TillJson.Read<TillIdentity>(identity).TillId;
        var check = new Checks();
        var state = new TillState();
        var position = 0L;
        foreach (var row in connection.Query<FactRow>(FactRow.Select + " ORDER BY position", buffered: false))
        {
            check.That("till.journal-positions", ++position == row.Position, () => $"position {row.Position} follows {position - 1}");
            var fact = row.ToFact(tillId);
            check.That("till.journal-chain", fact.IsIntact(), () => $"fact {fact.Sequence} does not carry its own hash");
            check.That(
                "till.journal-chain",
                string.Equals(fact.PreviousHash, state.Head?.Hash ?? Fact.NoHash, StringComparison.Ordinal),
                () => $"fact {fact.Sequence} does not follow the one before"
            );
            check.That(
                "till.journal-sequence",
                fact.Sequence == state.Sequence + 1,
                () => $"fact {fact.Sequence} follows {state.Sequence}"
            );
            if (!check.Fold(ref state, fact))
            {
                break;
            }
        }

        var stored = connection.QuerySingleOrDefault<string?>("SELECT body FROM till_state WHERE name = 'state'");
        check.That(
            "till.state-equals-journal",
            string.Equals(stored ?? TillJson.Write(new TillState()), TillJson.Write(state), StringComparison.Ordinal),
            () => "the state differs from the fold over the journal"
        );
        Orders(connection, check);
        OpenOrders(connection, check);
        CardPayments(connection, check);
        Synced(connection, check, state);
        var broken = AuditVerify.Walk(connection, "till");
        check.That("till.audit-chain", broken.Count == 0, () => $"{broken[0].Why} at entry {broken[0].Sequence}");
        return check.Proofs;
    }

    private static void Orders(DbConnection connection, Checks check)
    {
        var rows = connection.ExecuteScalar<long>("SELECT count(*) FROM order_row");
        check.That("till.orders-equal-journal", rows == check.Ended, () => $"{rows} rows, {check.Ended} facts");
        var sum =
            connection.ExecuteScalar<long?>(
                "SELECT sum(CASE kind WHEN 'sale' THEN total_minor WHEN 'refund' THEN -total_minor ELSE 0 END) FROM order_row"
            ) ?? 0;
        check.That("till.orders-equal-journal", sum == check.TradedMinor, () => $"rows {sum}, facts {check.TradedMinor}");
        var doubled = connection.ExecuteScalar<long>(
            "SELECT count(*) FROM (SELECT receipt_number FROM order_row GROUP BY receipt_number HAVING count(*) > 1) d"
        );
        check.That("till.receipt-numbers-unique", doubled == 0, () => $"{doubled} numbers stand twice");
        var open = connection.ExecuteScalar<long>(
            "SELECT count(*) FROM open_order o WHERE EXISTS (SELECT 1 FROM order_row r WHERE r.order_id = o.order_id)"
        );
        check.That("till.ended-orders-are-not-open", open == 0, () => $"{open} ended orders are still open");
    }

    private static void OpenOrders(DbConnection connection, Checks check)
    {
        foreach (var body in connection.Query<string>("SELECT body FROM open_order"))
        {
            var cart = TillJson.Read<Cart>(body);
            check.That(
                "till.open-orders-not-overpaid",
                cart.ConfirmedMinor == 0
                    || cart.ConfirmedMinor < Pricing.Price(cart, null).Totals.TotalMinor
                    || IsPaidByCard(cart, Pricing.Price(cart, null).Totals.TotalMinor),
                () => $"open order {cart.OrderId}: {cart.ConfirmedMinor} is confirmed"
            );
            check.That(
                "till.held-orders-not-paid",
                cart.HeldAtMs is null || !cart.IsBound || cart.Tenders.Any(t => t.ByTerminal),
                () => $"order {cart.OrderId} was put aside with tenders that no terminal looks after"
            );
        }
    }

    // What a card was charged or given back stands in an ended order, in an open one, or in a refund that is not booked yet.
    private static void CardPayments(DbConnection connection, Checks check)
    {
        var payments = connection.Query<string>("SELECT body FROM card_payment").Select(TillJson.Read<CardPayment>).ToList();
        var open = connection
            .Query<string>("SELECT body FROM open_order")
            .SelectMany(b => TillJson.Read<Cart>(b).Tenders)
            .Where(t => t.State is TenderState.Confirmed or TenderState.TakenBack)
            .Select(t => t.Id);
        var refunds = connection.Query<string>("SELECT body FROM open_refund").SelectMany(b => TillJson.Read<OpenRefund>(b).Tenders);
        var taken = payments.Where(p => p is { Purpose: CardPurpose.TakeBack, IsApproved: true }).Select(p => p.TenderId!.Value);
        HashSet<Guid> booked = [.. check.CardTenders, .. open, .. refunds.Select(t => t.Id), .. taken];
        foreach (var payment in payments.Where(p => p.IsApproved && p.Purpose is CardPurpose.Tender or CardPurpose.Refund))
        {
            check.That("till.card-payments-booked", booked.Contains(payment.Id), () => $"payment {payment.Id} stands in no order");
        }
    }

    // Paid in full while no shift was open to book it, or about to be booked.
    private static bool IsPaidByCard(Cart cart, long totalMinor) =>
        cart.ConfirmedMinor == totalMinor && cart.Tenders.Any(t => t.ByTerminal);

    private static void Synced(DbConnection connection, Checks check, TillState state)
    {
        var cursor = connection.QuerySingleOrDefault<string?>("SELECT body FROM till_state WHERE name = 'sync'");
        var confirmed = cursor is null ? 0 : TillJson.Read<SyncCursor>(cursor).ConfirmedSequence;
        check.That("till.sync-cursor", confirmed <= state.Sequence, () => $"confirmed {confirmed} of {state.Sequence}");
    }

    /// <summary>What is gathered while walking the journal.</summary>
    private sealed class Checks
    {
        private readonly Dictionary<string, Proof> _proofs = new(StringComparer.Ordinal);
        private readonly Dictionary<Guid, Order> _sales = [];
        private readonly Dictionary<Guid, (long Quantity, long Paid)> _back = [];
        private readonly Dictionary<Guid, long> _backByTender = [];

        /// <summary>Ids of the tenders and refunds by card in ended orders.</summary>
        public HashSet<Guid> CardTenders { get; } = [];

        public long Ended { get; private set; }

        public long TradedMinor { get; private set; }

        public IReadOnlyList<Proof> Proofs => [.. _proofs.Values];

        public void That(string name, bool holds, Func<string> detail)
        {
            var proof = _proofs.GetValueOrDefault(name) ?? new Proof(name, true, 0, null);
            _proofs[name] = proof with
            {
                Ok = proof.Ok && holds,
                Checked = proof.Checked + 1,
                Detail = proof.Detail ?? (holds ? null : detail()),
            };
        }

        public bool Fold(ref TillState state, Fact fact)
        {
            var body = TillFold.BodyOf(fact);
            if (body is Order order)
            {
                Order(state, fact, order);
            }

            if (body is ShiftClosed closed)
            {
                Closed(state, closed);
            }

            try
            {
                state = TillFold.Apply(state, fact, body);
                return true;
            }
            catch (InvalidOperationException exception)
            {
                That("till.journal-makes-sense", false, () => $"fact {fact.Sequence}: {exception.Message}");
                return false;
            }
        }

        private void Order(TillState state, Fact fact, Order order)
        {
            Ended++;
            That(
                "till.receipt-numbers-without-gap",
                order.Number == state.NextOrderNumber,
                () => $"number {order.Number} where {state.NextOrderNumber} is due"
            );
            var t = order.Totals;
            That(
                "till.parts-add-up",
                t.TotalMinor == t.GrossMinor - t.DiscountMinor + t.TaxExclusiveMinor + t.TipMinor + t.RoundingMinor
                    && t.TotalMinor == order.Lines.Sum(l => l.PaidMinor) + t.TipMinor
                    && t.TaxMinor == order.Lines.Sum(l => l.TaxMinor),
                () => $"order {order.ReceiptNumber}"
            );
            if (fact.Kind == FactKind.OrderVoided)
            {
                return;
            }

            That("till.tenders-pay-the-total", order.Tenders.Sum(x => x.AmountMinor) == t.TotalMinor, () => $"order {order.ReceiptNumber}");
            That(
                "till.change-is-right",
                order.Tenders.All(x => x.TenderedMinor - x.ChangeMinor == x.AmountMinor && x.ChangeMinor >= 0),
                () => $"order {order.ReceiptNumber}"
            );
            That(
                "till.own-tenders-not-verified",
                order.Tenders.All(x => x.NotVerified == x.Kind.StartsWith(TenderType.Prefix, StringComparison.Ordinal)),
                () => $"order {order.ReceiptNumber}"
            );
            CardTenders.UnionWith(order.Tenders.Where(x => x.ByTerminal).Select(x => x.Id));
            TradedMinor += fact.Kind == FactKind.SaleCompleted ? t.TotalMinor : -t.TotalMinor;
            if (fact.Kind == FactKind.SaleCompleted)
            {
                _sales[order.Id] = order;
            }
            else
            {
                Refund(order);
            }
        }

        private void Refund(Order refund)
        {
            const string Name = "till.refunds-within-sales";
            if (refund.OriginalOrderId is not { } id || !_sales.TryGetValue(id, out var sale))
            {
                That(Name, false, () => $"refund {refund.ReceiptNumber} has no sale");
                return;
            }

            var back = _back.GetValueOrDefault(id);
            back = (back.Quantity, back.Paid + refund.Totals.TotalMinor);
            _back[id] = back;
            That(
                Name,
                back.Paid <= sale.Totals.TotalMinor,
                () => $"sale {sale.ReceiptNumber}: {back.Paid} of {sale.Totals.TotalMinor} given back"
            );
            foreach (var tender in refund.Tenders)
            {
                var original = sale.Tenders.FirstOrDefault(x => x.Id == (tender.OriginalTenderId ?? sale.Tenders[0].Id));
                var given = _backByTender.GetValueOrDefault(original?.Id ?? Guid.Empty) + tender.AmountMinor;
                _backByTender[original?.Id ?? Guid.Empty] = given;
                That(
                    "till.refunds-within-tenders",
                    original is not null
                        && given <= Math.Max(0, original.AmountMinor)
                        && (tender.Kind == Tender.Cash || tender.Kind == original.Kind),
                    () => $"refund {refund.ReceiptNumber}: {given} of tender {tender.OriginalTenderId}"
                );
            }

            foreach (var line in refund.Lines)
            {
                var key = line.OriginalLineId!.Value;
                var quantity = _back.GetValueOrDefault(key).Quantity + line.QuantityMilli;
                _back[key] = (quantity, 0);
                var sold = sale.Lines.FirstOrDefault(l => l.Id == key)?.QuantityMilli ?? 0;
                That(Name, quantity <= sold, () => $"sale {sale.ReceiptNumber}: {quantity} of {sold} of a line came back");
            }
        }

        private void Closed(TillState state, ShiftClosed closed)
        {
            That(
                "till.z-reports-equal-orders",
                state.Shift is { } shift && shift.Id == closed.ShiftId && Same(shift.Totals, closed.Totals),
                () => string.Create(CultureInfo.InvariantCulture, $"Z {closed.ZNumber} differs from its orders")
            );
            That(
                "till.z-tenders-equal-sales",
                closed.Totals.Tenders.Values.Sum(t => t.InMinor) == closed.Totals.SaleMinor
                    && closed.Totals.Tenders.Values.Sum(t => t.OutMinor) == closed.Totals.RefundMinor,
                () => string.Create(CultureInfo.InvariantCulture, $"Z {closed.ZNumber}: its tenders are not its sales and refunds")
            );
            That(
                "till.z-numbers-without-gap",
                closed.ZNumber == state.NextZNumber,
                () => $"Z {closed.ZNumber} where {state.NextZNumber} is due"
            );
            That(
                "till.drawer",
                closed.ExpectedMinor == closed.Totals.ExpectedCashMinor
                    && closed.OverShortMinor == closed.CountedMinor - closed.ExpectedMinor,
                () => $"Z {closed.ZNumber}: expected {closed.ExpectedMinor}"
            );
        }

        private static bool Same(ShiftTotals left, ShiftTotals right) =>
            string.Equals(ContractJson.Write(left), ContractJson.Write(right), StringComparison.Ordinal);
    }
}
