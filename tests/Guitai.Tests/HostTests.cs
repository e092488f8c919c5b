using System.Globalization;
using System.Net.Http.Json;
using Guitai.Bench.Host;
using Guitai.Ledger;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>Host, issuer and terminals as processes of their own over real TLS: what one side's books say, the other's say too.</summary>
public sealed class HostTests
{
    /// <summary>The sides of books of which an issuer has one account.</summary>
    private const string Issuer = "issuer.sandbox";

    [Fact]
    public async Task Every_kind_of_card_entry_is_approved_by_an_issuer_that_checks_it_and_its_books_agree_with_ours()
    {
        await using var world = await HostWorld.MakeAsync(terminals: 1, postgres: null);
        await using var line = await world.ConnectAsync("10000000");
        var terminal = line.Terminal;
        var card = world.Cards.Card("unionpay-debit", CardProgram.FirstPlain);
        var credit = world.Cards.Card("visa-credit", CardProgram.FirstPlain);
        var chip = world.Cards.Chip(credit);

        var stripe = await terminal.AskAsync(Sale(10_000) with { Track2 = card.Track2, Entry = 21, Pin = card.Pin });
        Assert.Equal(("00", 6), (stripe!.Code, stripe.Authorisation.Length));
        var typed = await terminal.AskAsync(
            Sale(2_000) with
            {
                Pan = card.Pan,
                Expiry = int.Parse(card.Expiry, CultureInfo.InvariantCulture),
                Cvv2 = card.Cvv2,
                Entry = 12,
            }
        );
        Assert.Equal("00", typed!.Code);
        var inserted = await terminal.AskAsync(ChipCard.Sale(Sale(3_000), credit, chip, 3_000));
        Assert.Equal("00", inserted!.Code);
        Assert.True(chip.Accepts(inserted.Icc.AsSpan(2, 10)), Convert.ToHexString(inserted.Icc));
        Assert.Equal(
            "55",
            (await terminal.AskAsync(Sale(100) with { Track2 = card.Track2, Entry = 21, Pin = card.Pin == "0000" ? "1111" : "0000" }))!.Code
        );
        var expiry = int.Parse(card.Expiry, CultureInfo.InvariantCulture);
        var wrong = card.Cvv2 == "000" ? "001" : "000";
        Assert.Equal("05", (await terminal.AskAsync(Sale(100) with { Pan = card.Pan, Expiry = expiry, Cvv2 = wrong, Entry = 12 }))!.Code);
        Assert.Equal(
            "43",
            (await terminal.AskAsync(Sale(100) with { Track2 = world.Cards.Card("unionpay-debit", 3).Track2, Entry = 22 }))!.Code
        );
        Assert.Equal(
            "51",
            (await terminal.AskAsync(Sale(5_000) with { Track2 = world.Cards.Card("unionpay-debit", 1).Track2, Entry = 22 }))!.Code
        );
        Assert.Equal("14", (await terminal.AskAsync(Sale(100) with { Pan = "6011000000000004", Expiry = 3012, Entry = 12 }))!.Code);

        world.Host.Kill();
        await world.Host.WaitForExitAsync();
        await using var books = await world.OpenBooksAsync();
        Assert.All(books.Desk.Services.Store.Read(Guitai.Host.Verify.HostVerify.Prove), p => Assert.True(p.Ok, $"{p.Name}: {p.Detail}"));
        Assert.Equal(15_000, books.Desk.Services.Store.Read(c => c.Totals(HostWorld.MerchantOf(0), Issuer, 156)).Balance);
    }

    [Fact]
    public async Task A_day_of_ten_thousand_transactions_ends_with_the_same_cent_at_terminals_host_ledger_and_issuer()
    {
        const int Terminals = 12;
        await using var world = await HostWorld.MakeAsync(Terminals, postgres: null);
        var lines = new List<TerminalLine>();
        foreach (var number in world.Terminals.Order(StringComparer.Ordinal))
        {
            lines.Add(await world.ConnectAsync(number));
        }

        var drivers = lines.Select((l, i) => new SaleDriver(l.Terminal, world.Cards, i)).ToList();
        var sold = await Task.WhenAll(drivers.Select(d => d.RunAsync(long.MaxValue, new Host.Operations.LatencyHistogram(), 830)));
        Assert.Equal(Terminals * 830, sold.Sum());
        for (var i = 0; i < Terminals; i++)
        {
            var settled = await lines[i].Terminal.AskAsync(new TerminalQuestion(500, 0) { Network = 201, Totals = drivers[i].Totals });
            Assert.Equal(("00", '1'), (settled!.Code, settled.Totals[30]));
            await lines[i].DisposeAsync();
        }

        await KillHostTests.Until(async () => await KillHostTests.OwedAsync(world) == 0);
        Assert.Equal(drivers.Sum(d => d.Standing), await KillHostTests.IssuerTakenAsync(world));
        world.Host.Kill();
        await world.Host.WaitForExitAsync();
        await using var books = await world.OpenBooksAsync();
        Assert.All(books.Desk.Services.Store.Read(Guitai.Host.Verify.HostVerify.Prove), p => Assert.True(p.Ok, $"{p.Name}: {p.Detail}"));
        for (var i = 0; i < Terminals; i++)
        {
            var merchant = HostWorld.MerchantOf(i);
            Assert.Equal(drivers[i].Standing, books.Desk.Services.Store.Read(c => c.Totals(merchant, Issuer, 156)).Balance);
            Assert.Equal(0, books.Desk.Services.Store.Read(c => c.Accounts(merchant)).Sum(a => a.Debit - a.Credit));
        }
    }

    [Fact]
    public async Task Numbers_tracks_verification_values_pins_and_keys_are_in_no_file_log_or_page_of_the_host()
    {
        await using var world = await HostWorld.MakeAsync(terminals: 1, postgres: null);
        var card = world.Cards.Card("unionpay-debit", CardProgram.FirstPlain + 7);
        var stripe = "";
        await using (var line = await world.ConnectAsync("10000000"))
        {
            stripe = card.Track2;
            Assert.Equal("00", (await line.Terminal.AskAsync(Sale(1_234) with { Track2 = stripe, Entry = 21, Pin = card.Pin }))!.Code);
            var typed = Sale(4_321) with
            {
                Pan = card.Pan,
                Expiry = int.Parse(card.Expiry, CultureInfo.InvariantCulture),
                Cvv2 = card.Cvv2,
                Entry = 12,
            };
            Assert.Equal("00", (await line.Terminal.AskAsync(typed))!.Code);
            Assert.Equal("00", (await line.Terminal.AskAsync(ChipCard.Sale(Sale(500), card, world.Cards.Chip(card), 500)))!.Code);
        }

        await SavePagesAsync(world, Path.Combine(world.Folder, "host"));
        world.Host.Kill();
        await world.Host.WaitForExitAsync();
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "host", "log.txt"), world.Log);
        var search = new SecretSearch(Path.Combine(world.Folder, "host"));

        // The search must find what is there: the masked number stands in the books.
        var masked = search.Find("masked number", $"{card.Pan[..6]}*********{card.Pan[^4..]}");
        Assert.Contains(
            masked,
            f => f.EndsWith("host.db", StringComparison.Ordinal) || f.EndsWith("host.db-wal", StringComparison.Ordinal)
        );
        Assert.Contains(masked, f => f.Contains("page-", StringComparison.Ordinal));
        Assert.Empty(search.Find("number", card.Pan));
        Assert.Empty(search.Find("track", stripe[(stripe.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        Assert.Empty(search.Find("track of the chip", card.ChipTrack2[(card.ChipTrack2.IndexOf('D', StringComparison.Ordinal) + 1)..]));
        Assert.Empty(search.Find("master key", HostWorld.MasterKey));

        // Three and four digits stand everywhere by chance: looked for as the message carried them.
        Assert.Empty(search.Find("verification value", $"9203{card.Cvv2}"));
        Assert.Empty(search.Find("PIN", $"{card.Pan[^12..]}{card.Pin}"));
    }

    [Theory]
    [InlineData("Silence")]
    [InlineData("Garbage")]
    [InlineData("DisconnectBefore")]
    public async Task An_issuer_that_fails_an_echo_is_connected_to_again_and_sells_again(string fault)
    {
        await using var world = await HostWorld.MakeAsync(terminals: 1, postgres: null);
        world.Host.Kill();
        await world.Host.WaitForExitAsync();
        await using (var books = await world.OpenBooksAsync())
        {
            var routes = books.Desk.Services.Routes;
            var issuer = Assert.Single(routes.Issuers.Values);
            Assert.True((await routes.SaveAsync(issuer with { EchoMs = 200, AnswerMs = 1_000 }, routes.Of(issuer.Name))).Ok);
        }

        await world.StartHostAsync();
        await world.ReadyAsync();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        var faults = new Uri(world.SandboxAddress, "sandbox/api/issuer/faults");
        (
            await http.PostAsJsonAsync(
                faults,
                new
                {
                    Fault = fault,
                    Type = "0800",
                    Times = 2,
                }
            )
        ).EnsureSuccessStatusCode();
        await KillHostTests.Until(async () =>
            (await http.GetStringAsync(new Uri(world.SandboxAddress, "sandbox/api/issuer"))).Contains(
                "\"faults\":[]",
                StringComparison.Ordinal
            )
        );

        await world.ReadyAsync();
        await using var line = await world.ConnectAsync("10000000");
        var card = world.Cards.Card("unionpay-debit", CardProgram.FirstPlain);
        Assert.Equal("00", (await line.Terminal.AskAsync(Sale(10_000) with { Track2 = card.Track2, Entry = 22 }))!.Code);
    }

    // All that somebody who may see everything can see, as files beside the others.
    private static async Task SavePagesAsync(HostWorld world, string folder)
    {
        using var http = new HttpClient { BaseAddress = new Uri(world.PagesAddress, "host/api/") };
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        var first = new
        {
            login = "chen",
            name = "陈",
            password = "quiet-lantern-88",
        };
        (await http.PostAsJsonAsync("setup", first)).EnsureSuccessStatusCode();
        (await http.PostAsJsonAsync("login", first)).EnsureSuccessStatusCode();
        using var search = await http.PostAsJsonAsync("transactions/search", new { });
        var found = await search.Content.ReadAsStringAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "page-search.json"), found);
        var numbers = System.Text.Json.Nodes.JsonNode.Parse(found)!["rows"]!.AsArray().Select(r => (string)r!["rrn"]!).ToList();
        Assert.Equal(3, numbers.Count);
        string[] paths =
        [
            .. numbers.Select(n => $"transactions/{n}"),
            "alarms",
            "merchants",
            "terminals",
            "batches",
            "audit",
            "live/now",
            "figures",
            "issuers",
            "card-ranges",
        ];
        foreach (var path in paths)
        {
            using var answer = await http.GetAsync(path);
            Assert.True(answer.IsSuccessStatusCode, path);
            await File.WriteAllTextAsync(
                Path.Combine(folder, $"page-{path.Replace('/', '-')}.json"),
                await answer.Content.ReadAsStringAsync()
            );
        }
    }

    private static TerminalQuestion Sale(long amount) =>
        new(200, 22)
        {
            Processing = 0,
            Amount = amount,
            Condition = 0,
        };
}
