using Guitai.Bench.Host;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;

namespace Guitai.Host.Tests;

public sealed class SqliteHoldTests() : HoldTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresHoldTests(PostgresCluster cluster)
    : HoldTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"hold{n}"), TimeProvider.System));

/// <summary>Pre-authorisations: money held, taken, released.</summary>
public abstract class HoldTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    [Fact]
    public async Task A_pre_authorisation_holds_and_a_completion_takes_up_to_115_per_cent()
    {
        var terminal = await ConnectAsync();
        var held = await terminal.AskAsync(PreAuthorise(10_000));
        var trace = terminal.Trace;
        Assert.Equal("00", held!.Code);
        BooksAre(0, 0, 0);
        Assert.Equal("13", (await terminal.AskAsync(Complete(11_501, trace, held)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Complete(11_500, trace, held)))!.Code);
        BooksAre(11_500, -11_456, -44);
        Assert.Equal("12", (await terminal.AskAsync(Complete(100, trace, held)))!.Code);
    }

    [Fact]
    public async Task A_completion_that_is_reversed_opens_the_hold_again()
    {
        var terminal = await ConnectAsync();
        var held = await terminal.AskAsync(PreAuthorise(10_000));
        var trace = terminal.Trace;
        await terminal.AskAsync(Complete(8_000, trace, held!));
        Assert.Equal("00", (await terminal.AskAsync(Reverse(Complete(8_000, trace, held!), terminal.Trace)))!.Code);
        BooksAre(0, 0, 0);
        Assert.Equal("00", (await terminal.AskAsync(Complete(9_000, trace, held!)))!.Code);
        BooksAre(9_000, -8_966, -34);
    }

    [Fact]
    public async Task A_cancelled_pre_authorisation_cannot_be_completed_and_a_cancelled_completion_takes_all_back()
    {
        var terminal = await ConnectAsync();
        var held = await terminal.AskAsync(PreAuthorise(10_000));
        var trace = terminal.Trace;
        Assert.Equal("00", (await terminal.AskAsync(Cancel(10_000, trace, held!)))!.Code);
        Assert.Equal("12", (await terminal.AskAsync(Complete(1_000, trace, held!)))!.Code);

        held = await terminal.AskAsync(PreAuthorise(10_000));
        trace = terminal.Trace;
        var completion = await terminal.AskAsync(Complete(10_000, trace, held!));
        var undo = new TerminalQuestion(200, 21)
        {
            Processing = 200000,
            Amount = 10_000,
            Condition = 6,
            Track2 = DebitTrack,
            Entry = 22,
            Rrn = completion!.Rrn,
            Original = $"{1:D6}{terminal.Trace:D6}",
        };
        Assert.Equal("00", (await terminal.AskAsync(undo))!.Code);
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_hold_that_nobody_completes_ends_by_itself()
    {
        var terminal = await ConnectAsync();
        var held = await terminal.AskAsync(PreAuthorise(10_000));
        var trace = terminal.Trace;
        Time.Move(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Host.Authoriser.ExpireHoldsAsync());
        await terminal.SignInAsync();
        Assert.Equal("12", (await terminal.AskAsync(Complete(1_000, trace, held!)))!.Code);
    }

    private static TerminalQuestion PreAuthorise(long amount) =>
        new(100, 10)
        {
            Processing = 30000,
            Amount = amount,
            Condition = 6,
            Track2 = DebitTrack,
            Entry = 21,
            Pin = "1234",
        };

    private static TerminalQuestion Complete(long amount, int trace, TerminalReply held) =>
        new(200, 20)
        {
            Processing = 0,
            Amount = amount,
            Condition = 6,
            Track2 = DebitTrack,
            Entry = 22,
            Rrn = held.Rrn,
            Authorisation = held.Authorisation,
            Original = $"{1:D6}{trace:D6}1121",
        };

    private static TerminalQuestion Cancel(long amount, int trace, TerminalReply held) =>
        Complete(amount, trace, held) with
        {
            Mti = 100,
            Type = 11,
            Processing = 200000,
            Original = $"{1:D6}{trace:D6}",
        };
}
