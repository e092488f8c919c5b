using Dapper;
using Guitai.Contracts.Terminal;
using Guitai.Host.Verify;
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

        var debited = 0L;
        foreach (var (id, told) in world.Clerk.Told)
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

            Unless(
                standing == StandsAtHost(host, payment),
                "terminal-and-host-agree",
                () => $"{told.Kind} {payment?.Numbers} is {payment?.Phase} here, and there it {(standing ? "does not stand" : "stands")}"
            );
            debited += standing ? Debit(journal, payment!) : 0;
        }

        Unless(
            debited == world.Issuer.DebitedMinor,
            "nobody-pays-twice",
            () => $"the till took {debited}, the bank {world.Issuer.DebitedMinor}"
        );
        var ledger = host.Read(c =>
            c.ExecuteScalar<long>("SELECT coalesce(sum(debit - credit), 0) FROM ledger_day WHERE account = 'issuer.sandbox'")
        );
        Unless(ledger == debited, "ledger-is-debit", () => $"the ledger has {ledger}, the till {debited}");
        CheckBatch(host, books);
    }

    private static long Debit(TerminalStore journal, Payment payment) =>
        payment.Flow switch
        {
            // A tip has raised its sale's amount already.
            CardFlow.Sale or CardFlow.Completion or CardFlow.CompletionAdvice or CardFlow.OfflineSale => payment.AmountMinor!.Value,
            CardFlow.Void or CardFlow.CompletionCancel or CardFlow.Refund => -payment.AmountMinor!.Value,
            _ => 0,
        };

    private static bool StandsAtHost(Foundation.Store.RoleStore host, Payment? payment) =>
        payment?.Numbers is { } numbers
        && host.Read(c =>
            c.ExecuteScalar<long>(
                """
                SELECT count(*) FROM host_intent i JOIN host_outcome o ON o.rrn = i.rrn
                WHERE i.terminal = @terminal AND i.batch = @batch AND i.trace = @trace AND i.flow <> @reversal AND o.state = 1
                  AND NOT EXISTS (SELECT 1 FROM host_undo u WHERE u.rrn = i.rrn AND u.flow = @reversal)
                """,
                new
                {
                    terminal = CardPremises.Terminal1,
                    batch = numbers.Batch,
                    trace = numbers.Trace,
                    reversal = (int)Host.Authorisation.Flow.Reversal,
                }
            ) > 0
        );

    private static void CheckBatch(Foundation.Store.RoleStore host, Books books)
    {
        var unbalanced = host.Read(c => c.ExecuteScalar<long>("SELECT count(*) FROM host_batch WHERE balanced = 0"));
        Unless(unbalanced == 0, "batches-balance", () => $"{unbalanced} batches were closed out of balance");
        Unless(books.LastSettled is { Balanced: true }, "batches-balance", () => "the terminal closed its batch out of balance");
    }

    private static void Unless(bool holds, string name, Func<string> detail) => ViolationException.Unless(holds, name, detail);
}
