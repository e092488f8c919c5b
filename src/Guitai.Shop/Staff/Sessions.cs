using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.People;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Staff;

/// <summary>Log-ins to the back office. Only the hash of a session's token is kept; it outlives a restart and ends when idle, at log-out and with the
/// person's right to be here.</summary>
public sealed class Sessions(Books books)
{
    /// <summary>Idle minutes after which a session ends.</summary>
    public const int IdleMinutes = 30;

    private const long IdleMs = IdleMinutes * 60_000L;
    private const long LongestMs = 12 * 3_600_000L;
    private const long TouchMs = 60_000;

    /// <summary>SHA-256 of a token, hex.</summary>
    public static string HashOf(string token) => SessionToken.HashOf(token);

    /// <summary>A token of 32 random bytes, as text that fits a cookie and a header.</summary>
    public static string NewToken(IRandomness randomness) => SessionToken.New(randomness);

    /// <summary>Adds a session to a write and answers with its token.</summary>
    public string Begin(Write write, Guid staffId)
    {
        var token = NewToken(books.Randomness);
        write.Insert(Tables.Session, books.Key, HashOf(token), staffId, books.NowMs, books.NowMs);
        return token;
    }

    /// <summary>Who a token belongs to; null when it is not, or no longer, worth anything. Keeps the session alive.</summary>
    public async Task<Actor?> FindAsync(string? token, string where)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 100)
        {
            return null;
        }

        var (nowMs, hash) = (books.NowMs, HashOf(token));
        var (session, person) = books.Read(read => Find(read, hash));
        if (
            session is null
            || person is not { Active: true }
            || person.Role == Role.Cashier
            || nowMs - session.SeenAtMs > IdleMs
            || nowMs - session.CreatedAtMs > LongestMs
        )
        {
            return null;
        }

        if (nowMs - session.SeenAtMs > TouchMs)
        {
            // The counter moves only where the row still is: a log-out that came between is not undone. When it is lost nothing happens.
            _ = await books.Store.WriteAsync(new Write().Advance(Tables.Session, [books.Key, hash], nowMs, session.SeenAtMs));
        }

        return Actor.Person(person, where);
    }

    /// <summary>Ends a session.</summary>
    public async Task EndAsync(Actor actor, string token) =>
        await books.Audit.WriteAsync(
            new Write().Delete(Tables.Session, books.Key, HashOf(token)),
            new AuditAction(actor.Who, "session.ended", actor.Who, "ok", actor.Where)
        );

    /// <summary>What the pages need to know of somebody who is logged in.</summary>
    public SessionView View(Guid staffId) =>
        books.Read(read =>
        {
            var person = read.Find<StaffMember>(staffId)!.Value;
            var merchant = read.Find<Merchant>(books.MerchantId)!.Value;
            return new SessionView(
                person.Id,
                person.Number,
                person.Name,
                person.NameEn,
                person.Role,
                [.. Rights.Of(person.Role).Order()],
                person.StoreId,
                merchant.Name,
                merchant.NameEn,
                merchant.Currency,
                Currency.FromCode(merchant.Currency).Exponent,
                [
                    .. read.All<Contracts.Masters.Store>()
                        .Select(s => s.Value)
                        .Where(s => person.StoreId is null || s.Id == person.StoreId)
                        .OrderBy(s => s.Code, StringComparer.Ordinal)
                        .Select(s => new StoreName(s.Id, s.Code, s.Name, s.NameEn, s.TimeZone)),
                ],
                IdleMinutes
            );
        });

    private static (Row? Session, StaffMember? Person) Find(MasterReader read, string hash)
    {
        var session = read.Connection.QuerySingleOrDefault<Row>(
            """
            SELECT staff AS Staff, created_at_ms AS CreatedAtMs, seen_at_ms AS SeenAtMs
            FROM session WHERE merchant = @merchant AND token_hash = @hash
            """,
            new { merchant = read.Merchant, hash }
        );
        return (session, session is null ? null : read.Find<StaffMember>(Guid.Parse(session.Staff))?.Value);
    }

    private sealed class Row
    {
        public string Staff { get; init; } = "";

        public long CreatedAtMs { get; init; }

        public long SeenAtMs { get; init; }
    }
}
