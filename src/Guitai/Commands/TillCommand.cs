using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Guitai.Foundation;
using Guitai.Hosting;
using Guitai.Till.Journal;
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
        var command = new Command("till", "Runs a till") { data, port, shop, code, printer };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(data)!,
                    parsed.GetValue(port),
                    parsed.GetValue(shop),
                    parsed.GetValue(code),
                    parsed.GetValue(printer)!,
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
        CancellationToken cancellation
    )
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
        var url = $"http://127.0.0.1:{port}";
        await using var host = await TillHost.OpenAsync(data, desk => new HttpShopLink(http, desk), Printers.Of(printer));
        if (code is not null)
        {
            await EnrolAsync(host, http, shop, code);
        }
        else if (host.Till.Desk.Identity is null)
        {
            throw new Failure(
                "This till is not enrolled: get a code in the shop's settings and start with --shop ADDRESS --code CODE.",
                "本收银台尚未登记：请在店铺设置中获取登记码，然后用 --shop 地址 --code 登记码 启动。"
            );
        }

        await using var app = Web.Create(url, []);
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

    private static async Task EnrolAsync(TillHost host, HttpClient http, string? shop, string code)
    {
        if (!Uri.TryCreate(shop, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
        {
            throw new Failure(
                "--code needs --shop with the shop's address: https, or http on this machine.",
                "--code 需要同时给出 --shop 店铺地址：必须是 https，本机可用 http。"
            );
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/shop/api/enrol"))
            {
                Content = JsonContent.Create(new { code }),
            };
            request.Headers.Add("X-Guitai", "1");
            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (!response.IsSuccessStatusCode)
            {
                throw new Failure(
                    "The shop refused the code: it is wrong, used or older than 15 minutes.",
                    "店铺拒绝了登记码：可能输错、已使用或已超过 15 分钟。"
                );
            }

            var identity = new TillIdentity(
                answer.GetProperty("tillId").GetGuid(),
                address.ToString(),
                answer.GetProperty("token").GetString()!
            );
            var outcome = await host.Till.EnrolAsync(identity);
            if (outcome.Refusal is { } refusal)
            {
                throw new Failure(
                    $"This folder belongs to another till and still holds its facts ({refusal.Code}).",
                    "该数据目录属于另一台收银台，其中仍有它的记录。"
                );
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or TaskCanceledException)
        {
            throw new Failure($"The shop at {address} does not answer.", $"无法连接店铺 {address}。");
        }
    }
}
