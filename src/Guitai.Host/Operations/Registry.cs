using System.Text.Json;
using Dapper;
using Guitai.Foundation;
using Guitai.Host.Authorisation;
using Guitai.Host.Merchants;
using Guitai.Host.Terminals;
using Guitai.Ledger;

namespace Guitai.Host.Operations;

/// <summary>A merchant as its page shows it.</summary>
/// <param name="Version">Sent back with an edit; 0 makes a new one.</param>
/// <param name="TodayMinor">What it took this business day, fen.</param>
/// <param name="PayableMinor">What it has to get, all days together, fen.</param>
public sealed record MerchantView(
    long Version,
    string Number,
    string Name,
    string NameAscii,
    string Category,
    bool Active,
    FeePlan Fees,
    Limits Limits,
    string PayoutAccount,
    IReadOnlyList<Flow> Without,
    int Terminals,
    long TodayMinor,
    int TodayCount,
    long PayableMinor
);

/// <param name="Version">As it was shown; 0 for a new one.</param>
public sealed record MerchantEdit(
    long Version,
    string Number,
    string Name,
    string NameAscii,
    string Category,
    bool Active,
    FeePlan Fees,
    Limits Limits,
    string PayoutAccount,
    IReadOnlyList<Flow> Without
);

/// <summary>A batch that was closed.</summary>
/// <param name="Told">What the terminal counted, as field 48 said it.</param>
/// <param name="Certificates">How many chips' certificates (TC) the terminal uploaded.</param>
public sealed record BatchView(
    string Terminal,
    int Batch,
    string Merchant,
    long ClosedMs,
    bool Balanced,
    BatchTotals Totals,
    string Told,
    int Certificates
);

/// <summary>An account at the end of a day.</summary>
/// <param name="BalanceMinor">Debits less credits, fen.</param>
public sealed record AccountView(string Account, int Currency, long DebitMinor, long CreditMinor, long Postings, long BalanceMinor);

/// <summary>A merchant's book at the end of a day.</summary>
/// <param name="Day">The last day that counts, yyyymmdd.</param>
/// <param name="Accounts">All movements up to that day.</param>
/// <param name="Today">Those of that day alone.</param>
/// <param name="HeldMinor">Held by pre-authorisations now.</param>
/// <param name="Entries">The day's newest entries.</param>
public sealed record LedgerView(
    string Merchant,
    string MerchantName,
    int Day,
    IReadOnlyList<AccountView> Accounts,
    IReadOnlyList<AccountView> Today,
    long HeldMinor,
    IReadOnlyList<EntryView> Entries
);

/// <summary>An alarm with whether it was seen.</summary>
public sealed record AlarmView(
    Guid Id,
    long AtMs,
    string Kind,
    string Terminal,
    string Merchant,
    IReadOnlyDictionary<string, string> Parameters,
    long? SeenMs
);

/// <summary>Lists of what the host knows, as pages show them.</summary>
public sealed partial class Registry(HostServices services)
{
    /// <summary>Most rows of a list; who looks for more narrows it.</summary>
    public const int MostRows = 200;

    private const int Yuan = 156;

    /// <summary>Merchants whose number or name holds a text.</summary>
    public IReadOnlyList<MerchantView> Merchants(string? text = null) =>
        services.Store.Read(c =>
        {
            var day = services.Clock.DayOf(services.NowMs);
            var today = c.Query<(string Book, long Minor, long Count)>(
                    """
                    SELECT book, CAST(sum(debit) AS BIGINT), CAST(sum(CASE WHEN debit > 0 THEN postings ELSE 0 END) AS BIGINT)
                    FROM ledger_day WHERE account LIKE 'issuer.%' AND currency = 156 AND day = @day GROUP BY book
                    """,
                    new { day }
                )
                .ToDictionary(r => r.Book, r => (r.Minor, r.Count), StringComparer.Ordinal);
            return c.Query<MerchantRow>(
                    $"""
                    SELECT m.merchant AS Merchant, m.body AS Body, m.version AS Version,
                        (SELECT count(*) FROM host_terminal t WHERE t.merchant = m.merchant) AS Terminals,
                        (SELECT CAST(coalesce(sum(credit) - sum(debit), 0) AS BIGINT) FROM ledger_day d
                         WHERE d.book = m.merchant AND d.account = 'payable' AND d.currency = 156) AS Payable
                    FROM host_merchant m
                    WHERE @text = '' OR lower(m.merchant) LIKE @like ESCAPE '!' OR lower(m.body) LIKE @like ESCAPE '!'
                    ORDER BY m.merchant LIMIT {MostRows}
                    """,
                    Like(text)
                )
                .Select(r =>
                {
                    var m = JsonSerializer.Deserialize<Merchant>(r.Body, HostJson.Options)!;
                    var use = today.GetValueOrDefault(m.Number);
                    return new MerchantView(
                        r.Version,
                        m.Number,
                        m.Name,
                        m.NameAscii,
                        m.Category,
                        m.Active,
                        m.Fees,
                        m.Limits,
                        m.PayoutAccount,
                        m.Without,
                        (int)r.Terminals,
                        use.Minor,
                        (int)use.Count,
                        r.Payable
                    );
                })
                .ToList();
        });

    /// <summary>Closed batches, newest first.</summary>
    public IReadOnlyList<BatchView> Batches(string? merchant, string? terminal, bool unbalanced) =>
        services.Store.Read(c =>
            c.Query<BatchRow>(
                    $"""
                    SELECT terminal AS Terminal, batch AS Batch, merchant AS Merchant, closed_ms AS ClosedMs, balanced AS Balanced, debit_minor AS DebitMinor,
                        debit_count AS DebitCount, credit_minor AS CreditMinor, credit_count AS CreditCount, told AS Told,
                        (SELECT count(*) FROM host_upload u WHERE u.terminal = host_batch.terminal AND u.batch = host_batch.batch
                         AND u.kind IN ({Settlements.CertificateKinds})) AS Certificates
                    FROM host_batch WHERE (@merchant = '' OR merchant = @merchant) AND (@terminal = '' OR terminal = @terminal)
                        AND (@all OR balanced = 0)
                    ORDER BY closed_ms DESC LIMIT {MostRows}
                    """,
                    new
                    {
                        merchant = merchant ?? "",
                        terminal = terminal ?? "",
                        all = !unbalanced,
                    }
                )
                .Select(r => new BatchView(
                    r.Terminal,
                    (int)r.Batch,
                    r.Merchant,
                    r.ClosedMs,
                    r.Balanced != 0,
                    new BatchTotals(r.DebitMinor, (int)r.DebitCount, r.CreditMinor, (int)r.CreditCount),
                    r.Told,
                    (int)r.Certificates
                ))
                .ToList()
        );

    /// <summary>A merchant's book at the end of a business day; of today without one.</summary>
    public Outcome<LedgerView> Ledger(string merchant, long? asked)
    {
        if (services.Merchants.Find(merchant) is not { } desk)
        {
            return new Refusal("not-found");
        }

        var number = (int)(asked is > 0 and < 99_999_999 ? asked.Value : services.Clock.DayOf(services.NowMs));
        if (!BusinessDateIs(number))
        {
            return Refusal.With("input.invalid", "field", "day");
        }

        var day = BusinessDate.FromNumber(number);
        return services.Store.Read(c => new LedgerView(
            merchant,
            desk.Merchant.Name,
            number,
            [.. c.Accounts(merchant, to: day).Select(View)],
            [.. c.Accounts(merchant, day, day).Select(View)],
            c.QuerySingleOrDefault<long?>(
                "SELECT minor FROM ledger_held WHERE book = @merchant AND account = 'held' AND currency = @Yuan",
                new { merchant, Yuan }
            ) ?? 0,
            TransactionStories.Entries(c, "book = @merchant AND day = @number", new { merchant, number }, 100)
        ));
    }

    /// <summary>Alarms, newest first.</summary>
    public IReadOnlyList<AlarmView> Alarms(bool all) =>
        services.Store.Read(c =>
            c.Query<AlarmRow>(
                    $"""
                    SELECT id AS Id, at_ms AS AtMs, kind AS Kind, terminal AS Terminal, merchant AS Merchant, parameters AS Parameters, seen_ms AS SeenMs
                    FROM host_alarm WHERE (@all OR seen_ms = 0) ORDER BY at_ms DESC LIMIT {MostRows}
                    """,
                    new { all }
                )
                .Select(r => new AlarmView(
                    Guid.Parse(r.Id),
                    r.AtMs,
                    r.Kind,
                    r.Terminal,
                    r.Merchant,
                    JsonSerializer.Deserialize<Dictionary<string, string>>(r.Parameters)!,
                    r.SeenMs == 0 ? null : r.SeenMs
                ))
                .ToList()
        );

    /// <summary>What the audit says, newest first.</summary>
    public IReadOnlyList<AuditView> Audit(long? beforeMs) =>
        services.Store.Read(c =>
            c.Query<AuditView>(
                    $"""
                    SELECT at_ms AS AtMs, who AS Who, what AS What, target AS Target, result AS Result, place AS Place FROM audit
                    WHERE owner = 'host' AND at_ms < @before ORDER BY at_ms DESC, seq DESC LIMIT {MostRows}
                    """,
                    new { before = beforeMs ?? long.MaxValue }
                )
                .ToList()
        );

    private static bool BusinessDateIs(int number) =>
        DateOnly.TryParseExact(
            number.ToString("D8", System.Globalization.CultureInfo.InvariantCulture),
            "yyyyMMdd",
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None,
            out _
        );

    private static AccountView View(AccountLine line) =>
        new(line.Account, line.Currency, line.Debit, line.Credit, line.Postings, checked(line.Debit - line.Credit));

    // Names stand escaped in a body: what is looked for is escaped alike.
    private static DynamicParameters Like(string? text)
    {
        var plain = JsonSerializer.Serialize((text ?? "").Trim(), HostJson.Options)[1..^1].ToLowerInvariant();
        var escaped = plain
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);
        var parameters = new DynamicParameters();
        parameters.Add("text", plain);
        parameters.Add("like", $"%{escaped}%");
        return parameters;
    }

    private sealed class MerchantRow
    {
        public string Body { get; init; } = "";
        public long Version { get; init; }
        public long Terminals { get; init; }
        public long Payable { get; init; }
    }

    private sealed class BatchRow
    {
        public string Terminal { get; init; } = "";
        public long Batch { get; init; }
        public string Merchant { get; init; } = "";
        public long ClosedMs { get; init; }
        public long Balanced { get; init; }
        public long DebitMinor { get; init; }
        public long DebitCount { get; init; }
        public long CreditMinor { get; init; }
        public long CreditCount { get; init; }
        public string Told { get; init; } = "";
        public long Certificates { get; init; }
    }

    private sealed class AlarmRow
    {
        public string Id { get; init; } = "";
        public long AtMs { get; init; }
        public string Kind { get; init; } = "";
        public string Terminal { get; init; } = "";
        public string Merchant { get; init; } = "";
        public string Parameters { get; init; } = "";
        public long SeenMs { get; init; }
    }
}

/// <summary>An entry of the audit.</summary>
public sealed record AuditView
{
    /// <summary>When, Unix milliseconds.</summary>
    public long AtMs { get; init; }

    /// <summary>Login, or the part that acts by itself.</summary>
    public string Who { get; init; } = "";

    /// <summary>Dotted code.</summary>
    public string What { get; init; } = "";

    /// <summary>What it was done to.</summary>
    public string Target { get; init; } = "";

    /// <summary><c>ok</c>, or the refusal's code.</summary>
    public string Result { get; init; } = "";

    /// <summary>Where from.</summary>
    public string Place { get; init; } = "";
}
