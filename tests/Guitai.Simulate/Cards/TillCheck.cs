using System.Text;
using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Terminal;
using Guitai.Documents;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Terminal.Journal;
using Guitai.Till.Cards;
using Guitai.Till.Receipts;
using Guitai.Till.Verify;

namespace Guitai.Simulate.Cards;

/// <summary>Holds the till's orders, refunds and receipts against its terminal's journal and the bank.</summary>
internal static class TillCheck
{
    public static void Check(CardWorld world)
    {
        if (world.Till is not { } till)
        {
            return;
        }

        var store = till.Store ?? throw new ViolationException("is-up", "the till is down");
        foreach (var proof in store.Read(TillVerify.Prove))
        {
            Unless(proof.Ok, proof.Name, () => proof.Detail ?? "");
        }

        var payments = till.Payments();
        Unless(
            !payments.Exists(p => p.IsFollowed),
            "nothing-stays-unknown",
            () => string.Join(", ", payments.Where(p => p.IsFollowed).Select(p => $"{p.Purpose} {p.State}"))
        );
        var open = store.Read(c => c.ExecuteScalar<long>("SELECT (SELECT count(*) FROM open_order) + (SELECT count(*) FROM open_refund)"));
        Unless(open == 0, "every-order-ends", () => $"{open} orders or refunds are still open");
        var journal = new TerminalStore(world.Terminal.Store!, world.Terminal.Keys);
        foreach (var payment in payments.Where(p => p.State == PaymentState.Approved))
        {
            var there = journal.Find(payment.Id);
            Unless(
                there is not null && there.AmountMinor == payment.AmountMinor && there.Kind == payment.Kind && there.Of == payment.Of,
                "till-and-terminal-agree",
                () => $"{payment.Purpose} of {payment.AmountMinor} is {there?.Kind} of {there?.AmountMinor} at the terminal"
            );
        }

        var ended = Ended(store);
        var cards = OrdersAndPayments(world, ended, payments);
        Unless(
            cards == world.Issuer.DebitedMinor + world.Wallet.TakenMinor,
            "orders-are-debits",
            () =>
                $"orders and refunds have {cards} by the terminal, the bank {world.Issuer.DebitedMinor}, the wallet {world.Wallet.TakenMinor}"
        );
        Papers(till, ended);
    }

    private static List<(Order Order, FactKind Kind)> Ended(Foundation.Store.RoleStore store) =>
        [
            .. store
                .Read(c =>
                    c.Query<(long Kind, string Body)>("SELECT kind, body FROM fact WHERE kind IN (3, 4, 5) ORDER BY position").ToList()
                )
                .Select(r => (ContractJson.Read<Order>(r.Body), (FactKind)r.Kind)),
        ];

    // Every card tender of an ended order is one approved payment, and the other way round; what was taken back stands in none.
    private static long OrdersAndPayments(CardWorld world, List<(Order Order, FactKind Kind)> ended, List<TillPayment> payments)
    {
        var sum = 0L;
        Dictionary<Guid, TillPayment> left = payments
            .Where(p =>
                p.State == PaymentState.Approved
                && p.Purpose is CardPurpose.Tender or CardPurpose.Refund
                && p.State == PaymentState.Approved
            )
            .ToDictionary(p => p.Id);
        foreach (var (order, kind) in ended)
        {
            var wanted = kind == FactKind.SaleCompleted ? CardPurpose.Tender : CardPurpose.Refund;
            Unless(
                (kind == FactKind.SaleCompleted ? world.Cashier.Orders : world.Cashier.Refunds).Count(o => o == order.Id) == 1,
                "orders-as-wanted",
                () => $"{kind} {order.ReceiptNumber} was wanted by nobody"
            );
            foreach (var tender in order.Tenders.Where(t => Tender.IsByTerminal(t.Kind)))
            {
                Unless(
                    left.Remove(tender.Id, out var payment) && payment.Purpose == wanted && payment.AmountMinor == tender.AmountMinor,
                    "tenders-are-payments",
                    () =>
                        $"{kind} {order.ReceiptNumber}: no approved payment, or another's, is behind its card tender of {tender.AmountMinor}"
                );
                Unless(
                    tender.Card is { Card.Masked: var masked } && (masked is null || masked.ToString() == tender.Reference),
                    "tenders-name-their-card",
                    () => $"{kind} {order.ReceiptNumber}: {tender.Reference}"
                );
                sum += kind == FactKind.SaleCompleted ? tender.AmountMinor : -tender.AmountMinor;
            }
        }

        foreach (var back in payments.Where(p => p is { Purpose: CardPurpose.TakeBack, State: PaymentState.Approved }))
        {
            Unless(
                left.Remove(back.TenderId!.Value, out var taken) && taken.AmountMinor == back.AmountMinor,
                "taken-back-stands-nowhere",
                () => $"{back.AmountMinor} was given back of a tender that an order holds"
            );
        }

        Unless(left.Count == 0, "money-has-an-order", () => $"{left.Values.First().AmountMinor} was taken and stands in no order");
        foreach (var wanted in world.Cashier.Orders.Concat(world.Cashier.Refunds))
        {
            Unless(
                ended.Count(e => e.Order.Id == wanted) == 1,
                "every-order-ends",
                () => $"{wanted} ended {ended.Count(e => e.Order.Id == wanted)} times"
            );
        }

        return sum;
    }

    // Whoever died while printing asks a person; a receipt never comes twice unmarked, and it says what the order says.
    private static void Papers(CardTill till, List<(Order Order, FactKind Kind)> ended)
    {
        var uncertain = till.Store!.Read(c =>
            c.Query<string>("SELECT subject FROM print_job WHERE state NOT IN ('printed', 'settled')").ToList()
        );
        foreach (var twice in till.Printer.Papers.GroupBy(p => (p.Job.Kind, p.Job.Subject, p.Job.Copy)).Where(g => g.Count() > 1))
        {
            throw new ViolationException("paper-comes-once", $"{twice.Key.Kind} came {twice.Count()} times");
        }

        foreach (var (order, kind) in ended)
        {
            var paper = till.Printer.Papers.Find(p => p.Job.Kind == PrintKind.Receipt && p.Job.Subject == order.Id);
            if (paper.Bytes is null)
            {
                Unless(
                    uncertain.Contains(order.Id.ToString()),
                    "receipts-are-not-lost",
                    () => $"{kind} {order.ReceiptNumber} is not on paper"
                );
                continue;
            }

            var text = Encoding.ASCII.GetString(paper.Bytes);
            var currency = Currency.FromCode(order.Currency);
            var cards = order.Tenders.Where(t => t.Card is not null).ToList();
            string[] said =
            [
                order.ReceiptNumber,
                .. order.Tenders.Append(null).Select(t => new Money(t?.TenderedMinor ?? order.Totals.TotalMinor, currency).ToMajorString()),
                .. cards.SelectMany(t =>
                    new[]
                    {
                        t.Card!.Reference ?? "",
                        t.Card.Slip.Trace.ToString("000000", System.Globalization.CultureInfo.InvariantCulture),
                    }
                ),
            ];
            foreach (var word in said)
            {
                Unless(
                    text.Contains(word, StringComparison.Ordinal),
                    "receipt-says-the-order",
                    () => $"{order.ReceiptNumber}: no {word} on paper"
                );
            }
        }
    }

    private static void Unless(bool holds, string name, Func<string> detail) => ViolationException.Unless(holds, name, detail);
}
