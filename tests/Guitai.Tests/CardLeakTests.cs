using System.Diagnostics;
using System.Globalization;
using System.Text;
using Guitai.Bench.Cards;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>
/// Known cards are sold to, inserted, tapped, swiped and typed, with PIN and without, and codes scanned; then everything that the till wrote, said, sent, received and holds in memory is searched for them.
/// <c>GUITAI_LEAK_SALES</c> sets how many; <c>./soak card-leak</c> sells 1,000 times.
/// </summary>
public sealed class CardLeakTests
{
    // Those of staff stand in the till's own traffic.
    private static readonly string[] s_staffPins = ["3581", "2580"];

    private static readonly int s_sales = int.Parse(
        Environment.GetEnvironmentVariable("GUITAI_LEAK_SALES") ?? "20",
        CultureInfo.InvariantCulture
    );

    private static readonly string[] s_programs = ["unionpay-debit", "unionpay-credit", "visa-credit"];

    private static readonly string[] s_chips = ["dual", "pin-offline"];

    [Fact]
    public async Task No_card_number_track_verification_value_or_PIN_reaches_the_tills_disk_outputs_traffic_or_memory()
    {
        using var folder = new TemporaryFolder();
        var tees = new List<TcpTee>();
        await using var world = await CardWorld.MakeAsync(
            new CardWorldOptions
            {
                Wallets = true,
                Chips = true,
                Via = port =>
                {
                    tees.Add(new TcpTee(port, folder["traffic"], "terminal"));
                    return tees[^1].Port;
                },
            }
        );
        tees.Add(new TcpTee(world.TillAddress.Port, folder["traffic"], "till"));
        var cards = Cards(world, s_sales);
        var planted = world.Cards.Card("visa-credit", 98_765);
        var (shown, halfway) = (0, false);
        var codes = new List<string>();
        var asked = 0;
        using var phones = new PhoneCrowd(world.Acquirer.SandboxAddress, seed: 2);
        CardInHand Next()
        {
            var card = cards[shown % cards.Count];
            return (shown++ % 4) switch
            {
                0 => new CardInHand(card, CardShown.Inserted, s_chips[shown / 4 % s_chips.Length]),
                1 => new CardInHand(card, CardShown.Tapped, "dual"),
                2 => new CardInHand(card, CardShown.Typed),
                // What cannot be read is swiped.
                _ => new CardInHand(card, CardShown.Inserted, "chip-error"),
            };
        }

        CardCashier cashier = null!;
        using (
            cashier = new CardCashier(tees[^1].Address, Next, seed: 1)
            {
                Chips = world.Acquirer.SandboxAddress,
                NextCode = async () =>
                {
                    if (++asked % 4 != 0)
                    {
                        return null;
                    }

                    codes.Add(await phones.CodeAsync());
                    return codes[^1];
                },
                OnMoment = async moment =>
                {
                    // The control: a number that a cashier types where it does not belong is in the till, and has to be found there.
                    if (moment == CardMoment.Order && shown >= s_sales / 2 && !halfway)
                    {
                        await cashier.Till.SendAsync("cart/note", new { commandId = Guid.NewGuid(), note = $"card {planted.Pan}" });
                    }

                    // Mid-sale: the card is read, the PIN is on its way, the till waits for its terminal's word.
                    if (moment == CardMoment.PinEntered && shown > s_sales / 2 && !halfway)
                    {
                        halfway = true;
                        await DumpAsync(world.Till.Id, folder["till.core"]);
                    }
                },
            }
        )
        {
            await cashier.SellAsync(s_sales);
        }

        Assert.True(halfway, "No PIN was asked for: the core was not taken.");
        world.Till.Kill(entireProcessTree: true);
        world.Shop.Kill();
        world.Acquirer.Host.Kill();
        await world.Till.WaitForExitAsync();
        await world.Shop.WaitForExitAsync();
        await world.Acquirer.Host.WaitForExitAsync();
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(folder["outputs"]).FullName, "till"), $"{world.TillLog}");
        await File.WriteAllTextAsync(Path.Combine(folder["outputs"], "shop"), $"{world.ShopLog}");
        await File.WriteAllTextAsync(Path.Combine(folder["outputs"], "host"), world.Acquirer.Log);
        tees.ForEach(t => t.Dispose());

        var secrets = SecretsOf(cards);
        FindsWhatIsThere(secrets, cards[0]);
        var control = new NeedleSearch();
        control.Add("the planted number", planted.Pan);
        using (var core = File.OpenRead(folder["till.core"]))
        {
            Assert.NotEmpty(control.In("the till's core", core));
            core.Position = 0;
            Assert.Empty(secrets.In("the till's core", core));
        }

        Assert.NotEmpty(control.InFolder(Path.Combine(world.Folder, "till")));
        Assert.NotEmpty(control.InFolder(folder["traffic"]));
        Assert.Contains(Directory.GetFiles(folder["traffic"]), f => f.Contains("terminal-", StringComparison.Ordinal));

        // The till's folder holds its terminal's, where cards are sealed.
        Assert.True(File.Exists(Path.Combine(world.Folder, "till", "terminal", "terminal.db")));
        Assert.Empty(secrets.InFolder(Path.Combine(world.Folder, "till")));
        Assert.Empty(secrets.InFolder(Path.Combine(world.Folder, "shop")));
        Assert.Empty(secrets.InFolder(folder["outputs"]));
        Assert.Empty(secrets.InFolder(folder["traffic"]));

        // A customer's code passes through the till to its terminal and the host; it stays in nobody's files.
        Assert.True(codes.Count >= s_sales / 8, $"Only {codes.Count} codes were scanned.");
        var scanned = new NeedleSearch();
        codes.ForEach(c => scanned.Add($"the code {c[..4]}…", c));
        Assert.NotEmpty(scanned.InFolder(folder["traffic"]));
        foreach (var role in (string[])["till", "shop", "host"])
        {
            Assert.Empty(scanned.InFolder(Path.Combine(world.Folder, role)));
        }

        Assert.Empty(scanned.InFolder(folder["outputs"]));

        // Where cards and PINs come in, the till has no part.
        var doors = new NeedleSearch();
        doors.Add("the terminal's entry", "/terminal/api/entry/");
        Assert.Empty(doors.InFolder(folder["traffic"]));
    }

    // Numbers full of zeros, as the first ones are, would be found in any memory by chance.
    private static List<VirtualCard> Cards(CardWorld world, int count) =>
        [
            .. Enumerable
                .Range(0, 10_000)
                .Select(i => world.Cards.Card(s_programs[i % s_programs.Length], 123_457 + (i * 73)))
                .Where(c => !s_staffPins.Contains(c.Pin))
                .Take(count),
        ];

    private static NeedleSearch SecretsOf(IEnumerable<VirtualCard> cards)
    {
        var secrets = new NeedleSearch();
        foreach (var card in cards)
        {
            secrets.Add($"the number of {card}", card.Pan);
            secrets.Add($"the end of the track of {card}", card.Track2[(card.Pan.Length + 1)..]);
            secrets.Add($"the PIN block of {card}", PinBlock(card));
            foreach (var text in (string[])[$"\"pin\":\"{card.Pin}\"", $"pin={card.Pin}", $"Pin = {card.Pin}", $"04{card.Pin}FFFFFFFFFF"])
            {
                secrets.Add($"the PIN of {card}", Plain(text));
            }

            foreach (
                var text in (string[])
                    [$"\"cvv2\":\"{card.Cvv2}\"", $"cvv2={card.Cvv2}", $"Cvv2 = {card.Cvv2}", $"{card.Expiry}{card.Cvv2}{card.Pin}"]
            )
            {
                secrets.Add($"the CVV2 of {card}", Plain(text));
            }
        }

        return secrets;
    }

    // A search that finds nothing proves something only if it finds what the terminal's page sends, and a PIN's block.
    private static void FindsWhatIsThere(NeedleSearch secrets, VirtualCard card)
    {
        var sent =
            $$"""{"number":"{{card.Pan}}","cvv2":"{{card.Cvv2}}"} {"tracks":"%{{card.Track1}}?;{{card.Track2}}?"} "pin":"{{card.Pin}}" """;
        byte[] bytes = [.. Encoding.Unicode.GetBytes(sent), .. PinBlock(card), .. Convert.FromHexString(card.Pan[..^1])];
        var found = secrets.In("control", new MemoryStream(bytes));
        foreach (var what in (string[])["number", "end of the track", "CVV2", "PIN", "PIN block"])
        {
            Assert.Contains(found, f => f.StartsWith($"the {what} of {card}", StringComparison.Ordinal));
        }

        Assert.Contains(found, f => f.StartsWith($"the number of {card} as packed", StringComparison.Ordinal));
    }

    // ISO 9564-1 format 0, in the clear.
    private static byte[] PinBlock(VirtualCard card)
    {
        var pin = Convert.FromHexString($"0{card.Pin.Length.ToString(CultureInfo.InvariantCulture)}{card.Pin}".PadRight(16, 'F'));
        var number = Convert.FromHexString($"0000{card.Pan[^13..^1]}");
        return [.. pin.Zip(number, (a, b) => (byte)(a ^ b))];
    }

    private static List<(string, byte[])> Plain(string text) =>
        [("ASCII", Encoding.ASCII.GetBytes(text)), ("UTF-16", Encoding.Unicode.GetBytes(text))];

    // What the runtime brings, or a debugger.
    private static async Task DumpAsync(int process, string file)
    {
        var runtime = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "createdump");
        var id = process.ToString(CultureInfo.InvariantCulture);
        var said = new StringBuilder();
        List<string[]> tools = File.Exists(runtime)
            ?
            [
                [runtime, "--full", "-f", file, id],
            ]
            : [];
        if (File.Exists("/usr/bin/gcore"))
        {
            tools.Add(["/usr/bin/gcore", "-o", file, id]);
        }

        Assert.SkipWhen(tools.Count == 0, "Neither the runtime's createdump nor gcore is here: the till's memory was not searched.");
        foreach (var tool in tools)
        {
            using var running = Process.Start(
                new ProcessStartInfo(tool[0], tool[1..])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var output = running.StandardOutput.ReadToEndAsync();
            said.AppendLine(await running.StandardError.ReadToEndAsync()).AppendLine(await output);
            await running.WaitForExitAsync();
            if (File.Exists($"{file}.{id}"))
            {
                File.Move($"{file}.{id}", file);
            }

            if (File.Exists(file) && new FileInfo(file).Length > 0)
            {
                return;
            }
        }

        Assert.Fail($"The till's core could not be taken: {said}");
    }
}
