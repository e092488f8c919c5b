using System.Globalization;
using Dapper;
using Guitai.Foundation;
using Guitai.Host.Authorisation;

namespace Guitai.Host.Operations;

/// <summary>How a transaction stands, for people.</summary>
public enum TransactionStanding
{
    /// <summary>No end yet.</summary>
    Open,

    /// <summary>Approved, and it stands.</summary>
    Approved,

    /// <summary>Declined.</summary>
    Declined,

    /// <summary>Reversed, before or after it was approved.</summary>
    Reversed,

    /// <summary>Approved and taken back by a void or a cancel.</summary>
    TakenBack,
}

/// <summary>What is looked for. Everything that is given has to hold.</summary>
/// <param name="Merchant">Field 42.</param>
/// <param name="Terminal">Field 41.</param>
/// <param name="Rrn">Retrieval reference number.</param>
/// <param name="Card">A whole card number, or its first six and last four digits with stars between. Never logged.</param>
/// <param name="MinMinor">Least amount.</param>
/// <param name="MaxMinor">Largest amount.</param>
/// <param name="FromDay">First business day, yyyymmdd.</param>
/// <param name="ToDay">Last business day.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Flow">What was asked for.</param>
/// <param name="Code">Response code.</param>
/// <param name="BeforeRrn">Older than this one: where the page before ended.</param>
/// <param name="Take">1 to 200.</param>
public sealed record TransactionQueryRequest(
    string? Merchant = null,
    string? Terminal = null,
    string? Rrn = null,
    Secret<string>? Card = null,
    long? MinMinor = null,
    long? MaxMinor = null,
    int? FromDay = null,
    int? ToDay = null,
    TransactionStanding? Standing = null,
    Flow? Flow = null,
    string? Code = null,
    string? BeforeRrn = null,
    int Take = 50
);

/// <summary>A transaction in a list.</summary>
/// <param name="Rrn">Twelve digits: its name everywhere.</param>
/// <param name="AtMs">When it was asked, Unix milliseconds.</param>
/// <param name="Day">Business day, yyyymmdd.</param>
/// <param name="Mti">Message type of the question, for example 200.</param>
/// <param name="AmountMinor">As asked, fen.</param>
/// <param name="StandingMinor">What stands of it: as adjusted.</param>
/// <param name="Card">First six and last four digits.</param>
/// <param name="Code">Field 39 of the answer; null while it is open.</param>
/// <param name="TookMs">From question to end; null while it is open.</param>
public sealed record TransactionRow(
    string Rrn,
    long AtMs,
    int Day,
    string Merchant,
    string MerchantName,
    string Terminal,
    int Batch,
    int Trace,
    int Mti,
    Flow Flow,
    long AmountMinor,
    long StandingMinor,
    string Card,
    string Scheme,
    CardProduct Product,
    string Issuer,
    TransactionStanding Standing,
    string? Code,
    string? Authorisation,
    long? TookMs
);

/// <summary>A page of a search, newest first.</summary>
/// <param name="BeforeRrn">What to ask with for the next page; null when this was the last.</param>
public sealed record TransactionPage(IReadOnlyList<TransactionRow> Rows, string? BeforeRrn);

/// <summary>Finds transactions by what people know of them.</summary>
public sealed class TransactionSearch(HostServices services, CardSafe cards)
{
    /// <summary>Most rows of a page.</summary>
    public const int MostRows = 200;

    /// <summary>Finds a page.</summary>
    public Outcome<TransactionPage> Find(TransactionQueryRequest query)
    {
        var (where, parameters, flaw) = Condition(query);
        if (flaw is not null)
        {
            return flaw;
        }

        var take = Math.Clamp(query.Take, 1, MostRows);
        var found = services.Store.Read(c => c.Search(where, parameters, take + 1));
        return new TransactionPage([.. found.Take(take).Select(Row)], found.Count > take ? Name(found[take - 1].Intent.Rrn) : null);
    }

    /// <summary>The newest ones.</summary>
    public IReadOnlyList<TransactionRow> Newest(int most) => [.. services.Store.Read(c => c.Search("1 = 1", new { }, most)).Select(Row)];

    /// <summary>A transaction as a row.</summary>
    public TransactionRow Row(Transaction found)
    {
        var (intent, outcome) = (found.Intent, found.Outcome);
        return new TransactionRow(
            Name(intent.Rrn),
            intent.AtMs,
            intent.Day,
            intent.Merchant,
            services.Merchants.Find(intent.Merchant)?.Merchant.Name ?? "",
            intent.Key.Terminal,
            intent.Key.Batch,
            intent.Key.Trace,
            intent.Key.Mti,
            intent.Flow,
            intent.Amount,
            found.Standing,
            intent.Card,
            intent.Scheme,
            intent.Product,
            intent.Issuer,
            Standing(found),
            outcome?.Code,
            outcome is { Authorisation.Length: > 0 } ? outcome.Authorisation : null,
            outcome is null ? null : Math.Max(0, outcome.AtMs - intent.AtMs)
        );
    }

    /// <summary>A retrieval reference number as people write it.</summary>
    public static string Name(long rrn) => rrn.ToString("D12", CultureInfo.InvariantCulture);

    /// <summary>Reads one that somebody wrote.</summary>
    public static bool TryName(string? text, out long rrn)
    {
        rrn = 0;
        return text is { Length: > 0 and <= 12 } && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rrn);
    }

    private static TransactionStanding Standing(Transaction found) =>
        found.Outcome?.State switch
        {
            null => TransactionStanding.Open,
            OutcomeState.Declined => TransactionStanding.Declined,
            OutcomeState.Reversed => TransactionStanding.Reversed,
            _ when found.UndoneBy == Flow.Reversal => TransactionStanding.Reversed,
            _ when found.UndoneBy != Flow.None => TransactionStanding.TakenBack,
            _ => TransactionStanding.Approved,
        };

    private (string Where, DynamicParameters Parameters, Refusal? Flaw) Condition(TransactionQueryRequest query)
    {
        List<string> all = ["1 = 1"];
        var parameters = new DynamicParameters();
        void Add(string condition, string name, object value)
        {
            all.Add(condition);
            parameters.Add(name, value);
        }

        if (query.Merchant is { Length: > 0 } merchant)
        {
            Add("i.merchant = @merchant", "merchant", merchant.Trim());
        }

        if (query.Terminal is { Length: > 0 } terminal)
        {
            Add("i.terminal = @terminal", "terminal", terminal.Trim());
        }

        if (query.Rrn is { Length: > 0 } text)
        {
            if (!TryName(text.Trim(), out var rrn))
            {
                return ("", parameters, Refusal.With("input.invalid", "field", "rrn"));
            }

            Add("i.rrn = @rrn", "rrn", rrn);
        }

        if (query.BeforeRrn is { Length: > 0 } before)
        {
            if (!TryName(before, out var rrn))
            {
                return ("", parameters, Refusal.With("input.invalid", "field", "beforeRrn"));
            }

            Add("i.rrn < @before", "before", rrn);
        }

        if (query.Card?.Reveal() is { Length: > 0 } card && AddCard(card, Add) is { } flaw)
        {
            return ("", parameters, flaw);
        }

        if (query.MinMinor is { } min)
        {
            Add("i.amount >= @min", "min", min);
        }

        if (query.MaxMinor is { } max)
        {
            Add("i.amount <= @max", "max", max);
        }

        if (query.Flow is { } flow)
        {
            Add("i.flow = @flow", "flow", (int)flow);
        }

        if (query.Code is { Length: > 0 } code)
        {
            Add("o.code = @code", "code", code.Trim().ToUpperInvariant());
        }

        all.AddRange(
            query.Standing switch
            {
                null => [],
                TransactionStanding.Open => ["o.state IS NULL"],
                TransactionStanding.Approved => ["o.state = 1 AND u.flow IS NULL"],
                TransactionStanding.Declined => ["o.state = 2"],
                TransactionStanding.Reversed => ["(o.state = 3 OR (o.state = 1 AND u.flow = 20))"],
                _ => (string[])["o.state = 1 AND u.flow <> 20"],
            }
        );
        return AddDays(query, all, Add) is { } wrong ? ("", parameters, wrong) : (string.Join(" AND ", all), parameters, null);
    }

    // A whole number is looked for by its keyed hash; a masked one among what is shown.
    private Refusal? AddCard(string typed, Action<string, string, object> add)
    {
        var card = typed.Replace(" ", "", StringComparison.Ordinal);
        if (card.Length is >= 12 and <= 19 && card.All(char.IsAsciiDigit))
        {
            add("i.card_hash = @hash", "hash", cards.Hash(card));
            return null;
        }

        var star = card.IndexOf('*', StringComparison.Ordinal);
        var (first, last) = star < 0 ? ("", card) : (card[..star], card[star..].TrimStart('*'));
        if (first.Length > 6 || last.Length > 4 || first.Length + last.Length == 0 || !(first + last).All(char.IsAsciiDigit))
        {
            return Refusal.With("input.invalid", "field", "card");
        }

        add("i.card LIKE @card", "card", $"{first}%{last}");
        return null;
    }

    // A business day's numbers begin with the year and day of its two calendar days: that finds it without looking at any other.
    private static Refusal? AddDays(TransactionQueryRequest query, List<string> all, Action<string, string, object> add)
    {
        var days = (From: query.FromDay, To: query.ToDay);
        foreach (var day in new[] { days.From, days.To })
        {
            if (day is { } number && !TryDay(number, out _))
            {
                return Refusal.With("input.invalid", "field", "day");
            }
        }

        if (days.From is { } from)
        {
            add("i.day >= @from", "from", from);
        }

        if (days.To is { } to)
        {
            add("i.day <= @to", "to", to);
        }

        if (days is { From: { } f, To: { } t } && TryDay(f, out var first) && TryDay(t, out var last))
        {
            var (least, most) = (YearDay(first.AddDays(-1)), YearDay(last));
            if (least <= most && last < first.AddYears(9))
            {
                all.Add(
                    string.Create(CultureInfo.InvariantCulture, $"i.rrn >= {least * 100_000_000L} AND i.rrn < {(most + 1) * 100_000_000L}")
                );
            }
        }

        return null;
    }

    private static bool TryDay(int number, out DateOnly day) =>
        DateOnly.TryParseExact(
            number.ToString("D8", CultureInfo.InvariantCulture),
            "yyyyMMdd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out day
        );

    private static long YearDay(DateOnly day) => (day.Year % 10 * 1000) + day.DayOfYear;
}
