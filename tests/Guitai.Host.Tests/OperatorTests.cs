using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Operations;
using Guitai.Host.Operators;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Tests;

public sealed class SqliteOperatorTests() : OperatorTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresOperatorTests(PostgresCluster cluster)
    : OperatorTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"operators{n}"), TimeProvider.System));

/// <summary>Who gets in, how often somebody may be wrong, and what a search and a story tell, on both engines.</summary>
public abstract class OperatorTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    private const string Password = "seven quiet harbours";
    private readonly SystemRandomness _randomness = new();

    [Fact]
    public async Task The_first_admin_is_made_once_and_no_weak_password_is_taken()
    {
        using var world = await OpenWorldAsync();
        Assert.True(world.Book.IsEmpty);
        Assert.Equal("password.short", (await world.Book.SetUpAsync("here", "zhao", "赵", Secret("short"))).Refusal?.Code);
        Assert.Equal("password.common", (await world.Book.SetUpAsync("here", "zhao", "赵", Secret("password123456"))).Refusal?.Code);
        Assert.Equal("input.invalid", (await world.Book.SetUpAsync("here", "Zh", "赵", Secret(Password))).Refusal?.Code);
        Assert.True((await world.Book.SetUpAsync("here", "zhao", "赵", Secret(Password))).Ok);
        Assert.Equal("setup.done", (await world.Book.SetUpAsync("here", "qian", "钱", Secret(Password))).Refusal?.Code);
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_for_thirty_minutes_even_across_a_restart_and_raise_an_alarm()
    {
        using var world = await OpenWorldAsync();
        await world.Book.SetUpAsync("here", "zhao", "赵", Secret(Password));
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal("login.wrong", (await world.Sessions.LogInAsync("zhao", Secret("wrong"), null, "here")).Refusal?.Code);
            Time.Move(TimeSpan.FromSeconds(70));
        }

        Assert.Equal("login.locked", (await world.Sessions.LogInAsync("zhao", Secret("wrong"), null, "here")).Refusal?.Code);
        using var again = await OpenWorldAsync();
        Time.Move(TimeSpan.FromMinutes(29));
        Assert.Equal("login.locked", (await again.Sessions.LogInAsync("zhao", Secret(Password), null, "here")).Refusal?.Code);
        Assert.Equal(1, Host.Services.Alarms.Raised);
        Time.Move(TimeSpan.FromMinutes(2));
        Assert.True((await again.Sessions.LogInAsync("zhao", Secret(Password), null, "here")).Ok);
    }

    [Fact]
    public async Task A_session_ends_when_idle_at_log_out_and_when_its_person_is_disabled()
    {
        using var world = await OpenWorldAsync();
        var admin = (await world.Book.SetUpAsync("here", "zhao", "赵", Secret(Password))).Value;
        await world.Book.AddAsync("zhao", "here", "qian", "钱", OperatorRole.Viewer, Secret(Password));
        var idle = await world.EnterAsync("qian");
        Time.Move(TimeSpan.FromMinutes(OperatorSessions.IdleMinutes) + TimeSpan.FromSeconds(1));
        Assert.Null(await world.Sessions.FindAsync(idle));

        var left = await world.EnterAsync("qian");
        await world.Sessions.EndAsync((await world.Sessions.FindAsync(left))!, left, "here");
        Assert.Null(await world.Sessions.FindAsync(left));

        var disabled = await world.EnterAsync("qian");
        var version = world.Book.Find("qian")!.Value.Version;
        Assert.True((await world.Book.ChangeAsync(admin, "here", "qian", "钱", OperatorRole.Viewer, false, version)).Ok);
        Assert.Null(await world.Sessions.FindAsync(disabled));
        Assert.Equal("login.wrong", (await world.Sessions.LogInAsync("qian", Secret(Password), null, "here")).Refusal?.Code);
    }

    [Fact]
    public async Task Nobody_raises_themselves_and_an_edit_of_an_old_version_is_refused()
    {
        using var world = await OpenWorldAsync();
        var admin = (await world.Book.SetUpAsync("here", "zhao", "赵", Secret(Password))).Value;
        await world.Book.AddAsync("zhao", "here", "qian", "钱", OperatorRole.Viewer, Secret(Password));
        Assert.Equal(
            "operator.own-role",
            (await world.Book.ChangeAsync(admin, "here", "zhao", "赵", OperatorRole.Viewer, true, 1)).Refusal?.Code
        );
        Assert.True((await world.Book.ChangeAsync(admin, "here", "qian", "钱二", OperatorRole.Operations, true, 1)).Ok);
        Assert.Equal(
            "operator.changed",
            (await world.Book.ChangeAsync(admin, "here", "qian", "钱三", OperatorRole.Admin, true, 1)).Refusal?.Code
        );
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_and_its_code_is_good_once()
    {
        using var world = await OpenWorldAsync();
        await world.Book.SetUpAsync("here", "zhao", "赵", Secret(Password));
        var secret = Enumerable.Range(1, OneTimeCode.SecretBytes).Select(i => (byte)i).ToArray();
        Assert.True((await world.Book.SetSecondFactorAsync("zhao", "here", "zhao", secret, 0)).Ok);
        Assert.Equal("login.code-needed", (await world.Sessions.LogInAsync("zhao", Secret(Password), null, "here")).Refusal?.Code);
        var code = OneTimeCode.At(secret, Host.Services.NowMs / 30_000);
        Assert.True((await world.Sessions.LogInAsync("zhao", Secret(Password), code, "here")).Ok);
        Assert.Equal("login.wrong", (await world.Sessions.LogInAsync("zhao", Secret(Password), code, "here")).Refusal?.Code);
        Time.Move(TimeSpan.FromMinutes(2));
        Assert.Equal("login.wrong", (await world.Sessions.LogInAsync("zhao", Secret(Password), code, "here")).Refusal?.Code);
        code = OneTimeCode.At(secret, Host.Services.NowMs / 30_000);
        Assert.True((await world.Sessions.LogInAsync("zhao", Secret(Password), code, "here")).Ok);
    }

    [Fact]
    public async Task A_sale_is_found_by_all_that_people_know_of_it_and_by_nothing_else()
    {
        var terminal = await ConnectAsync();
        var sale = await terminal.AskAsync(Sale(12_345));
        await terminal.AskAsync(Sale(500, "6228480000000000026=30122010000012300"));
        var search = new TransactionSearch(Host.Services, Host.Cards);
        TransactionQueryRequest[] right =
        [
            new(Rrn: sale!.Rrn),
            new(Card: Secret(Debit)),
            new(Card: Secret("622848*0018")),
            new(Card: Secret("0018")),
            new(MinMinor: 12_345, MaxMinor: 12_345),
            new(Terminal: "10000001", Merchant: MerchantNumber, MinMinor: 1_000, FromDay: 20261121, ToDay: 20261121),
            new(Standing: TransactionStanding.Approved, Flow: Authorisation.Flow.Sale, Code: "00", MinMinor: 1_000),
        ];
        foreach (var query in right)
        {
            Assert.Equal(sale.Rrn, Assert.Single(search.Find(query).Value.Rows).Rrn);
        }

        TransactionQueryRequest[] nothing =
        [
            new(Card: Secret("6228480000000000999")),
            new(Card: Secret("622848*9999")),
            new(FromDay: 20261122, ToDay: 20261123),
            new(FromDay: 20261101, ToDay: 20261120),
            new(Terminal: "10000002"),
            new(Standing: TransactionStanding.Declined),
            new(Rrn: "000000000001"),
        ];
        foreach (var query in nothing)
        {
            Assert.Empty(search.Find(query).Value.Rows);
        }

        TransactionQueryRequest[] wrong =
        [
            new(Rrn: "x"),
            new(Card: Secret("62' OR 1=1 --")),
            new(Card: Secret("*")),
            new(FromDay: 20261341),
        ];
        Assert.All(wrong, query => Assert.Equal("input.invalid", search.Find(query).Refusal?.Code));

        var first = search.Find(new(Take: 1)).Value;
        Assert.NotEqual(sale.Rrn, Assert.Single(first.Rows).Rrn);
        var second = search.Find(new(Take: 1, BeforeRrn: first.BeforeRrn)).Value;
        Assert.Equal((sale.Rrn, null), (Assert.Single(second.Rows).Rrn, second.BeforeRrn));
    }

    [Fact]
    public async Task A_story_tells_question_books_and_refund_and_never_a_whole_card_number()
    {
        var terminal = await ConnectAsync();
        const string planted = "6228481379246801358";
        var sale = await terminal.AskAsync(Sale(10_000, $"{planted}=30122010000012300") with { Pin = "1234" });
        var trace = terminal.Trace;
        await terminal.AskAsync(Refund(4_000, 1, trace, sale!.Rrn) with { Track2 = $"{planted}=30122010000012300" });
        var stories = new TransactionStories(Host.Services, new TransactionSearch(Host.Services, Host.Cards));
        var story = stories.Tell(sale.Rrn).Value;
        Assert.Equal(("00", 10_000, 6_000L), (story.Row.Code!, story.Row.AmountMinor, story.LeftMinor!.Value));
        Assert.Equal(Authorisation.Flow.Refund, Assert.Single(story.Later).Flow);
        Assert.Equal([10_000L, -9_962L, -38L], Assert.Single(story.Entries).Postings.Select(p => p.Minor));
        var asked = story.Messages[0];
        Assert.Equal(("0200", MessageWay.TerminalToHost), (asked.Mti, asked.Way));
        Assert.Equal("000000010000", asked.Fields.Single(f => f.Number == 4).Text);
        Assert.All(asked.Fields.Where(f => f.Number is 35 or 52 or 64), f => Assert.Equal(("***", true), (f.Text, f.Hidden)));
        var json = System.Text.Json.JsonSerializer.Serialize(story);
        Assert.DoesNotContain(planted, json, StringComparison.Ordinal);
        Assert.DoesNotContain(planted[6..^4], json, StringComparison.Ordinal);
        Assert.Contains($"622848*********{planted[^4..]}", json, StringComparison.Ordinal);
        Assert.Equal(sale.Rrn, stories.Tell(story.Later[0].Rrn).Value.Original?.Rrn);
        Assert.Equal("not-found", stories.Tell("x").Refusal?.Code);
    }

    [Fact]
    public async Task A_book_has_its_balance_of_every_past_day()
    {
        var terminal = await ConnectAsync();
        await terminal.AskAsync(Sale(10_000));
        Time.Move(TimeSpan.FromDays(1));
        await terminal.SignInAsync();
        await terminal.AskAsync(Sale(5_000));
        var registry = new Registry(Host.Services);
        long Balance(long day) =>
            registry.Ledger(MerchantNumber, day).Value.Accounts.SingleOrDefault(a => a.Account == "issuer.sandbox")?.BalanceMinor ?? 0;
        Assert.Equal((0L, 10_000L, 15_000L), (Balance(20261120), Balance(20261121), Balance(20261122)));
        Assert.Equal("not-found", registry.Ledger("999999999999999", null).Refusal?.Code);
        var merchant = Assert.Single(registry.Merchants("街角"));
        Assert.Equal((5_000L, 1, 14_943L), (merchant.TodayMinor, merchant.Terminals, merchant.PayableMinor));
        Assert.Empty(registry.Merchants("没有这家"));
        Assert.Empty(registry.Merchants("%"));
        Assert.Equal("10000001", Assert.Single(registry.Terminals(MerchantNumber, "Active", "1000")).Number);
    }

    private static Secret<string> Secret(string text) => new(text);

    private async Task<World> OpenWorldAsync()
    {
        var keys = (FileKeyStore)Host.Services.Keys;
        if (keys.List().All(k => k.Name != OperatorBook.SealKey))
        {
            await keys.GenerateOwnAsync(OperatorBook.SealKey, KeyUse.Storage, "test");
        }

        var audit = new AuditLog(Store, Time, "host", "host");
        var book = new OperatorBook(Host.Services, audit, _randomness);
        return new World(book, new OperatorSessions(Host.Services, book, audit, _randomness), audit);
    }

    private sealed record World(OperatorBook Book, OperatorSessions Sessions, AuditLog Audit) : IDisposable
    {
        public async Task<string> EnterAsync(string login)
        {
            var begun = await Sessions.LogInAsync(login, Secret(Password), null, "here");
            Assert.NotNull(await Sessions.FindAsync(begun.Value.Token));
            return begun.Value.Token;
        }

        public void Dispose() => Audit.Dispose();
    }
}

/// <summary>One-time codes against the standards' own vectors (RFC 4226 appendix D, RFC 6238 appendix B, RFC 4648 section 10).</summary>
public sealed class OneTimeCodeTests
{
    private static readonly byte[] s_secret = "12345678901234567890"u8.ToArray();

    [Fact]
    public void Codes_are_those_of_the_standards()
    {
        string[] counted = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        Assert.Equal(counted, Enumerable.Range(0, 10).Select(i => OneTimeCode.At(s_secret, i)));
        (long Second, string Code)[] timed =
        [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        Assert.All(timed, t => Assert.Equal(t.Second / 30, OneTimeCode.StepOf(s_secret, t.Code, t.Second * 1000)));
        Assert.Equal(-1, OneTimeCode.StepOf(s_secret, "287082", 151_000));
    }

    [Theory]
    [InlineData("foobar", "MZXW6YTBOI")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("f", "MY")]
    public void Secrets_are_written_in_base_32(string plain, string text)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(plain);
        Assert.Equal(text, OneTimeCode.Base32(bytes));
        Assert.Equal(bytes, OneTimeCode.FromBase32(text));
        Assert.Null(OneTimeCode.FromBase32("0189"));
    }
}
