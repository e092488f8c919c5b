using System.IO.Pipelines;
using Guitai.Bench.Host;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Iso8583.Framing;
using Microsoft.AspNetCore.Connections;

namespace Guitai.Host.Tests;

/// <summary>What a terminal could send that it should not: refused or dropped, counted, nothing posted, no other terminal disturbed.</summary>
public sealed class HostileInputTests() : HostFixture((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")))
{
    [Fact]
    public async Task Any_bit_flipped_in_a_sale_posts_nothing_and_the_sale_itself_still_goes_through()
    {
        var terminal = await ConnectAsync();
        var sale = await BytesAsync(terminal, Sale(10_000) with { Pin = "1234" });
        var flips = 0;
        for (var bit = 0; bit < sale.Length * 8; bit++)
        {
            if (bit / 8 is >= 2 and < 13)
            {
                // TPDU and header are the network's, outside the MAC: they move no money.
                continue;
            }

            var flipped = (byte[])sale.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            await ThrowAsync(flipped);
            flips++;
        }

        BooksAre(0, 0, 0);
        Assert.Empty(Issuer.Asked);
        Assert.Equal(flips, Host.Figures.WrongMacs + Host.Figures.Unreadable);
        Assert.Equal("00", await AnswerAsync(sale));
        BooksAre(10_000, -9_962, -38);
    }

    [Fact]
    public async Task A_sale_cut_at_any_byte_posts_nothing()
    {
        var terminal = await ConnectAsync();
        var sale = await BytesAsync(terminal, Sale(10_000));
        for (var length = 0; length < sale.Length; length++)
        {
            await ThrowAsync(sale[..length]);
        }

        BooksAre(0, 0, 0);
        Assert.Equal("00", await AnswerAsync(sale));
    }

    [Fact]
    public async Task A_terminal_that_asks_and_never_reads_is_ended_and_others_are_not()
    {
        await AddTerminalAsync("10000002");
        var patient = await ConnectAsync("10000002");
        var terminal = await ConnectAsync();
        var (up, down) = (new Pipe(), new Pipe(new PipeOptions(pauseWriterThreshold: 256, resumeWriterThreshold: 128)));
        await using var context = new DefaultConnectionContext(
            "deaf",
            new DuplexPipe(up.Reader, down.Writer),
            new DuplexPipe(down.Reader, up.Writer)
        );
        var serving = Host.Door.ServeAsync(
            Host.Services.Terminals.Find("10000001")!,
            new TerminalConnection(context, TimeSpan.FromMilliseconds(100))
        );
        for (var i = 0; i < 20; i++)
        {
            await up.Writer.WriteAsync(terminal.Bytes(new TerminalQuestion(820, 0) { Network = 301, WithoutMac = true }));
        }

        await serving.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("00", (await patient.AskAsync(Sale(10_000)))!.Code);
        BooksAre(10_000, -9_962, -38);
    }

    [Fact]
    public async Task A_terminal_that_begins_a_message_and_lets_it_lie_is_ended_and_others_are_not()
    {
        await AddTerminalAsync("10000002");
        var patient = await ConnectAsync("10000002");
        var terminal = await ConnectAsync();
        var sale = await BytesAsync(terminal, Sale(10_000));
        var up = new Pipe();
        var serving = ServeAsync("10000001", new PipeConnection(up.Reader, new Pipe().Writer));
        await up.Writer.WriteAsync(sale.AsMemory(0, 40));
        await UntilAsync(() =>
        {
            Host.Door.EndSilentOnes();
            Time.Move(TimeSpan.FromSeconds(1));
            return serving.IsCompleted;
        });

        Assert.Equal(1, Host.Figures.ConnectionsGivenUp);
        Assert.Equal("00", (await patient.AskAsync(Sale(10_000)))!.Code);
        BooksAre(10_000, -9_962, -38);
    }

    [Fact]
    public async Task A_terminal_that_says_nothing_for_half_an_hour_is_ended_and_one_that_sends_echoes_is_not()
    {
        await AddTerminalAsync("10000002");
        var silent = await ConnectAsync("10000002");
        var terminal = await ConnectAsync();
        for (var minutes = 0; minutes < 40; minutes += 10)
        {
            Time.Move(TimeSpan.FromMinutes(10));
            Assert.Equal("00", (await terminal.AskAsync(new TerminalQuestion(820, 0) { Network = 301 }))!.Code);
            Host.Door.EndSilentOnes();
        }

        Assert.Equal(1, Host.Figures.ConnectionsGivenUp);
        await UntilAsync(() => Host.Figures.ConnectionsOpen == 1);
        Assert.Null(await silent.AskAsync(Sale(10_000)));
        Assert.Equal("00", (await terminal.AskAsync(Sale(10_000)))!.Code);
    }

    [Fact]
    public async Task A_frame_that_is_too_long_ends_the_connection_at_its_length()
    {
        await ConnectAsync();
        await ThrowAsync([0xFF, 0xFF, 0x60, 0, 0, 0, 0]);
        Assert.Equal(1, Host.Figures.Unreadable);
    }

    [Fact]
    public async Task A_message_of_another_terminal_is_refused_though_its_connection_is_right()
    {
        await AddTerminalAsync("10000002");
        var first = await ConnectAsync();
        var second = await ConnectAsync("10000002");
        var foreign = await BytesAsync(second, Sale(10_000));
        await first.SendAsync(foreign);
        Assert.Equal("A0", (await first.ReceiveAsync())!.Code);
        BooksAre(0, 0, 0);
        Assert.Equal("00", (await second.AskAsync(Sale(500)))!.Code);
        Assert.Equal("00", (await first.AskAsync(Sale(500)))!.Code);
    }

    [Fact]
    public async Task A_merchant_number_that_is_not_the_terminals_is_refused_and_is_an_alarm()
    {
        var terminal = await ConnectAsync();
        terminal.Merchant = "898310058120999";
        Assert.Equal("03", (await terminal.AskAsync(Sale(10_000)))!.Code);
        BooksAre(0, 0, 0);
        Assert.Equal(1, Host.Services.Alarms.Raised);
    }

    [Fact]
    public async Task Ten_wrong_macs_in_a_row_end_the_connection_and_raise_an_alarm()
    {
        var terminal = await ConnectAsync();
        var sale = await BytesAsync(terminal, Sale(10_000));
        sale[^1] ^= 1;
        for (var i = 1; i < 10; i++)
        {
            await terminal.SendAsync(sale);
            Assert.Equal("A0", (await terminal.ReceiveAsync())!.Code);
        }

        await terminal.SendAsync(sale);
        Assert.Null(await terminal.ReceiveAsync());
        Assert.Equal(1, Host.Services.Alarms.Raised);
    }

    [Fact]
    public async Task A_terminal_without_keys_is_told_to_sign_in_and_is_not_counted_as_a_forger()
    {
        var terminal = await ConnectAsync();
        var sale = await BytesAsync(terminal, Sale(10_000));
        await terminal.AskAsync(new TerminalQuestion(820, 0) { Network = 2, WithoutMac = true });
        for (var i = 0; i < 12; i++)
        {
            await terminal.SendAsync(sale);
            Assert.Equal("77", (await terminal.ReceiveAsync())!.Code);
        }

        Assert.Equal((0, 0), (Host.Figures.WrongMacs, Host.Services.Alarms.Raised));
        BooksAre(0, 0, 0);
        Assert.Equal("00", await terminal.SignInAsync());
        Assert.Equal("00", (await terminal.AskAsync(Sale(500)))!.Code);
    }

    [Fact]
    public async Task A_blocked_terminal_is_answered_with_97_and_posts_nothing()
    {
        var terminal = await ConnectAsync();
        await Host.Services.Terminals.ChangeAsync("10000001", t => t with { State = Terminals.TerminalState.Blocked });
        Assert.Equal("97", (await terminal.AskAsync(Sale(10_000)))!.Code);
        Assert.Equal("97", await terminal.SignInAsync());
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task Limits_of_the_terminal_hold_for_one_sale_for_the_day_and_for_the_count()
    {
        await AddTerminalAsync("10000003", new Merchants.Limits(5_000, 8_000, 3));
        var terminal = await ConnectAsync("10000003");
        Assert.Equal("61", (await terminal.AskAsync(Sale(5_001)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Sale(5_000)))!.Code);
        Assert.Equal("61", (await terminal.AskAsync(Sale(3_001)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Sale(1_000)))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(Sale(1_000)))!.Code);
        Assert.Equal("65", (await terminal.AskAsync(Sale(100)))!.Code);
        await ReopenAsync();
        var again = await ConnectAsync("10000003");
        again.Trace = 100;
        Assert.Equal("65", (await again.AskAsync(Sale(100)))!.Code);
        Time.Move(TimeSpan.FromDays(1));
        await again.SignInAsync();
        Assert.Equal("00", (await again.AskAsync(Sale(100)))!.Code);
    }

    [Fact]
    public async Task Random_bytes_never_disturb_another_terminal()
    {
        await AddTerminalAsync("10000004");
        var calm = await ConnectAsync("10000004");
        var terminal = await ConnectAsync();
        var sale = await BytesAsync(terminal, Sale(700));
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var bytes = random.Next(2) == 0 ? new byte[random.Next(1, 600)] : (byte[])sale.Clone();
            random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)));
            await ThrowAsync(bytes);
            if (i % 50 == 0)
            {
                Assert.Equal("00", (await calm.AskAsync(Sale(100)))!.Code);
            }
        }

        Assert.Equal(600, Balance("issuer.sandbox"));
    }

    private static Task<byte[]> BytesAsync(VirtualTerminal terminal, TerminalQuestion question) =>
        Task.FromResult(terminal.Bytes(question));

    // A connection that sends these bytes and closes; done when the host is done with it.
    private async Task<byte[]> ThrowAsync(byte[] bytes)
    {
        var (up, down) = (new Pipe(), new Pipe());
        await up.Writer.WriteAsync(bytes);
        await up.Writer.CompleteAsync();
        await Host.Door.ServeAsync(Host.Services.Terminals.Find("10000001")!, new PipeConnection(up.Reader, down.Writer));
        await down.Writer.CompleteAsync();
        using var heard = new MemoryStream();
        await down.Reader.CopyToAsync(heard);
        return heard.ToArray();
    }

    private async Task<string> AnswerAsync(byte[] bytes)
    {
        var frame = await ThrowAsync(bytes);
        return Iso8583.Dialects.UnionPay.Read(frame.AsSpan(FrameFormat.UnionPay.Overhead), out var view).IsNone
            ? System.Text.Encoding.ASCII.GetString(view.Wire(39))
            : "";
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
