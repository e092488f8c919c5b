using System.Globalization;
using Dapper;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.People;
using Guitai.Foundation.Store;

namespace Guitai.Host.Operators;

/// <summary>Somebody who is logged in.</summary>
/// <param name="Person">Who.</param>
/// <param name="MustSetUp">True until they have the second factor that everybody needs.</param>
public sealed record OpenSession(Operator Person, bool MustSetUp);

/// <summary>
/// Log-ins to the host's pages. A try is written down before the password is looked at, so that tries in parallel and a restart in between cannot outrun the count: a wait grows from the third
/// failure, ten lock the login for 30 minutes. Of a session only the hash of its token is kept; it ends when idle, at log-out and with the person's right to be here.
/// </summary>
public sealed class OperatorSessions(HostServices services, OperatorBook book, AuditLog audit, IRandomness randomness)
{
    /// <summary>Idle minutes after which a session ends.</summary>
    public const int IdleMinutes = 15;

    private const long IdleMs = IdleMinutes * 60_000L;
    private const long LongestMs = 12 * 3_600_000L;
    private const long TouchMs = 60_000;
    private const int FreeTries = 2;
    private const int MostFailures = 10;
    private const long LockMs = 30 * 60_000L;
    private const long ForgetMs = 24 * 3_600_000L;

    // What a login without a password is compared with, so that it takes as long to refuse.
    private readonly Lazy<string> _nobody = new(() => PinHash.Make(new Secret<string>("nobody has this password"), randomness));

    /// <summary>Logs in; the answer is the new session's token and whose it is.</summary>
    /// <param name="login">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="code">Six digits of the second factor; null or empty when none was given.</param>
    /// <param name="where">Address.</param>
    public async Task<Outcome<(string Token, Operator Operator)>> LogInAsync(
        string login,
        Secret<string> password,
        string? code,
        string where
    )
    {
        login = login.Trim().ToLowerInvariant();
        if (login.Length is 0 or > 32 || !login.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
        {
            return Refusal.With("login.wrong", "waitSeconds", "0");
        }

        var tried = await TakeTryAsync(login, where);
        if (!tried.Ok)
        {
            return tried.Refusal!;
        }

        var (failures, waitMs) = tried.Value;
        var known = book.Find(login);
        var right = PinHash.Matches(known?.Operator.PasswordHash ?? _nobody.Value, password) && known is { Operator.Active: true };
        if (!right)
        {
            return Wrong(failures, waitMs);
        }

        var person = known!.Value.Operator;
        var write = new Write();
        if (book.SecretOf(person) is { } secret)
        {
            if (string.IsNullOrWhiteSpace(code))
            {
                return new Refusal("login.code-needed");
            }

            var step = OneTimeCode.StepOf(secret, code.Trim(), services.NowMs);
            if (step <= person.UsedStep)
            {
                return Wrong(failures, waitMs);
            }

            // The version guards the step: the same code at two doors at once opens one.
            person = person with
            {
                UsedStep = step,
            };
            write
                .Advance(OperatorTables.Version, [login], known.Value.Version + 1, known.Value.Version)
                .Upsert(OperatorTables.Operator, login, OperatorBook.Text(person), known.Value.Version + 1);
        }

        var token = SessionToken.New(randomness);
        write.Delete(OperatorTables.Guard, login);
        write.Insert(OperatorTables.Session, SessionToken.HashOf(token), login, services.NowMs, services.NowMs);
        return await audit.WriteAsync(write, new AuditAction(login, "session.begun", login, "ok", where)) switch
        {
            WriteResult.Committed => (token, person),
            WriteResult.StoreFull => new Refusal("store.full"),
            _ => new Refusal("store.busy"),
        };
    }

    /// <summary>Whose a token is; null when it is not, or no longer, worth anything.</summary>
    public async Task<Operator?> FindAsync(string? token, bool touch = true) => (await LookAsync(token, touch))?.Person;

    /// <summary>Whose a token is, and whether that is all they may be told yet.</summary>
    /// <param name="token">From the cookie.</param>
    /// <param name="touch">True keeps the session alive.</param>
    public async Task<OpenSession?> LookAsync(string? token, bool touch = true)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 100)
        {
            return null;
        }

        var (nowMs, hash) = (services.NowMs, SessionToken.HashOf(token));
        var row = services.Store.Read(c =>
            c.QuerySingleOrDefault<SessionRow>(
                """
                SELECT o.body AS Body, s.created_ms AS CreatedMs, s.seen_ms AS SeenMs,
                    (SELECT value FROM host_setting WHERE name = @Setting) AS SecondFactor
                FROM host_operator_session s
                JOIN host_operator o ON o.login = s.login WHERE s.token_hash = @hash
                """,
                new { hash, SecondFactorPolicy.Setting }
            )
        );
        if (row is null || nowMs - row.SeenMs > IdleMs || nowMs - row.CreatedMs > LongestMs)
        {
            return null;
        }

        var person = OperatorBook.Read(row.Body);
        if (!person.Active)
        {
            return null;
        }

        if (touch && nowMs - row.SeenMs > TouchMs)
        {
            // Only where the row still is: a log-out that came between is not undone.
            _ = await services.Store.WriteAsync(new Write().Advance(OperatorTables.SessionSeen, [hash], nowMs, row.SeenMs));
        }

        return new OpenSession(person, row.SecondFactor == SecondFactorPolicy.Required && person.SecondFactor.Length == 0);
    }

    /// <summary>Ends a session.</summary>
    public async Task EndAsync(Operator person, string token, string where) =>
        await audit.WriteAsync(
            new Write().Delete(OperatorTables.Session, SessionToken.HashOf(token)),
            new AuditAction(person.Login, "session.ended", person.Login, "ok", where)
        );

    private static long WaitMs(long failures) =>
        failures >= MostFailures ? LockMs
        : failures <= FreeTries ? 0
        : 1000L << (int)Math.Min(failures - FreeTries - 1, 6);

    private static string Seconds(long ms) => ((ms + 999) / 1000).ToString(CultureInfo.InvariantCulture);

    private static Refusal Wrong(long failures, long waitMs) =>
        failures >= MostFailures
            ? Refusal.With("login.locked", "minutes", "30")
            : Refusal.With("login.wrong", "waitSeconds", Seconds(waitMs));

    private async Task<Outcome<(long Failures, long WaitMs)>> TakeTryAsync(string login, string where)
    {
        var nowMs = services.NowMs;
        var guard = services.Store.Read(c =>
            c.QuerySingleOrDefault<GuardRow>(
                "SELECT at_ms AS AtMs, wait_until_ms AS WaitUntilMs, failures AS Failures FROM host_login_guard WHERE subject = @login",
                new { login }
            )
        );
        if (guard is not null && guard.WaitUntilMs > nowMs)
        {
            var leftMs = guard.WaitUntilMs - nowMs;
            return guard.Failures >= MostFailures
                ? Refusal.With("login.locked", "minutes", ((leftMs + 59_999) / 60_000).ToString(CultureInfo.InvariantCulture))
                : Refusal.With("login.wait", "waitSeconds", Seconds(leftMs));
        }

        var failures = guard is null || guard.Failures >= MostFailures || nowMs - guard.AtMs > ForgetMs ? 1 : guard.Failures + 1;
        var waitMs = WaitMs(failures);
        var write = new Write();
        if (guard is null)
        {
            write.Insert(OperatorTables.Guard, login, nowMs, nowMs + waitMs, failures);
        }
        else
        {
            write.Advance(OperatorTables.Failures, [login], failures, guard.Failures);
            write.Upsert(OperatorTables.Guard, login, nowMs, nowMs + waitMs, failures);
        }

        foreach (var old in Forgotten(nowMs).Where(o => o != login))
        {
            write.Delete(OperatorTables.Guard, old);
        }

        var result =
            failures < MostFailures
                ? await services.Store.WriteAsync(write)
                : await audit.WriteAsync(
                    services.Alarms.Raise(write, "operator.locked", "", "", ("login", login), ("where", where)),
                    new AuditAction("login", "login.locked", login, "locked", where)
                );
        return result == WriteResult.Committed ? (failures, waitMs) : Refusal.With("login.wait", "waitSeconds", "1");
    }

    private List<string> Forgotten(long nowMs) =>
        services.Store.Read(c =>
            c.Query<string>("SELECT subject FROM host_login_guard WHERE at_ms < @before LIMIT 20", new { before = nowMs - ForgetMs })
                .ToList()
        );

    private sealed class SessionRow
    {
        public string Body { get; init; } = "";
        public long CreatedMs { get; init; }
        public long SeenMs { get; init; }
        public string? SecondFactor { get; init; }
    }

    private sealed class GuardRow
    {
        public long AtMs { get; init; }
        public long WaitUntilMs { get; init; }
        public long Failures { get; init; }
    }
}
