using System.Data.Common;
using Dapper;

namespace Guitai.Host.Authorisation;

/// <summary>Finds transactions.</summary>
internal static class TransactionReads
{
    private const string Select = """
        SELECT i.terminal, i.batch, i.trace, i.mti, i.merchant, i.rrn, i.flow, i.at_ms AS AtMs, i.day, i.amount, i.fee, i.currency, i.card, i.card_hash AS CardHash,
               i.card_seal AS CardSeal, i.scheme, i.product, i.entry, i.processing, i.condition, i.issuer, i.stan, i.sent_at AS SentAt, i.fingerprint,
               i.of_terminal AS OfTerminal, i.of_batch AS OfBatch, i.of_trace AS OfTrace, i.of_mti AS OfMti, i.node, i.message,
               o.state, o.code, o.authorisation, o.at_ms AS EndedMs, o.icc, o.balance, o.messages, o.wallet, u.flow AS UndoneBy, a.amount AS Adjusted, a.fee AS AdjustedFee, a.step
        FROM host_intent i
        LEFT JOIN host_outcome o ON o.rrn = i.rrn
        LEFT JOIN host_undo u ON u.rrn = i.rrn
        LEFT JOIN host_adjusted a ON a.merchant = i.merchant AND a.rrn = i.rrn
        """;

    /// <summary>The message of that name; null when it never came.</summary>
    public static Transaction? Find(this DbConnection connection, MessageKey key) =>
        connection
            .Query<Row>(
                $"{Select} WHERE i.terminal = @Terminal AND i.batch = @Batch AND i.trace = @Trace AND i.mti = @Mti",
                new
                {
                    key.Terminal,
                    key.Batch,
                    key.Trace,
                    key.Mti,
                }
            )
            .Select(r => r.Read())
            .FirstOrDefault();

    /// <summary>A merchant's transaction by its retrieval reference number.</summary>
    public static Transaction? FindByRrn(this DbConnection connection, string merchant, long rrn) =>
        connection
            .Query<Row>($"{Select} WHERE i.rrn = @rrn AND i.merchant = @merchant", new { rrn, merchant })
            .Select(r => r.Read())
            .FirstOrDefault();

    /// <summary>A transaction by its retrieval reference number, whoever's it is.</summary>
    public static Transaction? FindByRrn(this DbConnection connection, long rrn) =>
        connection.Query<Row>($"{Select} WHERE i.rrn = @rrn", new { rrn }).Select(r => r.Read()).FirstOrDefault();

    /// <summary>The highest trace number that was seen of a batch; 0 for none.</summary>
    public static int HighestTrace(this DbConnection connection, string terminal, int batch) =>
        (int)
            connection.ExecuteScalar<long>(
                "SELECT coalesce(max(trace), 0) FROM host_intent WHERE terminal = @terminal AND batch = @batch",
                new { terminal, batch }
            );

    /// <summary>All messages of a terminal's batch, in the order of their trace numbers.</summary>
    public static IReadOnlyList<Transaction> OfBatch(this DbConnection connection, string terminal, int batch) =>
        [
            .. connection
                .Query<Row>($"{Select} WHERE i.terminal = @terminal AND i.batch = @batch ORDER BY i.trace, i.mti", new { terminal, batch })
                .Select(r => r.Read()),
        ];

    /// <summary>Questions of a process from a number on that have no end.</summary>
    public static IReadOnlyList<Transaction> Open(this DbConnection connection, string node, long fromRrn) =>
        [
            .. connection
                .Query<Row>(
                    $"{Select} WHERE i.rrn >= @fromRrn AND i.node = @node AND o.state IS NULL ORDER BY i.rrn",
                    new { node, fromRrn }
                )
                .Select(r => r.Read()),
        ];

    /// <summary>Rows that a condition finds, newest first.</summary>
    public static IReadOnlyList<Transaction> Search(this DbConnection connection, string where, object parameters, int most) =>
        [
            .. connection
                .Query<Row>(
                    $"{Select} WHERE {where} ORDER BY i.rrn DESC LIMIT {most.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                    parameters
                )
                .Select(r => r.Read()),
        ];

    private sealed class Row
    {
        public string Terminal { get; init; } = "";
        public long Batch { get; init; }
        public long Trace { get; init; }
        public long Mti { get; init; }
        public string Merchant { get; init; } = "";
        public long Rrn { get; init; }
        public long Flow { get; init; }
        public long AtMs { get; init; }
        public long Day { get; init; }
        public long Amount { get; init; }
        public long Fee { get; init; }
        public long Currency { get; init; }
        public string Card { get; init; } = "";
        public byte[]? CardHash { get; init; }
        public byte[]? CardSeal { get; init; }
        public string Scheme { get; init; } = "";
        public long Product { get; init; }
        public long Entry { get; init; }
        public long Processing { get; init; }
        public long Condition { get; init; }
        public string Issuer { get; init; } = "";
        public long Stan { get; init; }
        public string SentAt { get; init; } = "";
        public byte[] Fingerprint { get; init; } = [];
        public string? OfTerminal { get; init; }
        public long? OfBatch { get; init; }
        public long? OfTrace { get; init; }
        public long? OfMti { get; init; }
        public string Node { get; init; } = "";
        public byte[]? Message { get; init; }
        public long? State { get; init; }
        public string? Code { get; init; }
        public string? Authorisation { get; init; }
        public long? EndedMs { get; init; }
        public byte[]? Icc { get; init; }
        public string? Balance { get; init; }
        public byte[]? Messages { get; init; }
        public string? Wallet { get; init; }
        public long? UndoneBy { get; init; }
        public long? Adjusted { get; init; }
        public long? AdjustedFee { get; init; }
        public long? Step { get; init; }

        public Transaction Read() =>
            new(
                new Intent
                {
                    Key = new MessageKey(Terminal, (int)Batch, (int)Trace, (int)Mti),
                    Merchant = Merchant,
                    Rrn = Rrn,
                    Flow = (Flow)Flow,
                    AtMs = AtMs,
                    Day = (int)Day,
                    Amount = Amount,
                    Fee = Fee,
                    Currency = (int)Currency,
                    Card = Card,
                    CardHash = CardHash,
                    CardSeal = CardSeal,
                    Scheme = Scheme,
                    Product = (CardProduct)Product,
                    Entry = (int)Entry,
                    Processing = (int)Processing,
                    Condition = (int)Condition,
                    Issuer = Issuer,
                    Stan = (int)Stan,
                    SentAt = SentAt,
                    Fingerprint = Fingerprint,
                    Of = OfTrace is null ? null : new MessageKey(OfTerminal!, (int)OfBatch!, (int)OfTrace, (int)OfMti!),
                    Node = Node,
                    Message = Message,
                },
                State is null
                    ? null
                    : new Outcome((OutcomeState)State, Code!, Authorisation!, EndedMs!.Value, Icc, Balance, Messages)
                    {
                        Wallet = Wallet ?? "",
                    },
                (Flow)(UndoneBy ?? 0),
                Adjusted ?? Amount,
                AdjustedFee ?? Fee,
                Step ?? 0
            );
    }
}
