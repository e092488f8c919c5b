using System.Data.Common;
using Dapper;
using Guitai.Foundation;
using Guitai.Host.Authorisation;
using Guitai.Ledger;

namespace Guitai.Host.Operations;

/// <summary>One leg of an entry.</summary>
/// <param name="Minor">Debit above zero, credit below, fen.</param>
public sealed record PostingView(string Account, long Minor);

/// <summary>An entry in a merchant's book.</summary>
public sealed record EntryView(string Number, int Day, long AtMs, string Kind, IReadOnlyList<PostingView> Postings);

/// <summary>Something that the issuer has, or had, to be told.</summary>
/// <param name="Mti">420 a reversal, 220 an advice, 620 script results.</param>
/// <param name="AnsweredMs">When it answered; null while it has not.</param>
public sealed record OwedView(string Issuer, string Rrn, int Mti, long SinceMs, long? AnsweredMs, string Code);

/// <summary>A hold of a pre-authorisation.</summary>
public sealed record HoldView(long Minor, long UntilMs, HoldState State);

/// <summary>Everything that is known of a transaction.</summary>
/// <param name="Entry">Field 22.</param>
/// <param name="Processing">Field 3, six digits.</param>
/// <param name="Condition">Field 25.</param>
/// <param name="FeeMinor">What the merchant pays for what stands of it.</param>
/// <param name="Stan">Field 11 on the issuer link; null when it went to nobody.</param>
/// <param name="SentAt">Field 7 on the issuer link, MMDDhhmmss in UTC.</param>
/// <param name="EndedMs">When it ended; null while it is open.</param>
/// <param name="LeftMinor">What can still be given back of it, from the first refund on.</param>
/// <param name="UndoneMs">When it was turned round.</param>
/// <param name="Meaning">The response code's texts.</param>
/// <param name="Original">What it is about.</param>
/// <param name="Later">What is about it, oldest first.</param>
public sealed record TransactionStory(
    TransactionRow Row,
    int Entry,
    string Processing,
    int Condition,
    long FeeMinor,
    int? Stan,
    string? SentAt,
    long? EndedMs,
    long? LeftMinor,
    long? UndoneMs,
    ResponseCode? Meaning,
    TransactionRow? Original,
    IReadOnlyList<TransactionRow> Later,
    IReadOnlyList<MessageDetail> Messages,
    IReadOnlyList<EntryView> Entries,
    IReadOnlyList<OwedView> Owed,
    HoldView? Hold
);

/// <summary>Tells what happened around one transaction.</summary>
public sealed class TransactionStories(HostServices services, TransactionSearch search)
{
    private const int MostLater = 50;

    /// <summary>The story of the transaction of that number.</summary>
    public Outcome<TransactionStory> Tell(string number) =>
        TransactionSearch.TryName(number, out var rrn) && services.Store.Read(c => c.FindByRrn(rrn)) is { } found
            ? services.Store.Read(c => Tell(c, found))
            : new Refusal("not-found");

    /// <summary>A merchant's entries by number.</summary>
    public static IReadOnlyList<EntryView> Entries(DbConnection connection, string where, object parameters, int most) =>
        [
            .. connection
                .Query<EntryRow>(
                    $"""
                    SELECT number, day, at_ms AS AtMs, kind, account1, minor1, account2, minor2, account3, minor3, account4, minor4 FROM ledger_entry
                    WHERE {where} ORDER BY number DESC LIMIT {most.ToString(System.Globalization.CultureInfo.InvariantCulture)}
                    """,
                    parameters
                )
                .Select(r => r.View()),
        ];

    private TransactionStory Tell(DbConnection connection, Transaction found)
    {
        var (intent, outcome) = (found.Intent, found.Outcome);
        var key = intent.Key;
        var later = connection.Search(
            """
            ((i.of_terminal = @Terminal AND i.of_batch = @Batch AND i.of_trace = @Trace AND i.of_mti = @Mti)
            OR (i.terminal = @Terminal AND i.batch = @Batch AND i.trace = @Trace AND i.mti = 400)) AND i.rrn <> @Rrn
            """,
            new
            {
                key.Terminal,
                key.Batch,
                key.Trace,
                key.Mti,
                intent.Rrn,
            },
            MostLater
        );
        var original = intent.Of is { } of ? connection.Find(of) : null;
        var undone = connection.QuerySingleOrDefault<long?>("SELECT at_ms FROM host_undo WHERE rrn = @Rrn", new { intent.Rrn });
        var hold = intent.Flow == Flow.PreAuthorisation ? connection.FindHold(new EntryKey(intent.Merchant, intent.Rrn)) : null;
        return new TransactionStory(
            search.Row(found),
            intent.Entry,
            intent.Processing.ToString("D6", System.Globalization.CultureInfo.InvariantCulture),
            intent.Condition,
            found.StandingFee,
            intent.SentAt.Length == 0 ? null : intent.Stan,
            intent.SentAt.Length == 0 ? null : intent.SentAt,
            outcome?.AtMs,
            connection.QuerySingleOrDefault<long?>(
                "SELECT remaining FROM host_left WHERE merchant = @Merchant AND rrn = @Rrn",
                new { intent.Merchant, intent.Rrn }
            ),
            undone,
            outcome is null ? null : ResponseCodes.All.FirstOrDefault(c => c.Code == outcome.Code),
            original is null ? null : search.Row(original),
            [.. later.Reverse().Select(search.Row)],
            MessageDecoder.Decode(intent.Message, outcome?.Messages, outcome is null ? null : Answer.Of(intent, outcome)),
            Entries(
                connection,
                "book = @Merchant AND number >= @from AND number <= @to",
                new
                {
                    intent.Merchant,
                    from = Effects.Number(intent.Rrn, 0),
                    to = Effects.Number(intent.Rrn, 9),
                },
                10
            ),
            OwedRows(connection, "rrn = @Rrn AND issuer = @Issuer", new { intent.Rrn, intent.Issuer }, 10),
            hold is { } held ? new HoldView(held.Hold.Minor, held.Hold.UntilMs, held.State) : null
        );
    }

    internal static IReadOnlyList<OwedView> OwedRows(DbConnection connection, string where, object parameters, int most) =>
        [
            .. connection
                .Query<OwedRow>(
                    $"""
                    SELECT issuer, rrn, mti, since_ms AS SinceMs, answered_ms AS AnsweredMs, code FROM host_owed
                    WHERE {where} ORDER BY since_ms LIMIT {most.ToString(System.Globalization.CultureInfo.InvariantCulture)}
                    """,
                    parameters
                )
                .Select(r => new OwedView(
                    r.Issuer,
                    TransactionSearch.Name(r.Rrn),
                    (int)r.Mti,
                    r.SinceMs,
                    r.AnsweredMs == 0 ? null : r.AnsweredMs,
                    r.Code
                )),
        ];

    private sealed class OwedRow
    {
        public string Issuer { get; init; } = "";
        public long Rrn { get; init; }
        public long Mti { get; init; }
        public long SinceMs { get; init; }
        public long AnsweredMs { get; init; }
        public string Code { get; init; } = "";
    }

    private sealed class EntryRow
    {
        public long Number { get; init; }
        public long Day { get; init; }
        public long AtMs { get; init; }
        public string Kind { get; init; } = "";
        public string Account1 { get; init; } = "";
        public long Minor1 { get; init; }
        public string Account2 { get; init; } = "";
        public long Minor2 { get; init; }
        public string? Account3 { get; init; }
        public long Minor3 { get; init; }
        public string? Account4 { get; init; }
        public long Minor4 { get; init; }

        public EntryView View() =>
            new(
                Number.ToString("D13", System.Globalization.CultureInfo.InvariantCulture),
                (int)Day,
                AtMs,
                Kind,
                [
                    .. new[] { (Account1, Minor1), (Account2, Minor2), (Account3, Minor3), (Account4, Minor4) }
                        .Where(p => p.Item1 is not null)
                        .Select(p => new PostingView(p.Item1!, p.Item2)),
                ]
            );
    }
}
