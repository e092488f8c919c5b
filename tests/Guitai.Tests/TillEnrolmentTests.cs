using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Guitai.Tests;

/// <summary>A shop and its tills as processes of their own, over real TLS with real certificates.</summary>
public sealed class TillEnrolmentTests
{
    private const string Owner = "1000";
    private const string Pin = "2738";

    [Fact]
    public async Task Two_tills_sell_for_one_shop_until_one_is_shut_out()
    {
        using var folder = new TemporaryFolder();
        using var shop = await Shop.OpenAsync(folder["shop"]);
        var first = await shop.TillIdAsync();
        var second = await shop.MakeTillAsync("02");
        using var one = await shop.StartTillAsync(folder["one"], await shop.CodeAsync(first));
        using var two = await shop.StartTillAsync(folder["two"], await shop.CodeAsync(second));
        await SellAsync(one, 3);
        await SellAsync(two, 2);
        await shop.HasOrdersAsync(5);

        await shop.PostAsync($"tills/{first}/revoke");
        await SellAsync(one, 1);
        await SellAsync(two, 1);
        await shop.HasOrdersAsync(6);
        var shut = await EventuallyAsync(one, sync => (string?)sync["alarm"] == "sync.unknown-till");
        Assert.Equal("revoked", (string?)shut["enrolBecause"]);
        Assert.True((long)shut["waiting"]! > 0);

        // Tied again at its own page, it sends what it kept.
        using var page = new TillClient(one.Address);
        await page.PostAsync("/till/api/enrol", new { shop = shop.TillsAddress, code = await shop.CodeAsync(first) });
        await shop.HasOrdersAsync(7);
    }

    [Fact]
    public async Task A_till_that_moves_to_another_machine_brings_what_it_had_not_sent_once()
    {
        using var folder = new TemporaryFolder();
        using var shop = await Shop.OpenAsync(folder["shop"]);
        var id = await shop.TillIdAsync();
        using (var old = await shop.StartTillAsync(folder["old"], await shop.CodeAsync(id)))
        {
            await SellAsync(old, 2);
            await shop.HasOrdersAsync(2);
            await shop.StopAsync();
            await SellAsync(old, 3, open: false);
            await old.StopAsync();
        }

        // The journal moves; the device's key does not.
        Directory.CreateDirectory(folder["new"]);
        foreach (var file in Directory.GetFiles(folder["old"], "till.db*"))
        {
            File.Copy(file, Path.Combine(folder["new"], Path.GetFileName(file)));
        }

        await shop.StartAsync();
        using var moved = await shop.StartTillAsync(folder["new"], await shop.CodeAsync(id));
        await shop.HasOrdersAsync(5);
        using var again = await shop.StartTillAsync(folder["old"], code: null);
        await EventuallyAsync(again, sync => (string?)sync["enrolBecause"] == "revoked");
        await SellAsync(moved, 1, open: false);
        await shop.HasOrdersAsync(6);
        var (exit, output, _) = await GuitaiProcess.RunAsync("verify", "--data", folder["new"]);
        Assert.True(exit == 0, output);
    }

    [Fact]
    public async Task A_code_for_another_till_ties_no_machine_that_holds_sales_and_shuts_nobody_out()
    {
        using var folder = new TemporaryFolder();
        using var shop = await Shop.OpenAsync(folder["shop"]);
        var first = await shop.TillIdAsync();
        var second = await shop.MakeTillAsync("02");
        using var two = await shop.StartTillAsync(folder["two"], await shop.CodeAsync(second));
        using (var one = await shop.StartTillAsync(folder["one"], await shop.CodeAsync(first)))
        {
            await SellAsync(one, 1);
            await SellAsync(two, 1);
            await shop.HasOrdersAsync(2);
            await one.StopAsync();
        }

        var key = await File.ReadAllTextAsync(Path.Combine(folder["one"], "device.pem"));
        var code = await shop.CodeAsync(second);
        string[] typed =
        [
            "till",
            "--data",
            folder["one"],
            "--port",
            $"{GuitaiProcess.FreePort()}",
            "--shop",
            shop.TillsAddress,
            "--code",
            code,
        ];
        using (var wrong = GuitaiProcess.Start(0, typed))
        {
            Assert.Equal(1, await wrong.EndAsync());
            Assert.Contains("belongs to another till and still holds its facts", wrong.Errors, StringComparison.Ordinal);
        }

        // Both go on as they were, and the code is still good for the machine that it was made for.
        Assert.Equal(key, await File.ReadAllTextAsync(Path.Combine(folder["one"], "device.pem")));
        using var again = await shop.StartTillAsync(folder["one"], code: null);
        await SellAsync(again, 1);
        await SellAsync(two, 1);
        await shop.HasOrdersAsync(4);
        using var replaced = await shop.StartTillAsync(folder["three"], code);
        await SellAsync(replaced, 1, open: false);
        await shop.HasOrdersAsync(5);
    }

    [Fact]
    public async Task A_journal_that_moved_without_its_key_asks_for_a_code_at_its_page()
    {
        using var folder = new TemporaryFolder();
        using var shop = await Shop.OpenAsync(folder["shop"]);
        var id = await shop.TillIdAsync();
        using (var old = await shop.StartTillAsync(folder["till"], await shop.CodeAsync(id)))
        {
            await SellAsync(old, 1);
            await shop.HasOrdersAsync(1);
            await old.StopAsync();
        }

        File.Delete(Path.Combine(folder["till"], "device.pem"));
        using var moved = await shop.StartTillAsync(folder["till"], code: null);
        await SellAsync(moved, 2);
        await EventuallyAsync(moved, sync => (string?)sync["enrolBecause"] == "missing" && (long)sync["waiting"]! > 0);
        using var page = new TillClient(moved.Address);
        await page.PostAsync("/till/api/enrol", new { shop = shop.TillsAddress, code = await shop.CodeAsync(id) });
        await shop.HasOrdersAsync(3);
        await EventuallyAsync(moved, sync => sync["enrolBecause"] is null);
    }

    [Fact]
    public async Task A_device_tells_its_code_to_no_other_shop_than_the_one_that_made_it()
    {
        using var folder = new TemporaryFolder();
        using var right = await Shop.OpenAsync(folder["right"]);
        using var wrong = await Shop.OpenAsync(folder["wrong"]);
        var code = await right.CodeAsync(await right.TillIdAsync());
        async Task<(int Exit, string Errors)> TryAsync(string address, string typed)
        {
            using var till = GuitaiProcess.Start(
                0,
                ["till", "--data", folder["till"], "--port", $"{GuitaiProcess.FreePort()}", "--shop", address, "--code", typed]
            );
            return (await till.EndAsync(), till.Errors);
        }

        var other = await TryAsync(wrong.TillsAddress, code);
        Assert.Equal(1, other.Exit);
        Assert.Contains("Another shop answers", other.Errors, StringComparison.Ordinal);
        Assert.Contains("应答的不是发出登记码的店铺", other.Errors, StringComparison.Ordinal);
        var mistyped = await TryAsync(right.TillsAddress, "AAAA-AAAA-" + code[10..]);
        Assert.Contains("The shop refused the code", mistyped.Errors, StringComparison.Ordinal);
        var nowhere = await TryAsync($"https://127.0.0.1:{GuitaiProcess.FreePort()}", code);
        Assert.Contains("does not answer", nowhere.Errors, StringComparison.Ordinal);
        var plain = await TryAsync(right.Address, code);
        Assert.Contains("--code needs --shop", plain.Errors, StringComparison.Ordinal);

        // The code was told to nobody, so it is still good.
        using var tied = await right.StartTillAsync(folder["till"], code);
        await SellAsync(tied, 1);
        await right.HasOrdersAsync(1);
    }

    [Fact]
    public async Task The_tills_port_serves_tills_alone_and_the_pages_port_none()
    {
        using var folder = new TemporaryFolder();
        using var shop = await Shop.OpenAsync(folder["shop"]);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null;
        using var http = new HttpClient(handler);
        foreach (var path in (string[])["/", "/shop/", "/shop/api/setup", "/shop/api/session", "/health", "/till/api/view"])
        {
            using var answer = await http.GetAsync(new Uri(shop.TillsAddress + path));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        }

        using var sync = await http.PostAsJsonAsync(new Uri(shop.TillsAddress + "/shop/api/sync/hello"), new { });
        Assert.Equal(HttpStatusCode.Forbidden, sync.StatusCode);
        using var plain = await http.PostAsJsonAsync(new Uri(shop.Address + "/shop/api/sync/hello"), new { });
        Assert.Equal(HttpStatusCode.MisdirectedRequest, plain.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            http.GetAsync(new Uri(shop.TillsAddress.Replace("https", "http", StringComparison.Ordinal)))
        );
        if (!OperatingSystem.IsWindows())
        {
            var mode = File.GetUnixFileMode(Path.Combine(folder["shop"], "shop", "authority.pem"));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        }
    }

    private static async Task SellAsync(GuitaiProcess till, int sales, bool open = true)
    {
        using var page = new TillClient(till.Address);
        await page.LogInAsync(Owner, Pin);
        if (open && (await page.GetAsync("/till/api/view"))["shift"] is null)
        {
            await page.OpenShiftAsync();
        }

        for (var i = 0; i < sales; i++)
        {
            var view = await page.PostAsync(
                "/till/api/cart/amount",
                new
                {
                    commandId = Guid.NewGuid(),
                    amountMinor = 500,
                    name = (string?)null,
                }
            );
            await page.PayAsync(view);
        }
    }

    private static async Task<JsonNode> EventuallyAsync(GuitaiProcess till, Func<JsonNode, bool> holds)
    {
        using var page = new TillClient(till.Address);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var sync = (await page.GetAsync("/till/api/view"))["sync"]!;
            if (holds(sync))
            {
                return sync;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    private sealed class Shop : IDisposable
    {
        private readonly string _data;
        private readonly int _port = GuitaiProcess.FreePort();
        private readonly int _tillsPort = GuitaiProcess.FreePort();
        private readonly HttpClient _http = new(new HttpClientHandler { CookieContainer = new CookieContainer() });
        private GuitaiProcess? _process;

        private Shop(string data)
        {
            _data = data;
            _http.DefaultRequestHeaders.Add("X-Guitai", "1");
        }

        public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

        public string TillsAddress => string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{_tillsPort}");

        public static async Task<Shop> OpenAsync(string data)
        {
            var shop = new Shop(data);
            await shop.StartAsync();
            await shop.PostAsync(
                "setup",
                new
                {
                    merchantName = "拐角",
                    storeName = "一店",
                    ownerName = "掌柜",
                    ownerNumber = Owner,
                    pin = Pin,
                    password = "quiet-lantern-88",
                }
            );
            return shop;
        }

        public async Task StartAsync()
        {
            _process?.Dispose();
            _process = GuitaiProcess.Start(_port, ["shop", "--data", _data, "--port", $"{_port}", "--tills-port", $"{_tillsPort}"]);
            await _process.ReadyAsync();
        }

        public Task StopAsync() => _process!.StopAsync();

        public async Task<JsonNode> PostAsync(string path, object? body = null)
        {
            using var answer = await _http.PostAsJsonAsync(new Uri($"{Address}/shop/api/{path}"), body ?? new { });
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
            return JsonNode.Parse(text)!;
        }

        public async Task<string> TillIdAsync() => (string)(await GetAsync("tills")).AsArray()[0]!["id"]!;

        public async Task<string> MakeTillAsync(string code)
        {
            var store = (string)(await GetAsync("tills")).AsArray()[0]!["storeId"]!;
            return (string)
                (
                    await PostAsync(
                        "tills",
                        new
                        {
                            version = 0,
                            storeId = store,
                            code,
                            name = "收银台" + code,
                        }
                    )
                )["id"]!;
        }

        public async Task<string> CodeAsync(string till) => (string)(await PostAsync($"tills/{till}/code"))["code"]!;

        public async Task<GuitaiProcess> StartTillAsync(string data, string? code)
        {
            var port = GuitaiProcess.FreePort();
            string[] arguments = ["till", "--data", data, "--port", $"{port}"];
            var till = GuitaiProcess.Start(port, code is null ? arguments : [.. arguments, "--shop", TillsAddress, "--code", code]);
            await till.ReadyAsync();
            return till;
        }

        public async Task HasOrdersAsync(int expected)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var found = -1;
            while (found != expected)
            {
                Assert.False(limit.IsCancellationRequested, $"{found} orders instead of {expected}");
                await Task.Delay(100);
                found = (int)(await GetAsync("orders?take=1"))["total"]!;
                Assert.True(found <= expected, $"{found} orders instead of {expected}");
            }
        }

        public void Dispose()
        {
            _process?.Dispose();
            _http.Dispose();
        }

        private async Task<JsonNode> GetAsync(string path) =>
            JsonNode.Parse(await _http.GetStringAsync(new Uri($"{Address}/shop/api/{path}")))!;
    }
}
