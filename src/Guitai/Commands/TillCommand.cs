using System.CommandLine;
using System.Security.Cryptography;
using Guitai.Hosting;
using Guitai.Till.Pages;
using Guitai.Till.Sync;

namespace Guitai.Commands;

/// <summary><c>guitai till</c>: one till, tied to a shop in another process.</summary>
internal static class TillCommand
{
    public static Command Make()
    {
        var data = new Option<string>("--data") { Description = "Folder of this till's journal", DefaultValueFactory = _ => "data/till" };
        var port = new Option<int>("--port") { Description = "Port on loopback", DefaultValueFactory = _ => 8081 };
        var shop = new Option<string?>("--shop") { Description = "Address of the shop, needed once, with --code" };
        var code = new Option<string?>("--code") { Description = "One-time code from the shop's settings" };
        var printer = new Option<string>("--printer")
        {
            Description = "none, tcp:HOST:PORT, file:PATH or file:PATH@BAUD",
            DefaultValueFactory = _ => "none",
        };
        var cards = new CardOptions();
        var command = new Command("till", "Runs a till, and the card terminal that belongs to it")
        {
            data,
            port,
            shop,
            code,
            printer,
            cards.Port,
            cards.Reader,
            cards.CardReaders,
            cards.AnswerSeconds,
            cards.Via,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(data)!,
                    parsed.GetValue(port),
                    parsed.GetValue(shop),
                    parsed.GetValue(code),
                    parsed.GetValue(printer)!,
                    cards.Of(parsed, parsed.GetValue(port)),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string data,
        int port,
        string? shop,
        string? code,
        string printer,
        CardSettings cards,
        CancellationToken cancellation
    )
    {
        var url = $"http://127.0.0.1:{port}";
        var file = Path.Combine(data, "device.pem");
        using var line = new ShopLine(text => PrivateFile.Write(file, text), TimeProvider.System);
        if (File.Exists(file))
        {
            Use(line, file);
        }

        await using var host = await TillHost.OpenAsync(data, desk => new HttpShopLink(line, desk), Printers.Of(printer));
        host.Till.EnrolBy(line);
        if (code is not null)
        {
            await EnrolAsync(host, shop, code, cancellation);
        }

        await using var card = TillCards.Start(host, data, port, cards);
        await using var app = Web.Create(port, cardOrigin: card?.Origin);
        TillEndpoints.Map(app, host.Till);
        Health.Map(app, () => Health.Of(host));
        Web.ServePages(app, Serving.PagesFolder, "till", "display");
        return await Serving.RunAsync(
            app,
            url,
            [$"收银台 / till        {url}/till/", $"顾客屏 / display     {url}/display/"],
            cancellation
        );
    }

    private static void Use(ShopLine line, string file)
    {
        try
        {
            line.Use(File.ReadAllText(file));
        }
        catch (CryptographicException)
        {
            throw new Failure(
                $"{file} is damaged: remove it and enrol this till again with a new code. Its sales are safe.",
                $"{file} 已损坏：请删除它，并用新的登记码重新登记。本机的销售记录不受影响。"
            );
        }
    }

    private static async Task EnrolAsync(TillHost host, string? shop, string code, CancellationToken cancellation)
    {
        if ((await host.Till.Enrolment!.RunAsync(new EnrolTillRequest(shop, code), cancellation)).Refusal is { } refusal)
        {
            throw refusal.Code switch
            {
                "enrol.address" => new Failure(
                    "--code needs --shop with the address that the shop's settings show, for example https://192.168.1.5:8443.",
                    "--code 需要同时给出 --shop，即店铺设置里显示的地址，例如 https://192.168.1.5:8443。"
                ),
                "enrol.no-answer" => new Failure($"The shop at {shop} does not answer.", $"无法连接店铺 {shop}。"),
                "enrol.other-shop" => new Failure(
                    $"Another shop answers at {shop} than the one that made the code. Nothing was told to it.",
                    $"{shop} 上应答的不是发出登记码的店铺，没有向它透露任何信息。"
                ),
                "till.holds-facts" => new Failure(
                    "This folder belongs to another till and still holds its facts.",
                    "该数据目录属于另一台收银台，其中仍有它的记录。"
                ),
                _ => new Failure(
                    "The shop refused the code: it is wrong, used or older than 15 minutes.",
                    "店铺拒绝了登记码：可能输错、已使用或已超过 15 分钟。"
                ),
            };
        }
    }
}
