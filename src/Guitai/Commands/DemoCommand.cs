using System.CommandLine;
using System.Globalization;
using System.Net;
using Guitai.Host.Operations;
using Guitai.Hosting;
using Guitai.Receipts;
using Guitai.Sandbox;
using Guitai.Sandbox.Cards;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Line;
using Guitai.Sandbox.Printer;
using Guitai.Shop;
using Guitai.Shop.Demo;
using Guitai.Shop.Sync;
using Guitai.Till.Pages;

namespace Guitai.Commands;

/// <summary><c>guitai demo</c>: till, shop and sandbox in one process, with a shop that was made up for it.</summary>
internal static class DemoCommand
{
    /// <summary>Folder, beside the demo's, of the shop that somebody opened from it.</summary>
    public const string OwnShop = "own";

    public static Command Make()
    {
        var data = new Option<string>("--data") { Description = "Folder of all data", DefaultValueFactory = _ => "data" };
        var port = new Option<int>("--port") { Description = "Port on loopback", DefaultValueFactory = _ => 8080 };
        var printer = new Option<string?>("--printer")
        {
            Description = "Another printer than the sandbox's: none, tcp:HOST:PORT, file:PATH or file:PATH@BAUD",
        };
        var tillsPort = TillsPort.Option();
        var terminalsPort = new Option<int?>("--terminals-port")
        {
            Description = "TLS port at which card terminals reach the host [default: --port + 364, so 8444]",
        };
        var cardPort = new Option<int?>("--card-port")
        {
            Description = "Port on loopback of the till's own card terminal, 0 for none [default: --port + 5, so 8085]",
        };
        var walletsPort = new Option<int?>("--wallets-port")
        {
            Description = "Port on loopback of the sandbox's wallet gateways, 0 for any [default: --port + 7, so 8087]",
        };
        var answer = TerminalCommand.AnswerSeconds("--card-answer-seconds");
        var issuerPort = new Option<int?>("--issuer-port")
        {
            Description = "TLS port on loopback of the sandbox's card issuer, 0 for any [default: --port + 503, so 8583]",
        };
        var readers = SandboxCommand.ReadersPort();
        var command = new Command("demo", "Runs everything, with a demo shop")
        {
            readers,
            data,
            port,
            tillsPort,
            terminalsPort,
            issuerPort,
            walletsPort,
            cardPort,
            answer,
            printer,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(data)!,
                    DemoPorts.Of(
                        parsed.GetValue(port),
                        parsed.GetValue(tillsPort),
                        parsed.GetValue(terminalsPort),
                        parsed.GetValue(issuerPort),
                        parsed.GetValue(cardPort),
                        parsed.GetValue(walletsPort),
                        parsed.GetValue(readers)
                    ),
                    parsed.GetValue(printer),
                    cancellation,
                    parsed.GetValue(answer)
                )
        );
        return command;
    }

    /// <summary>Runs the demo; whoever opens a shop of their own from it finds that shop at the same address.</summary>
    public static async Task<int> RunAsync(
        string data,
        DemoPorts ports,
        string? printer,
        CancellationToken cancellation,
        int cardAnswerSeconds = 60
    )
    {
        var (exit, leave) = await PlayAsync(data, ports, printer, cardAnswerSeconds, cancellation);
        return leave
            ? await ShopCommand.RunAsync(
                Path.Combine(data, OwnShop),
                ports.Pages,
                ports.Tills,
                postgres: null,
                printer ?? "none",
                new CardSettings(ports.Cards),
                cancellation
            )
            : exit;
    }

    private static async Task<(int Exit, bool Leave)> PlayAsync(
        string data,
        DemoPorts ports,
        string? printer,
        int cardAnswerSeconds,
        CancellationToken cancellation
    )
    {
        var url = $"http://127.0.0.1:{ports.Pages}";
        await using var paper = new VirtualPrinter(PaperWidth.Mm80, TimeProvider.System);
        paper.SwitchOn();
        using var shop = await ShopHost.OpenAsync(Path.Combine(data, "shop"), postgres: null);
        await DemoShop.SeedAsync(shop.Shop);
        await using var till = await TillHost.OpenAsync(
            Path.Combine(data, "till"),
            desk => new LoopbackLink(shop.Shop.SyncDoor, () => desk().Identity?.Token),
            printer is null ? Printers.Of($"tcp:127.0.0.1:{paper.Port}") : Printers.Of(printer)
        );
        if (till.Till.Desk.Identity is null)
        {
            await ShopCommand.EnrolHereAsync(shop, till, DemoShop.TillIds()[0]);
        }

        using var telemetry = Telemetry.Start("demo");
        await using var acquirer = await AcquirerDemo.OpenAsync(
            data,
            issuer => new IPEndPoint(IPAddress.Loopback, SandboxCommand.Listen(issuer, ports.Issuer))
        );
        await using var wallets = await WalletWorld.OpenAsync(data, ports.Wallets);
        wallets.Serve(acquirer.Issuer);
        using var tills = TillsListener.Open(shop.Shop, Path.Combine(data, "shop"), ports.Tills);
        var line = new LineFaults(TimeProvider.System);
        using var terminals = new TerminalsListener(
            acquirer.Host,
            ports.Terminals,
            (connection, terminal) => FaultyConnection.Between(connection, terminal, line)
        );
        await using var reader = new VirtualReader();
        var readerPort = reader.Listen(0);
        var readers = ports.Readers > 0 ? "pcsc" : string.Create(CultureInfo.InvariantCulture, $"vpcd:{ports.Slots}");
        await using var chips = SandboxCommand.OpenChips(acquirer.Issuer, ports.Readers > 0 ? ports.Readers : ports.Slots);
        acquirer.TakeChips(chips);
        await using var card = TillCards.Start(
            till,
            data,
            ports.Pages,
            new CardSettings(ports.Cards, string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{readerPort}"), cardAnswerSeconds)
            {
                CardReaders = readers,
            }
        );
        await using var app = Web.Create(ports.Pages, tills, terminals: terminals, cardOrigin: card?.Origin);
        TillEndpoints.Map(app, till.Till);
        ShopRole.Map(app, shop.Shop);
        HostEndpoints.Map(app, acquirer.Host.Operations);
        SandboxEndpoints.Map(app, paper);
        IssuerEndpoints.Map(app, acquirer.Issuer);
        ReaderEndpoints.Map(app, reader, acquirer.Issuer.Cards);
        ChipEndpoints.Map(app, chips);
        LineEndpoints.Map(app, line);
        wallets.Map(app);
        Health.Map(app, () => Health.Of(shop), () => Health.Of(till), () => Health.Of(acquirer.Host));
        var leave = false;
        shop.Shop.LeaveDemo = () =>
        {
            leave = true;
            app.Lifetime.StopApplication();
        };
        app.MapOpenApi("/openapi/{documentName}.json");
        Web.ServePages(app, Serving.PagesFolder, "till", "shop", "host", "display", "sandbox");
        await acquirer.Host.StartAsync();
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            acquirer.Play(ports.Terminals);
            acquirer.TakeWallets(new Uri(url), wallets.Address);
            if (card is not null)
            {
                acquirer.SetUp(card.Line, new Uri(url), ports.Terminals);
            }
        });
        return (await Serving.RunAsync(app, url, Welcome(url), cancellation, ports.Tills), leave);
    }

    private static IEnumerable<string> Welcome(string url)
    {
        yield return "";
        yield return "柜台 Guitai · 演示已开张 / the demo is open";
        yield return $"  收银台   till      {url}/till/";
        yield return $"  店铺后台 shop      {url}/shop/";
        yield return $"  顾客屏   display   {url}/display/";
        yield return $"  收单主机 host      {url}/host/       ({string.Join(", ", AcquirerDemo.Logins.Select(l => $"{l.Login} {l.Password}"))})";
        yield return $"  沙盒     sandbox   {url}/sandbox/    (小票纸卷 / the receipt printer's paper)";
        yield return "";
        yield return "  工号 number  PIN   角色 role  门店 store  后台密码 back-office password";
        foreach (var login in DemoShop.Logins())
        {
            yield return $"  {login.Number, -11}  {login.Pin, -4}  {login.Role, -9}  {login.StoreCode ?? "*", -10}  {login.Password ?? "-"}   {login.Name}";
        }

        yield return "";
    }
}

/// <summary>The ports that the demo listens on.</summary>
/// <param name="Pages">HTTP on loopback.</param>
/// <param name="Tills">TLS for tills of other devices; 0 for none.</param>
/// <param name="Terminals">TLS for card terminals.</param>
/// <param name="Issuer">TLS on loopback of the card issuer; 0 for any.</param>
/// <param name="Cards">HTTP on loopback of the till's own card terminal; 0 for none.</param>
/// <param name="Wallets">HTTP on loopback of the wallet gateways; 0 for any.</param>
/// <param name="Readers">Where virtual card readers take the sandbox's chip cards; 0: the terminal takes them itself.</param>
internal sealed record DemoPorts(int Pages, int Tills, int Terminals, int Issuer, int Cards, int Wallets, int Readers)
{
    /// <summary>Where the terminal takes the sandbox's chip cards by itself; the next one for contactless.</summary>
    public int Slots => Pages + 8;

    /// <summary>Those that were given, the others above the first.</summary>
    public static DemoPorts Of(
        int pages,
        int? tills = null,
        int? terminals = null,
        int? issuer = null,
        int? cards = null,
        int? wallets = null,
        int readers = 0
    ) =>
        new(
            pages,
            TillsPort.Of(tills, pages),
            terminals ?? pages + 364,
            issuer ?? pages + 503,
            cards ?? CardSettings.PortBeside(pages),
            wallets ?? pages + 7,
            readers
        );
}
