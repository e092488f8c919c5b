using Dapper;
using Guitai.Contracts.Terminal;
using Guitai.Foundation.Store;
using Guitai.Terminal.Journal;

namespace Guitai.Simulate.Cards;

/// <summary>Holds the terminal's journal against what the cards decided and what the issuer heard of them.</summary>
internal static class ChipCheck
{
    public static void Check(CardWorld world, TerminalStore journal, RoleStore host)
    {
        var payments = journal.List(new PaymentQuery(null, false, null, 100));
        HashSet<string> cryptograms = [];
        foreach (var payment in payments.Where(p => p.Phase == Phase.Approved))
        {
            var isRead = payment.Card?.Entry is CardEntry.Chip or CardEntry.Contactless;
            Unless(
                isRead == payment.Chip is not null,
                "chips-are-told",
                () => $"{Name(payment)} by {payment.Card?.Entry} has {payment.Chip}"
            );
            if (payment.Chip is not { } chip)
            {
                continue;
            }

            var verdict = world.Purse.Verdict(chip.Cryptogram);
            // A card that is held to the field has gone when its issuer answers: what it asked for, the host approved.
            var needed = payment.Card!.Entry == CardEntry.Contactless ? ChipVerdict.Asks : ChipVerdict.Approves;
            Unless(
                verdict == needed && chip.Approves == (needed == ChipVerdict.Approves),
                "the-card-approved-too",
                () => $"{Name(payment)} is approved, and its card {verdict?.ToString() ?? "knows nothing of it"}"
            );
            Unless(cryptograms.Add(chip.Cryptogram), "one-cryptogram-one-payment", () => $"{Name(payment)} has another's cryptogram");
            var isTold =
                !payment.Offline
                || world.Issuer.Advised(payment.Numbers!.Trace) is { } icc
                    && icc.Contains($"9F2608{chip.Cryptogram}9F270140", StringComparison.Ordinal);
            Unless(isTold, "advice-brings-the-certificate", () => $"{Name(payment)}: {world.Issuer.Advised(payment.Numbers!.Trace)}");
        }

        Scripts(world, payments, host);
    }

    // What a card said to scripts is told once: to the host under its own number, by the host to the issuer.
    private static void Scripts(CardWorld world, IReadOnlyList<Payment> payments, RoleStore host)
    {
        var ran = payments.Where(p => p.Scripts.Length > 0).Select(p => (p.ScriptsBatch, p.ScriptsTrace)).Order().ToList();
        var there = host.Read(c =>
            c.Query<(long Batch, long Trace, long Rrn)>("SELECT batch, trace, of_rrn FROM host_script ORDER BY batch, trace").ToList()
        );
        Unless(
            ran.SequenceEqual(there.Select(s => ((int)s.Batch, (int)s.Trace))),
            "scripts-are-told-once",
            () => $"the terminal has {string.Join(' ', ran)}, the host {string.Join(' ', there)}"
        );
        var heard = world.Issuer.ScriptsHeard.Order().ToList();
        Unless(
            heard.SequenceEqual(there.Select(s => s.Rrn).Order()),
            "the-issuer-hears-of-its-scripts",
            () => $"the host has {string.Join(' ', there)}, the issuer {string.Join(' ', heard)}"
        );
        foreach (var payment in payments.Where(p => p is { Phase: Phase.Approved, Scripts: "", Card.Entry: CardEntry.Chip }))
        {
            Unless(
                !world.Issuer.Scripted(payment.Numbers!.Trace),
                "scripts-are-run",
                () => $"{Name(payment)} is approved, and nothing is known of its script"
            );
        }
    }

    private static string Name(Payment payment) => $"{payment.Flow} {payment.Numbers}";

    private static void Unless(bool holds, string name, Func<string> detail) => ViolationException.Unless(holds, name, detail);
}
