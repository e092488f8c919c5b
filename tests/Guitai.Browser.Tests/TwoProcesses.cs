using System.Text.Json.Nodes;

namespace Guitai.Browser.Tests;

/// <summary>A shop's server and a till in processes of their own, as in a shop with a back room: set up and enrolled over the shop's API.</summary>
public sealed class TwoProcesses : IAsyncLifetime
{
    public const string Number = "1000";
    public const string Pin = "2738";
    public const string Password = "quiet-lantern-88";

    private readonly TemporaryFolder _folder = new();
    private readonly int _shopPort = GuitaiProcess.FreePort();
    private readonly int _tillsPort = GuitaiProcess.FreePort();
    private GuitaiProcess? _shop;
    private GuitaiProcess? _till;

    public Uri ShopAddress => _shop!.Address;

    public Uri TillAddress => _till!.Address;

    public string ShopData => _folder["shop"];

    public string TillData => _folder["till"];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await StartShopAsync();
        using var shop = new ShopClient(ShopAddress);
        await shop.PostAsync(
            "setup",
            new
            {
                merchantName = "拐角有光",
                storeName = "梧桐路店",
                ownerName = "程巷明",
                ownerNumber = Number,
                pin = Pin,
                password = Password,
            }
        );
        await shop.ImportAsync("name,price,barcodes\n豆浆,3.50,6900000000038\n油条,2.00,6900000000045\n");
        var till = (await shop.AskAsync("tills")).AsArray()[0]!;
        var code = (string)(await shop.PostAsync($"tills/{(string)till["id"]!}/code", new { }))["code"]!;
        var port = GuitaiProcess.FreePort();
        _till = GuitaiProcess.Start(
            port,
            ["till", "--data", TillData, "--port", $"{port}", "--shop", $"https://127.0.0.1:{_tillsPort}", "--code", code]
        );
        await _till.ReadyAsync();
    }

    /// <summary>The shop's server ends in good order.</summary>
    public Task StopShopAsync() => _shop!.StopAsync();

    /// <summary>Starts the shop's server where it was, or for the first time.</summary>
    public async Task StartShopAsync()
    {
        _shop?.Dispose();
        _shop = GuitaiProcess.Start(_shopPort, ["shop", "--data", ShopData, "--port", $"{_shopPort}", "--tills-port", $"{_tillsPort}"]);
        await _shop.ReadyAsync();
    }

    /// <summary>The orders that the shop has.</summary>
    internal async Task<JsonNode> ShopOrdersAsync()
    {
        using var shop = new ShopClient(ShopAddress);
        await shop.LogInAsync(Number, Password);
        return await shop.AskAsync("orders?take=100");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _till?.Dispose();
        _shop?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
