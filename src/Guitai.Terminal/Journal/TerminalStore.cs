using System.Collections.Immutable;
using System.Text;
using Dapper;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Terminal.Keys;

namespace Guitai.Terminal.Journal;

/// <summary>The terminal's own database: the sealed journal, its projections, the sealed cards.</summary>
public sealed class TerminalStore(RoleStore store, ITerminalKeys keys) : ITerminalStore
{
    private static readonly Table s_entry = new(
        "terminal_entry",
        1,
        Table.Integer("position"),
        Table.Text("payment"),
        Table.Integer("at_ms"),
        Table.Blob("body"),
        Table.Text("hash")
    );

    private static readonly Table s_state = new("terminal_state", 1, Table.Text("name"), Table.Text("body"));

    private static readonly Table s_payment = new(
        "terminal_payment",
        1,
        Table.Text("id"),
        Table.Integer("kind"),
        Table.Integer("flow"),
        Table.Integer("phase"),
        Table.Integer("is_open"),
        Table.Integer("begun_at_ms"),
        Table.Integer("batch"),
        Table.Integer("trace"),
        Table.Integer("left_minor"),
        Table.Blob("body")
    );

    private static readonly Table s_card = new("terminal_card", 1, Table.Text("payment"), Table.Integer("at_ms"), Table.Blob("seal"));

    private Head _head = new(0, Convert.ToHexStringLower(HashChain.Start));

    /// <summary>Migrations of the terminal's store.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [.. Migration.Embedded(typeof(TerminalStore).Assembly), new Migration(2, "audit", Foundation.Audit.AuditLog.Schema)];

    /// <inheritdoc/>
    public Books Load()
    {
        var state = store.Read(c =>
            c.Query<(string Name, string Body)>("SELECT name, body FROM terminal_state").ToDictionary(r => r.Name, r => r.Body)
        );
        if (state.TryGetValue("head", out var head))
        {
            _head = TerminalJson.Read<Head>(head);
        }

        var books = state.TryGetValue("books", out var body) ? TerminalJson.Read<Books>(body) : new Books();
        var open = Rows("WHERE is_open = 1", new { });
        var followed = open.Where(p => p.Of is not null)
            .Select(p => p.Of!.Value)
            .Distinct()
            .Where(id => open.All(p => p.Id != id))
            .Select(Find);
        return books with
        {
            Chips = state.TryGetValue("chips", out var chips) ? TerminalJson.Read<ChipLists>(chips) : ChipLists.None,
            Payments = open.Concat(followed.OfType<Payment>()).ToImmutableSortedDictionary(p => p.Id, p => p),
        };
    }

    /// <inheritdoc/>
    public async Task<WriteResult> CommitAsync(
        IReadOnlyList<Entry> entries,
        Books after,
        IReadOnlyList<Payment> changed,
        IReadOnlyList<CardRow> cards
    )
    {
        var write = new Write();
        var (position, hash) = _head;
        foreach (var entry in entries)
        {
            position++;
            var payment = (entry as PaymentEntry)?.Payment.ToString();
            var seal = keys.Seal(TerminalJson.Bytes(entry), EntryContext(position));
            hash = HashOf(hash, position, seal);
            write.Insert(s_entry, position, payment, entry.AtMs, seal, hash);
        }

        foreach (var payment in changed)
        {
            write.Upsert(
                s_payment,
                payment.Id,
                (int)payment.Kind,
                (int)payment.Flow,
                (int)payment.Phase,
                payment.IsOpen,
                payment.BegunAtMs,
                payment.Numbers?.Batch ?? 0,
                payment.Numbers?.Trace ?? 0,
                payment.LeftMinor,
                keys.Seal(TerminalJson.Bytes(payment), PaymentContext(payment.Id))
            );
        }

        foreach (var card in cards)
        {
            write.Upsert(s_card, card.Payment, entries[0].AtMs, card.Seal);
        }

        var head = new Head(position, hash);
        write.Upsert(s_state, "books", TerminalJson.Text(after));
        if (entries.Any(e => e is ChipListsTaken))
        {
            write.Upsert(s_state, "chips", TerminalJson.Text(after.Chips));
        }

        write.Upsert(s_state, "head", TerminalJson.Text(head));
        var result = await store.WriteAsync(write);
        if (result == WriteResult.Conflict)
        {
            throw new StoreBrokenException("The journal holds an entry that this process did not write.");
        }

        _head = result == WriteResult.Committed ? head : _head;
        return result;
    }

    /// <inheritdoc/>
    public Payment? Find(Guid id) => Rows("WHERE id = @id", new { id = id.ToString() }).FirstOrDefault();

    /// <inheritdoc/>
    public byte[]? Card(Guid payment) =>
        store.Read(c =>
            c.QuerySingleOrDefault<byte[]>("SELECT seal FROM terminal_card WHERE payment = @id", new { id = payment.ToString() })
        );

    /// <inheritdoc/>
    public IReadOnlyList<Payment> OfBatch(int batch) =>
        Rows("WHERE batch = @batch AND phase = @approved ORDER BY trace", new { batch, approved = (int)Phase.Approved });

    /// <inheritdoc/>
    public IReadOnlyList<Payment> List(PaymentQuery query) =>
        Rows(
            """
            WHERE begun_at_ms < @before AND (@kind = 0 OR kind = @kind)
              AND (@open = 0 OR is_open = 1 OR (flow = @hold AND phase = @approved AND left_minor > 0))
            ORDER BY begun_at_ms DESC, id DESC LIMIT @count
            """,
            new
            {
                before = query.BeforeMs ?? long.MaxValue,
                kind = query.Kind is { } kind ? (int)kind : 0,
                open = query.Open ? 1 : 0,
                hold = (int)CardFlow.PreAuthorisation,
                approved = (int)Phase.Approved,
                count = Math.Clamp(query.Count, 1, 100),
            }
        );

    /// <inheritdoc/>
    public async Task ForgetCardsAsync(long beforeMs)
    {
        var old = store.Read(c =>
            c.Query<string>("SELECT payment FROM terminal_card WHERE at_ms < @beforeMs LIMIT 500", new { beforeMs }).ToList()
        );
        if (old.Count > 0)
        {
            var write = new Write();
            old.ForEach(id => write.Delete(s_card, id));
            await store.WriteAsync(write);
        }
    }

    /// <summary>What an entry's seal belongs to.</summary>
    internal static byte[] EntryContext(long position) =>
        Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"entry:{position}"));

    /// <summary>What a payment's seal belongs to.</summary>
    internal static byte[] PaymentContext(Guid id) => Encoding.ASCII.GetBytes($"payment:{id}");

    /// <summary>What a card's seal belongs to.</summary>
    public static byte[] CardContext(Guid payment) => Encoding.ASCII.GetBytes($"card:{payment}");

    /// <summary>An entry's hash: over the one before, its place and its sealed body.</summary>
    internal static string HashOf(string previous, long position, byte[] seal) =>
        Convert.ToHexStringLower(
            HashChain.Next(
                Convert.FromHexString(previous),
                position.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Convert.ToBase64String(seal)
            )
        );

    private List<Payment> Rows(string where, object parameters) =>
        store.Read(c =>
            c.Query<(string Id, byte[] Body)>($"SELECT id, body FROM terminal_payment {where}", parameters)
                .Select(r => Open(Guid.Parse(r.Id), r.Body))
                .ToList()
        );

    private Payment Open(Guid id, byte[] body) =>
        TerminalJson.Read<Payment>(
            keys.Open(body, PaymentContext(id)) ?? throw new StoreBrokenException($"Payment {id} was changed on disk, or its key is gone.")
        );
}
