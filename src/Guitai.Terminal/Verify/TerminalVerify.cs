using System.Data.Common;
using System.Globalization;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Keys;

namespace Guitai.Terminal.Verify;

/// <summary>One thing that was proved, or not.</summary>
/// <param name="Name">What, for example <c>terminal.journal-chain</c>.</param>
/// <param name="Ok">It holds.</param>
/// <param name="Checked">How many items were looked at.</param>
/// <param name="Detail">The first contradiction; null when it holds.</param>
public sealed record TerminalProof(string Name, bool Ok, long Checked, string? Detail);

/// <summary>Proves a terminal's books from its journal alone, reading only: the chain, every number, every projection.</summary>
public static class TerminalVerify
{
    /// <summary>All proofs of a terminal's store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="keys">What opens its seals.</param>
    public static IReadOnlyList<TerminalProof> Prove(RoleStore store, ITerminalKeys keys) => store.Read(c => Prove(c, keys));

    /// <summary>All proofs of a terminal's database.</summary>
    /// <param name="store">The database, open for reading.</param>
    /// <param name="keys">What opens its seals.</param>
    public static IReadOnlyList<TerminalProof> Prove(DbConnection store, ITerminalKeys keys)
    {
        var chain = new Check("terminal.journal-chain");
        var sealing = new Check("terminal.journal-seals");
        var numbers = new Check("terminal.numbers-once");
        var invoices = new Check("terminal.invoices-without-gap");
        var fold = new Check("terminal.books-are-the-journal");
        var cards = new Check("terminal.cards-sealed");
        var books = new Books();
        var (position, hash) = (0L, Convert.ToHexStringLower(HashChain.Start));
        var used = new HashSet<(int Batch, int Trace)>();
        var invoice = 0;
        var rows = store.Query<(long Position, byte[] Body, string Hash)>(
            "SELECT position, body, hash FROM terminal_entry ORDER BY position"
        );
        foreach (var row in rows)
        {
            chain.That(++position == row.Position, () => $"entry {row.Position} follows {position - 1}");
            hash = TerminalStore.HashOf(hash, row.Position, row.Body);
            chain.That(hash == row.Hash, () => $"entry {row.Position} does not carry its own hash");
            if (keys.Open(row.Body, TerminalStore.EntryContext(row.Position)) is not { } plain)
            {
                sealing.That(false, () => $"entry {row.Position} was changed, or its key is gone");
                break;
            }

            sealing.That(true, () => "");
            var entry = TerminalJson.Read<Entry>(plain);
            var message = entry switch
            {
                Intended intended => intended.Numbers,
                ApprovedOffline offline => offline.Numbers,
                _ => null,
            };
            if (message is not null)
            {
                invoices.That(message.Invoice == (invoice % 999_999) + 1, () => $"invoice {message.Invoice} follows {invoice}");
                invoice = message.Invoice;
            }

            var trace = entry switch
            {
                NumberUsed number => number.Trace,
                SettlementBegun begun => begun.Trace,
                Renumbered renumbered => renumbered.Numbers.Trace,
                ScriptsRan ran => ran.Trace,
                _ => message?.Trace ?? 0,
            };
            numbers.That(trace == 0 || used.Add((message?.Batch ?? books.Batch, trace)), () => $"trace {trace} was used twice in a batch");
            try
            {
                books = books.After(entry);
                fold.That(true, () => "");
            }
            catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or OverflowException)
            {
                fold.That(false, () => $"entry {row.Position}: {fault.Message}");
                break;
            }
        }

        Projections(store, keys, books, new Head(position, hash), fold);
        Cards(store, keys, cards);
        return [chain.Proof, sealing.Proof, numbers.Proof, invoices.Proof, fold.Proof, cards.Proof];
    }

    private static void Projections(DbConnection store, ITerminalKeys keys, Books books, Head head, Check fold)
    {
        var state = store.Query<(string Name, string Body)>("SELECT name, body FROM terminal_state").ToDictionary(r => r.Name, r => r.Body);
        if (head.Position > 0)
        {
            fold.That(state.GetValueOrDefault("books") == TerminalJson.Text(books), () => "the state differs from the journal's");
            fold.That(
                state.GetValueOrDefault("chips", TerminalJson.Text(ChipLists.None)) == TerminalJson.Text(books.Chips),
                () => "the chips' parameters differ from the journal's"
            );
            fold.That(state.GetValueOrDefault("head") == TerminalJson.Text(head), () => "the head is not the journal's end");
        }

        var stored = store.Query<(string Id, byte[] Body)>("SELECT id, body FROM terminal_payment").ToList();
        fold.That(
            stored.Count == books.Payments.Count,
            () => $"{stored.Count} payments are stored, the journal has {books.Payments.Count}"
        );
        foreach (var (id, body) in stored)
        {
            var plain = keys.Open(body, TerminalStore.PaymentContext(Guid.Parse(id)));
            fold.That(
                plain is not null
                    && books.Payments.TryGetValue(Guid.Parse(id), out var payment)
                    && plain.AsSpan().SequenceEqual(TerminalJson.Bytes(payment)),
                () => $"payment {id} differs from the journal's"
            );
        }
    }

    private static void Cards(DbConnection store, ITerminalKeys keys, Check cards)
    {
        foreach (var (payment, seal) in store.Query<(string Payment, byte[] Seal)>("SELECT payment, seal FROM terminal_card"))
        {
            var plain = keys.Open(seal, TerminalStore.CardContext(Guid.Parse(payment)));
            cards.That(plain is { Length: >= 16 and <= 23 }, () => $"the card of payment {payment} was changed, or its key is gone");
            if (plain is not null)
            {
                System.Security.Cryptography.CryptographicOperations.ZeroMemory(plain);
            }
        }
    }

    private sealed class Check(string name)
    {
        private long _checked;
        private string? _detail;

        public TerminalProof Proof => new(name, _detail is null, _checked, _detail);

        public void That(bool holds, Func<string> detail)
        {
            _checked++;
            _detail ??= holds ? null : string.Create(CultureInfo.InvariantCulture, $"{detail()}");
        }
    }
}
