using System.Globalization;
using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Shop.Sync;

namespace Guitai.Shop.Staff;

/// <summary>Logging in to the back office with number and password. A try is written down before the password is looked at, so that tries in parallel
/// and a restart in between cannot outrun the count: a wait grows from the third failure, ten lock the number for 30 minutes.</summary>
public sealed class Login(Books books, Sessions sessions)
{
    private const int FreeTries = 2;
    private const int MostFailures = 10;
    private const long LockMs = 30 * 60_000L;
    private const long ForgetMs = 24 * 3_600_000L;

    // What a number without a password is compared with, so that it takes as long to refuse.
    private readonly Lazy<string> _nobody = new(() => PinHash.Make(new Secret<string>("nobody has this password"), books.Randomness));

    /// <summary>Logs in; the answer is the new session's token and whose it is.</summary>
    public async Task<Outcome<(string Token, Guid StaffId)>> TryAsync(string number, Secret<string> password, string where)
    {
        if (StaffRules.Number(number) is not null)
        {
            return Refusal.With("login.wrong", "waitSeconds", "0");
        }

        var guard = Guard(number);
        var nowMs = books.NowMs;
        if (guard is not null && guard.WaitUntilMs > nowMs)
        {
            return Wait(guard, nowMs);
        }

        var failures = guard is null || guard.Failures >= MostFailures || nowMs - guard.AtMs > ForgetMs ? 1 : guard.Failures + 1;
        var waitMs = WaitMs(failures);
        if (!await TakeTryAsync(number, guard, failures, nowMs + waitMs, where))
        {
            return Refusal.With("login.wait", "waitSeconds", "1");
        }

        var (person, hash) = Find(number);
        var right = PinHash.Matches(hash ?? _nobody.Value, password) && hash is not null;
        if (!right || person is not { Active: true } || person.Role == Role.Cashier)
        {
            return failures >= MostFailures
                ? Refusal.With("login.locked", "minutes", "30")
                : Refusal.With("login.wrong", "waitSeconds", Seconds(waitMs));
        }

        var write = new Write().Delete(Tables.LoginGuard, books.Key, number);
        var token = sessions.Begin(write, person.Id);
        var result = await books.Audit.WriteAsync(
            write,
            new AuditAction(person.Id.ToString(), "session.begun", person.Id.ToString(), "ok", where)
        );
        return result switch
        {
            WriteResult.Committed => (token, person.Id),
            WriteResult.StoreFull => new Refusal("store.full"),
            _ => new Refusal("store.busy"),
        };
    }

    private static long WaitMs(long failures) =>
        failures >= MostFailures ? LockMs
        : failures <= FreeTries ? 0
        : 1000L << (int)Math.Min(failures - FreeTries - 1, 6);

    private static string Seconds(long ms) => ((ms + 999) / 1000).ToString(CultureInfo.InvariantCulture);

    private static Refusal Wait(GuardRow guard, long nowMs)
    {
        var leftMs = guard.WaitUntilMs - nowMs;
        return guard.Failures >= MostFailures
            ? Refusal.With("login.locked", "minutes", ((leftMs + 59_999) / 60_000).ToString(CultureInfo.InvariantCulture))
            : Refusal.With("login.wait", "waitSeconds", Seconds(leftMs));
    }

    private async Task<bool> TakeTryAsync(string number, GuardRow? guard, long failures, long waitUntilMs, string where)
    {
        var write = new Write();
        if (guard is null)
        {
            write.Insert(Tables.LoginGuard, books.Key, number, books.NowMs, waitUntilMs, failures);
        }
        else
        {
            write.Advance(Tables.LoginFailures, [books.Key, number], failures, guard.Failures);
            write.Upsert(Tables.LoginGuard, books.Key, number, books.NowMs, waitUntilMs, failures);
        }

        foreach (var old in Forgotten())
        {
            write.Delete(Tables.LoginGuard, books.Key, old);
        }

        if (failures < MostFailures)
        {
            return await books.Store.WriteAsync(write) == WriteResult.Committed;
        }

        Alarm
            .Of(
                "login.locked",
                null,
                $"{number}/{books.NowMs.ToString(CultureInfo.InvariantCulture)}",
                ("number", number),
                ("where", where)
            )
            .AddTo(write, books);
        return await books.Audit.WriteAsync(write, new AuditAction("login", "login.locked", number, "locked", where))
            == WriteResult.Committed;
    }

    private (StaffMember? Person, string? Hash) Find(string number) =>
        books.Read(read =>
        {
            var id = read.ClaimedBy(Catalogue.MasterBody.StaffNumber, number);
            return id is null
                ? (null, null)
                : (
                    read.Find<StaffMember>(id.Value)?.Value,
                    read.Connection.QuerySingleOrDefault<string>(
                        "SELECT hash FROM staff_password WHERE merchant = @merchant AND staff = @id",
                        new { merchant = read.Merchant, id = id.Value.ToString() }
                    )
                );
        });

    private GuardRow? Guard(string number) =>
        books.Read(read =>
            read.Connection.QuerySingleOrDefault<GuardRow>(
                """
                SELECT at_ms AS AtMs, wait_until_ms AS WaitUntilMs, failures AS Failures
                FROM login_guard WHERE merchant = @merchant AND subject = @number
                """,
                new { merchant = read.Merchant, number }
            )
        );

    private List<string> Forgotten() =>
        books.Read(read =>
            read.Connection.Query<string>(
                    "SELECT subject FROM login_guard WHERE merchant = @merchant AND at_ms < @before LIMIT 20",
                    new { merchant = read.Merchant, before = books.NowMs - ForgetMs }
                )
                .ToList()
        );

    private sealed class GuardRow
    {
        public long AtMs { get; init; }

        public long WaitUntilMs { get; init; }

        public long Failures { get; init; }
    }
}
