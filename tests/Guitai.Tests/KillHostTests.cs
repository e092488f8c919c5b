using System.Globalization;
using Dapper;
using Guitai.Bench.Host;
using Guitai.Ledger;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>
/// SIGKILL of the host at random moments while terminals sell, void, refund and reverse. A terminal does what terminals do: what it got no answer to, it reverses until it is answered; a refund it asks again.
/// <c>GUITAI_HOST_KILLS</c> sets how many; <c>./soak kill-host</c> runs 200 on each engine (<c>GUITAI_HOST_POSTGRES</c> names a database).
/// </summary>
public sealed class KillHostTests
{
    private const int Terminals = 8;

    private static readonly int s_kills = int.Parse(
        Environment.GetEnvironmentVariable("GUITAI_HOST_KILLS") ?? "8",
        CultureInfo.InvariantCulture
    );

    private static readonly string? s_postgres = Environment.GetEnvironmentVariable("GUITAI_HOST_POSTGRES");

    [Fact]
    public async Task Whatever_moment_the_host_is_killed_every_approval_that_a_terminal_got_is_posted_once_and_nothing_else_stands()
    {
        await using var world = await HostWorld.MakeAsync(Terminals, s_postgres);
        var random = new Random(20261121);
        var clerks = world.Terminals.Order(StringComparer.Ordinal).Select((t, i) => new Clerk(world, t, i, random.Next())).ToList();
        for (var kill = 1; kill <= s_kills; kill++)
        {
            using var stop = new CancellationTokenSource();
            var selling = clerks.Select(c => c.SellAsync(stop.Token)).ToList();
            await Task.Delay(random.Next(1, 900), CancellationToken.None);
            world.Host.Kill();
            await world.Host.WaitForExitAsync(CancellationToken.None);
            await stop.CancelAsync();
            await Task.WhenAll(selling);
            await world.StartHostAsync();
            if (kill % 20 == 0)
            {
                await Console.Error.WriteLineAsync($"kill-host: {kill} of {s_kills}, {clerks.Sum(c => c.Approved)} approvals told");
            }
        }

        await world.ReadyAsync();

        // A slow machine may have sold little between two deaths: then it sells on in peace, so that there is something to compare.
        using (var stop = new CancellationTokenSource())
        {
            var selling = clerks.Select(c => c.SellAsync(stop.Token)).ToList();
            await Until(() => Task.FromResult(clerks.Sum(c => c.Approved) > s_kills));
            await stop.CancelAsync();
            await Task.WhenAll(selling);
        }

        foreach (var clerk in clerks)
        {
            await clerk.ClearUpAsync();
        }

        await Until(async () => (await OwedAsync(world)) == 0);
        world.Host.Kill();
        await world.Host.WaitForExitAsync(CancellationToken.None);
        await using var books = await world.OpenBooksAsync();
        var store = books.Desk.Services.Store;
        Assert.All(store.Read(Guitai.Host.Verify.HostVerify.Prove), p => Assert.True(p.Ok, $"{p.Name}: {p.Detail}"));
        for (var i = 0; i < Terminals; i++)
        {
            Assert.Equal(clerks[i].Standing, store.Read(c => c.Totals(HostWorld.MerchantOf(i), "issuer.sandbox", 156)).Balance);
        }

        // The issuer has taken what stands, and nothing beside.
        Assert.Equal(clerks.Sum(c => c.Standing), await IssuerTakenAsync(world));
    }

    internal static async Task<long> IssuerTakenAsync(HostWorld world)
    {
        using var http = new HttpClient();
        var totals = System
            .Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync(new Uri(world.SandboxAddress, "sandbox/api/issuer/totals")))!
            .AsArray();
        return totals.Sum(t => (long)t!["netDebitMinor"]!);
    }

    internal static Task<long> OwedAsync(HostWorld world)
    {
        using System.Data.Common.DbConnection connection = s_postgres is { } text
            ? new Npgsql.NpgsqlConnection(text)
            : new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(world.Folder, "host", "host.db")};Mode=ReadOnly");
        return Task.FromResult(connection.ExecuteScalar<long>("SELECT count(*) FROM host_owed WHERE answered_ms = 0"));
    }

    internal static async Task Until(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("The issuer was not told everything in time.");
    }

    /// <summary>One terminal and what it remembers over the host's deaths.</summary>
    private sealed class Clerk(HostWorld world, string number, int index, int seed)
    {
        private readonly Random _random = new(seed);
        private TerminalQuestion? _owed;
        private long _owedAmount;
        private int _trace;
        private (int Trace, long Amount, string Rrn)? _last;

        public long Standing { get; private set; }

        public long Approved { get; private set; }

        public async Task SellAsync(CancellationToken stop)
        {
            try
            {
                await using var line = await world.ConnectAsync(number);
                line.Terminal.Trace = _trace;
                while (!stop.IsCancellationRequested)
                {
                    if (!await ClearAsync(line.Terminal) || !await StepAsync(line.Terminal))
                    {
                        return;
                    }
                }
            }
            catch (Exception gone)
                when (gone
                        is IOException
                            or System.Net.Sockets.SocketException
                            or Hosting.Failure
                            or System.Security.Authentication.AuthenticationException
                            or InvalidOperationException
                )
            {
                // The host is dead; what was not answered is remembered.
            }
        }

        /// <summary>Reverses, or asks again, what had no answer.</summary>
        public async Task ClearUpAsync()
        {
            for (var i = 0; i < 100 && _owed is not null; i++)
            {
                await using var line = await world.ConnectAsync(number);
                line.Terminal.Trace = _trace;
                await ClearAsync(line.Terminal);
            }

            Assert.Null(_owed);
        }

        private async Task<bool> StepAsync(VirtualTerminal terminal)
        {
            var card = world.Cards.Card("unionpay-debit", CardProgram.FirstPlain + index);
            var amount = _random.Next(100, 5_000);
            var what = _random.Next(10);
            if (_last is { } sale && what < 3)
            {
                return await TakeBackAsync(terminal, card, sale, refund: what == 0);
            }

            var question = Card(
                new TerminalQuestion(200, 22)
                {
                    Processing = 0,
                    Amount = amount,
                    Condition = 0,
                },
                card
            );
            var reply = await SendAsync(terminal, question, amount, reversal: question with { Mti = 400, Track2 = null, Reason = "98" });
            if (reply is null)
            {
                return false;
            }

            _owed = null;
            if (reply.Code != "00")
            {
                return true;
            }

            Standing += amount;
            Approved++;
            _last = (terminal.Trace, amount, reply.Rrn);
            if (_random.Next(12) == 0)
            {
                // As if the answer had been lost: the terminal reverses although the host had answered.
                _owed = question with
                {
                    Mti = 400,
                    Track2 = null,
                    Reason = "98",
                    Trace = terminal.Trace,
                };
                _owedAmount = amount;
                _last = null;
            }

            return true;
        }

        private async Task<bool> TakeBackAsync(
            VirtualTerminal terminal,
            VirtualCard card,
            (int Trace, long Amount, string Rrn) sale,
            bool refund
        )
        {
            var question = Card(
                new TerminalQuestion(refund ? 220 : 200, refund ? 25 : 23)
                {
                    Processing = 200000,
                    Amount = sale.Amount,
                    Condition = 0,
                    Rrn = sale.Rrn,
                    Original = $"{terminal.Batch:D6}{sale.Trace:D6}" + (refund ? "1121" : ""),
                },
                card
            );
            _last = null;
            var next = refund ? question : question with { Mti = 400, Track2 = null, Rrn = null, Original = null, Reason = "98" };
            var reply = await SendAsync(terminal, question, refund ? -sale.Amount : 0, next);
            if (reply is null)
            {
                return false;
            }

            _owed = null;
            Standing -= reply.Code == "00" ? sale.Amount : 0;
            return true;
        }

        // Written down before it leaves: what to do if no answer comes.
        private async Task<TerminalReply?> SendAsync(
            VirtualTerminal terminal,
            TerminalQuestion question,
            long amount,
            TerminalQuestion reversal
        )
        {
            _trace = terminal.Trace + 1;
            _owed = reversal with { Trace = _trace };
            _owedAmount = question.Mti == 220 ? amount : 0;
            return await terminal.AskAsync(question with { Trace = terminal.Trace = _trace });
        }

        private async Task<bool> ClearAsync(VirtualTerminal terminal)
        {
            if (_owed is not { } owed)
            {
                return true;
            }

            TerminalReply? reply;
            try
            {
                // Of a refund the host is silent until it knows: a terminal hangs up and asks again.
                reply = await terminal.AskAsync(owed).WaitAsync(TimeSpan.FromSeconds(2));
            }
            catch (TimeoutException)
            {
                return false;
            }

            if (reply is null)
            {
                return false;
            }

            Assert.True(owed.Mti == 220 || reply.Code == "00", $"A reversal was answered with {reply.Code}.");
            Standing -= owed.Mti == 400 ? _owedAmount : 0;
            Standing += owed.Mti == 220 && reply.Code == "00" ? _owedAmount : 0;
            _owed = null;
            _owedAmount = 0;
            return true;
        }

        private static TerminalQuestion Card(TerminalQuestion question, VirtualCard card) =>
            question with
            {
                Track2 = card.Track2,
                Entry = 22,
            };
    }
}
