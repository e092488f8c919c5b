using Dapper;
using Guitai.Contracts.Terminal;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;
using Guitai.Host.Verify;
using Guitai.Host.Wallets;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Verify;

namespace Guitai.Simulate.Cards;

/// <summary>Holds what everybody believes against what everybody else believes.</summary>
internal static class CardCheck
{
    public static void Check(CardWorld world)
    {
        var store = world.Terminal.Store ?? throw new ViolationException("is-up", "the terminal is down");
        var host = world.Host.Store ?? throw new ViolationException("is-up", "the host is down");
        foreach (var proof in TerminalVerify.Prove(store, world.Terminal.Keys))
        {
            Unless(proof.Ok, proof.Name, () => proof.Detail ?? "");
        }

        foreach (var proof in host.Read(HostVerify.Prove))
        {
            Unless(proof.Ok, proof.Name, () => proof.Detail ?? "");
        }

        var journal = new TerminalStore(store, world.Terminal.Keys);
        var books = journal.Load();
        Unless(
            books.Payments.Values.All(p => !p.IsOpen),
            "nothing-stays-open",
            () => string.Join(", ", books.Payments.Values.Where(p => p.IsOpen).Select(p => $"{p.Flow} {p.Phase}"))
        );

        foreach (var payment in journal.List(new PaymentQuery(null, false, null, 100)))
        {
            Unless(
                payment.Phase != Phase.Approved || world.Told.ContainsKey(payment.Id),
                "every-payment-was-asked-for",
                () => $"{payment.Flow} {payment.Numbers} is approved, and nobody knows of it"
            );
        }

        ChipCheck.Check(world, journal, host);

        // A tip raises what its sale says of itself, and is debited by itself.
        var hasTip = world.Told.Values.Any(t => t.Kind == PaymentKind.TipAdjustment);
        var debited = 0L;
        foreach (var (id, told) in world.Told)
        {
            var payment = journal.Find(id);
            var standing = payment is { Phase: Phase.Approved };
            Unless(
                standing == (told.State == PaymentState.Approved),
                "told-is-true",
                () => $"{told.Kind} was told as {told.State}, the journal says {payment?.Phase}"
            );
            if (told.Kind == PaymentKind.Balance)
            {
                continue;
            }

            var there = AtHost(host, payment);
            Unless(
                standing == there is not null,
                "terminal-and-host-agree",
                () => $"{told.Kind} {payment?.Numbers} is {payment?.Phase} here, and there it {(standing ? "does not stand" : "stands")}"
            );
            Unless(
                hasTip
                    || there is not var (rrn, amount)
                    || (amount == payment!.AmountMinor && DebitedBy(world, payment, rrn) == Debit(payment)),
                "each-is-debited-once",
                () =>
                    $"{told.Kind} {payment?.Numbers} of {payment?.AmountMinor} is {there} at the host, {DebitedBy(world, payment!, there!.Value.Rrn)} at the bank"
            );
            debited += standing ? Debit(payment!) : 0;
        }

        Unless(
            debited == world.Issuer.DebitedMinor + world.Wallet.TakenMinor,
            "nobody-pays-twice",
            () => $"the till took {debited}, the bank {world.Issuer.DebitedMinor}, the wallet {world.Wallet.TakenMinor}"
        );
        var ledger = host.Read(c =>
            c.ExecuteScalar<long>(
                "SELECT coalesce(sum(debit - credit), 0) FROM ledger_day WHERE account IN ('issuer.sandbox', 'issuer.wechat')"
            )
        );
        Unless(ledger == debited, "ledger-is-debit", () => $"the ledger has {ledger}, the till {debited}");
        CheckBatch(host, books);
    }

    private static long DebitedBy(CardWorld world, Payment payment, long rrn) =>
        !payment.IsCode ? world.Issuer.DebitedBy(rrn)
        : payment.Flow == CardFlow.Refund ? -world.Wallet.RefundedBy(IssuerMessages.Rrn(rrn))
        : world.Wallet.PaidBy(
            WalletPort.NumberOf(new MessageKey(CardPremises.Terminal1, payment.Numbers!.Batch, payment.Numbers.Trace, 200))
        );

    private static long Debit(Payment payment) =>
        payment.Flow switch
        {
            // A tip has raised its sale's amount already.
            CardFlow.Sale or CardFlow.Completion or CardFlow.CompletionAdvice or CardFlow.OfflineSale => payment.AmountMinor!.Value,
            CardFlow.Void or CardFlow.CompletionCancel or CardFlow.Refund => -payment.AmountMinor!.Value,
            _ => 0,
        };

    private static (long Rrn, long Amount)? AtHost(Foundation.Store.RoleStore host, Payment? payment) =>
        payment?.Numbers is not { } numbers
            ? null
            : host.Read(c =>
                c.Query<(long, long)?>(
                        """
                        SELECT i.rrn, i.amount FROM host_intent i JOIN host_outcome o ON o.rrn = i.rrn
                        WHERE i.terminal = @terminal AND i.batch = @batch AND i.trace = @trace AND i.flow <> @reversal AND o.state = 1
                          AND NOT EXISTS (SELECT 1 FROM host_undo u WHERE u.rrn = i.rrn AND u.flow = @reversal)
                        """,
                        new
                        {
                            terminal = CardPremises.Terminal1,
                            batch = numbers.Batch,
                            trace = numbers.Trace,
                            reversal = (int)Flow.Reversal,
                        }
                    )
                    .FirstOrDefault()
            );

    private static void CheckBatch(Foundation.Store.RoleStore host, Books books)
    {
        var unbalanced = host.Read(c => c.ExecuteScalar<long>("SELECT count(*) FROM host_batch WHERE balanced = 0"));
        Unless(unbalanced == 0, "batches-balance", () => $"{unbalanced} batches were closed out of balance");
        Unless(books.LastSettled is { Balanced: true }, "batches-balance", () => "the terminal closed its batch out of balance");
    }

    private static void Unless(bool holds, string name, Func<string> detail) => ViolationException.Unless(holds, name, detail);
}
