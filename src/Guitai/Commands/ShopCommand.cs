using System.CommandLine;
using Guitai.Hosting;
using Guitai.Shop;
using Guitai.Shop.Sync;
using Guitai.Till.Journal;
using Guitai.Till.Pages;

namespace Guitai.Commands;

/// <summary><c>guitai shop</c>: the merchant's server; with <c>--with-till</c> a shop of one device in one process.</summary>
internal static class ShopCommand
{
    public static Command Make()
    {
        var data = new Option<string>("--data") { Description = "Folder of the shop's books", DefaultValueFactory = _ => "data" };
        var port = new Option<int>("--port") { Description = "Port on loopback", DefaultValueFactory = _ => 8080 };
        var postgres = new Option<string?>("--postgres") { Description = "Connection string, to keep the books in PostgreSQL" };
        var withTill = new Option<bool>("--with-till") { Description = "Run this device's till in the same process" };
        var printer = new Option<string>("--printer")
        {
            Description = "none, tcp:HOST:PORT, file:PATH or file:PATH@BAUD",
            DefaultValueFactory = _ => "none",
        };
        var tillsPort = TillsPort.Option();
        var cards = new CardOptions();
        var office = OfficeListener.Options("the back office");
        var command = new Command("shop", "Runs the shop's server")
        {
            data,
            port,
            tillsPort,
            postgres,
            withTill,
            printer,
            cards.Port,
            cards.Reader,
            cards.CardReaders,
            cards.AnswerSeconds,
            cards.Via,
            office.Listen,
            office.Certificate,
            office.Key,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(data)!,
                    parsed.GetValue(port),
                    TillsPort.Of(parsed.GetValue(tillsPort), parsed.GetValue(port)),
                    parsed.GetValue(postgres),
                    parsed.GetValue(withTill) ? parsed.GetValue(printer) : null,
                    cards.Of(parsed, parsed.GetValue(port)),
                    cancellation,
                    () => office.Open("shop", parsed)
                )
        );
        return command;
    }

    /// <summary>Runs the shop until it is stopped.</summary>
    /// <param name="tillsPort">0 for none.</param>
    /// <param name="printer">This device's printer, which also runs its till; null for no till here.</param>
    /// <param name="cards">How this device's till takes cards.</param>
    /// <param name="openOffice">Opens the way for browsers of other machines; null or a null answer for none.</param>
    public static async Task<int> RunAsync(
        string data,
        int port,
        int tillsPort,
        string? postgres,
        string? printer,
        CardSettings cards,
        CancellationToken cancellation,
        Func<OfficeListener?>? openOffice = null
    )
    {
        var url = $"http://127.0.0.1:{port}";
        using var office = openOffice?.Invoke();
        using var shop = await ShopHost.OpenAsync(Path.Combine(data, "shop"), postgres);
        using var tills = TillsListener.Open(shop.Shop, Path.Combine(data, "shop"), tillsPort);
        List<string> welcome =
        [
            $"店铺后台 / shop     {url}/shop/",
            .. office is null ? Array.Empty<string>() : [$"                    {office.Address}"],
        ];
        if (printer is null)
        {
            await using var alone = Web.Create(port, tills, office);
            ShopRole.Map(alone, shop.Shop);
            Health.Map(alone, () => Health.Of(shop));
            Web.ServePages(alone, Serving.PagesFolder, "shop");
            return await Serving.RunAsync(alone, url, welcome, cancellation, tillsPort);
        }

        await using var till = await TillHost.OpenAsync(
            Path.Combine(data, "till"),
            desk => new LoopbackLink(shop.Shop.SyncDoor, () => desk().Identity?.Token),
            Printers.Of(printer)
        );
        await using var card = TillCards.Start(till, data, port, cards);
        await using var app = Web.Create(port, tills, office, cardOrigin: card?.Origin);
        ShopRole.Map(app, shop.Shop);
        TillEndpoints.Map(app, till.Till);
        Health.Map(app, () => Health.Of(shop), () => Health.Of(till));
        Web.ServePages(app, Serving.PagesFolder, "shop", "till", "display");
        _ = EnrolWhenThereIsATillAsync(shop, till, cancellation);
        welcome.Add($"收银台 / till        {url}/till/");
        return await Serving.RunAsync(app, url, welcome, cancellation, tillsPort);
    }

    // The first run's set-up makes a till; this device becomes it without a code, since both are this process.
    private static async Task EnrolWhenThereIsATillAsync(ShopHost shop, TillHost till, CancellationToken cancellation)
    {
        while (till.Till.Desk.Identity is null && !cancellation.IsCancellationRequested)
        {
            if (shop.Shop.Tills.List() is [var first, ..])
            {
                await EnrolHereAsync(shop, till, first.Id);
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), shop.Shop.Books.Time, cancellation);
        }
    }

    /// <summary>Makes this process's till the shop's till of that id.</summary>
    public static async Task EnrolHereAsync(ShopHost shop, TillHost till, Guid tillId)
    {
        var enrolled = await shop.Shop.Tills.EnrolHereAsync(tillId);
        if (enrolled.Ok)
        {
            await till.Till.EnrolAsync(new TillIdentity(tillId, "memory", enrolled.Value));
            await till.Till.Sync.RoundAsync(CancellationToken.None);
        }
    }
}
