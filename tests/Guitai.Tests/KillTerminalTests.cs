using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Guitai.Bench.Cards;
using Guitai.Bench.Host;
using Guitai.Foundation.Store;
using Guitai.Host.Wallets.Bills;
using Guitai.Ledger;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>
/// SIGKILL of till, terminal and host, each a process of its own, at random moments while a counter sells by stripe, chip, tap and code and gives back.
/// <c>GUITAI_TERMINAL_KILLS</c> sets how many; <c>./soak kill-terminal</c> runs 300.
/// </summary>
public sealed class KillTerminalTests
{
    private static readonly int s_kills = int.Parse(
        Environment.GetEnvironmentVariable("GUITAI_TERMINAL_KILLS") ?? "4",
        CultureInfo.InvariantCulture
    );

    private static readonly string[] s_programs = ["unionpay-debit", "unionpay-credit", "visa-credit", "mastercard-debit"];

    private static readonly string[] s_chipPrograms = ["unionpay-debit", "unionpay-credit"];

    // One that pays, one that asks for its PIN itself, one that refuses what its issuer approved, and one that must be swiped in the end.
    private static readonly string[] s_chips = ["dual", "pin-offline", "declines-approval", "chip-error"];

    [Fact]
    public async Task Whatever_process_is_killed_at_whatever_moment_each_card_paid_what_its_receipts_say_at_till_terminal_host_and_bank()
    {
        await using var world = await CardWorld.MakeAsync(
            new CardWorldOptions
            {
                AnswerSeconds = 5,
                Wallets = true,
                Chips = true,
            }
        );
        var random = new Random(20261122);
        var customers = new Random(random.Next());
        CardInHand? last = null;
        List<VirtualCard> Of(IEnumerable<string> programs, int first) =>
            [.. programs.SelectMany(p => Enumerable.Range(first, 6).Select(i => world.Cards.Card(p, i)))];
        var (plain, chips) = (Of(s_programs, CardProgram.FirstOld), Of(s_chipPrograms, CardProgram.FirstPlain));
        List<VirtualCard> cards = [.. plain, .. chips];
        CardInHand Next() =>
            customers.Next(8) switch
            {
                0 => new CardInHand(cards[customers.Next(cards.Count)], CardShown.Typed),
                1 or 2 => new CardInHand(plain[customers.Next(plain.Count)]),
                3 or 4 => new CardInHand(chips[customers.Next(chips.Count)], CardShown.Tapped, "dual"),
                _ => new CardInHand(chips[customers.Next(chips.Count)], CardShown.Inserted, s_chips[customers.Next(s_chips.Length)]),
            };
        var begun = DateTimeOffset.UtcNow;
        using var crowd = new PhoneCrowd(world.Acquirer.SandboxAddress, random.Next());
        await crowd.PrepareAsync();
        using var cashier = new CardCashier(world.TillAddress, Next, random.Next())
        {
            Chips = world.Acquirer.SandboxAddress,
            RefundsPercent = 25,
            GivenUpPercent = 2,
            ShownPercent = 20,
            NextCode = async () => customers.Next(100) < 40 ? await crowd.CodeAsync() : null,
        };
        using var stop = new CancellationTokenSource();
        using var closing = new CancellationTokenSource();
        var phones = crowd.RunAsync(closing.Token);
        var selling = cashier.SellAsync(stop.Token);
        for (var kill = 1; kill <= s_kills; kill++)
        {
            // It goes on after each death: at least one more sale, and then any moment of the next ones.
            var before = cashier.Told.Count;
            await Until(
                () => cashier.Told.Count > before,
                () => $"No sale in two minutes after death {kill - 1}.\n{last}\n{Shown(cashier)}\n{world.TillLog}"
            );
            await Task.Delay(random.Next(1, 1500), CancellationToken.None);
            await KillAsync(world, kill <= 4 ? kill - 1 : random.Next(4));
            if (kill % 20 == 0)
            {
                await Console.Error.WriteLineAsync($"kill-terminal: {kill} of {s_kills}, {cashier.Told.Count} sales told");
            }
        }

        await stop.CancelAsync();
        await selling;
        Assert.Null(world.Till.HasExited ? $"{world.TillLog}" : null);
        await SettledAsync(world, cashier);
        await closing.CancelAsync();
        await phones;
        await ToldAsync(world);
        var byPhone = Enumerable.Range(PhoneCrowd.First, PhoneCrowd.Count).Select(c => world.Cards.Card(s_programs[0], 1_000 + c)).ToList();
        var taken = await TakenAsync(world, [.. cards, .. byPhone]);
        await CardWorld.StopAsync(world.Till, world.Shop, world.Acquirer.Host);
        var bills = await BillsAsync(world, begun);
        await world.StopAsync();

        var (code, output, _) = await GuitaiProcess.RunAsync("verify", "--data", world.Folder);
        Assert.True(code == 0, output);
        Assert.Contains("terminal.journal-chain", output, StringComparison.Ordinal);
        using var till = SqliteEngine.OpenReadOnly(Path.Combine(world.Folder, "till", "till.db"));
        Assert.Empty(till.Query<string>("SELECT order_id FROM open_order"));
        var receipts = till.Query<string>("SELECT receipt_number FROM order_row").ToList();
        Assert.Empty(cashier.Told.Except(receipts, StringComparer.Ordinal));
        Assert.Equal(receipts.Count, receipts.Distinct(StringComparer.Ordinal).Count());

        // Card by card, then all together: what the receipts say, what the bank's books say, what the host posted.
        var said = SaidByReceipts(till);
        Assert.Equal(cards.Count, cards.Select(Masked).Distinct(StringComparer.Ordinal).Count());
        foreach (var card in cards)
        {
            Assert.Equal(($"{card}", said.GetValueOrDefault(Masked(card))), ($"{card}", taken[card.Pan]));
        }

        await using var host = await world.Acquirer.OpenBooksAsync();
        long Posted(string account) => host.Desk.Services.Store.Read(c => c.Totals(HostWorld.MerchantOf(0), account, 156)).Balance;
        Assert.Equal(said.GetValueOrDefault("code-unionpay"), byPhone.Sum(c => taken[c.Pan]));
        Assert.Equal(cards.Sum(c => taken[c.Pan]) + said.GetValueOrDefault("code-unionpay"), Posted("issuer.sandbox"));
        foreach (var wallet in new[] { "wechat", "alipay" })
        {
            var (net, differences) = bills[wallet];
            Assert.Empty(differences);
            Assert.Equal((wallet, said.GetValueOrDefault($"code-{wallet}")), (wallet, net));
            Assert.Equal(net, Posted($"issuer.{wallet}"));
        }

        Assert.True(said.Values.Sum() > 0, "Nothing was sold.");
        Assert.All(s_kills < 100 ? [] : new[] { "wechat", "alipay", "unionpay" }, w => Assert.True(said[$"code-{w}"] > 0, w));
    }

    // What the wallets' own bills of these days say, and how the host finds that they differ from its postings.
    private static async Task<Dictionary<string, (long NetMinor, List<BillDifference> Differences)>> BillsAsync(
        CardWorld world,
        DateTimeOffset since
    )
    {
        using var http = new HttpClient { BaseAddress = world.Acquirer.SandboxAddress };
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        using var early = await http.PostAsJsonAsync(new Uri("sandbox/api/wallets/early-bills", UriKind.Relative), new { on = true });
        early.EnsureSuccessStatusCode();
        await using var host = await world.Acquirer.OpenBooksAsync();
        var bills = new Dictionary<string, (long, List<BillDifference>)>(StringComparer.Ordinal);
        var today = DateOnly.FromDateTime(DateTimeOffset.UtcNow.AddHours(8).Date);
        foreach (var account in host.Desk.Services.Accounts.List())
        {
            var (net, differences) = (0L, new List<BillDifference>());
            for (var day = DateOnly.FromDateTime(since.AddHours(8).Date); day <= today; day = day.AddDays(1))
            {
                var fetched = await host.Desk.Bills.FetchAsync(account, day, deed: null, CancellationToken.None);
                if (fetched.Refusal is { Code: "bill.not-there" })
                {
                    // Nobody paid by it that day: what receipts say has to be nothing, too.
                    continue;
                }

                var bill = fetched.Value;
                net += bill.PaidMinor - bill.BackMinor;
                differences.AddRange(bill.Differences);
            }

            bills[account.Wallet] = (net, differences);
        }

        return bills;
    }

    private static async Task KillAsync(CardWorld world, int whom)
    {
        switch (whom)
        {
            case 0:
                // Only the till: its terminal sees it go and ends by itself.
                world.Till.Kill();
                await world.Till.WaitForExitAsync();
                await world.StartTillAsync();
                break;
            case 1:
                using (var terminal = world.Terminal())
                {
                    terminal?.Kill();
                }

                break;
            case 2:
                world.Acquirer.Host.Kill();
                await world.Acquirer.Host.WaitForExitAsync();
                await world.Acquirer.StartHostAsync();
                break;
            default:
                // The counter's plug.
                world.Till.Kill(entireProcessTree: true);
                await world.Till.WaitForExitAsync();
                await world.StartTillAsync();
                break;
        }
    }

    // Nothing under way, nothing unknown, nothing owed; the batch closes in balance; the shop has every fact.
    private static async Task SettledAsync(CardWorld world, CardCashier cashier)
    {
        var ended = false;
        await Until(
            async () =>
            {
                ended = await cashier.EndAsync();
                return ended && await IsQuietAsync(cashier);
            },
            () => $"Something stays open.\n{Shown(cashier)}\n{world.TillLog}"
        );
        var batch = (await cashier.Till.GetAsync("view"))["cards"]!["terminal"]!["batch"]!["batch"]!.GetValue<int>();
        string? refusal = null;
        await Until(
            async () =>
            {
                // The last death may have been the terminal's, and the till may not have seen it yet: whoever is told so presses again.
                (var answer, refusal) = await cashier.Till.SendAsync("cards/settle", new { commandId = Guid.NewGuid() });
                return answer is not null;
            },
            () => $"The terminal does not settle: {refusal}"
        );
        JsonNode? settled = null;
        JsonNode? view = null;
        await Until(
            async () =>
            {
                view = await cashier.Till.GetAsync("view");
                settled = view["cards"]?["terminal"]?["lastSettled"];
                return settled is not null && (int)settled["batch"]!["batch"]! >= batch && (long)view["sync"]!["waiting"]! == 0;
            },
            () => $"The batch was not settled.\n{view?["cards"]?["terminal"]}\n{view?["sync"]}"
        );
        Assert.True((bool)settled!["balanced"]!, $"{settled}");
    }

    // What the host owes wallets and bank: WeChat Pay takes nothing back in the first quarter of a minute.
    private static Task ToldAsync(CardWorld world) =>
        Until(
            async () => await KillHostTests.OwedAsync(world.Acquirer) == 0,
            () => "The host still owes something to a wallet or to the bank."
        );

    private static async Task<bool> IsQuietAsync(CardCashier cashier)
    {
        var cards = (await cashier.Till.GetAsync("view"))["cards"];
        var terminal = cards?["terminal"];
        return terminal is not null
            && (bool)cards!["reachable"]!
            && (bool)terminal["online"]!
            && (int)terminal["owed"]! == 0
            && (int)terminal["repeats"]! == 0
            && (int)terminal["offline"]!["waitingCount"]! == 0;
    }

    private static async Task<Dictionary<string, long>> TakenAsync(CardWorld world, IEnumerable<VirtualCard> cards)
    {
        using var http = new HttpClient { BaseAddress = world.Acquirer.SandboxAddress };
        var taken = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var card in cards)
        {
            var standing = JsonNode.Parse(await http.GetStringAsync(new Uri($"sandbox/api/cards/{card.Pan}", UriKind.Relative)))![
                "standing"
            ]!;
            Assert.Equal(0, (long)standing["heldMinor"]!);
            taken[card.Pan] = (long)standing["openingMinor"]! - (long)standing["availableMinor"]!;
        }

        Assert.Equal(taken.Values.Sum(), await KillHostTests.IssuerTakenAsync(world.Acquirer));
        return taken;
    }

    private static Dictionary<string, long> SaidByReceipts(System.Data.Common.DbConnection till)
    {
        var said = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (
            var order in till.Query<string>("SELECT body FROM fact")
                .Select(b => JsonNode.Parse(b)!)
                .Where(b => b["receiptNumber"] is not null)
        )
        {
            foreach (var tender in order["tenders"]?.AsArray() ?? [])
            {
                var kind = (string)tender!["kind"]!;
                Assert.True(kind == "card" || kind.StartsWith("code-", StringComparison.Ordinal), kind);
                var masked = kind == "card" ? (string)tender["card"]!["card"]!["masked"]! : kind;
                var amount = (long)tender["amountMinor"]! * (tender["originalTenderId"] is null ? 1 : -1);
                said[masked] = said.GetValueOrDefault(masked) + amount;
            }
        }

        return said;
    }

    private static string Masked(VirtualCard card) => Contracts.Terminal.MaskedNumber.Of(card.Pan).ToString();

    // Where it stands still, without its list of goods.
    private static string Shown(CardCashier cashier)
    {
        try
        {
            var view = cashier.Till.GetAsync("view").GetAwaiter().GetResult();
            return $"{view["cards"]} {view["cart"]?["tenders"]} {view["cart"]?["restMinor"]}";
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            return $"The till does not answer: {gone.Message}";
        }
    }

    private static Task Until(Func<bool> condition, Func<string> otherwise) => Until(() => Task.FromResult(condition()), otherwise);

    private static async Task Until(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, limit.IsCancellationRequested ? otherwise() : "");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
