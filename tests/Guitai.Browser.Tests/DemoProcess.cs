namespace Guitai.Browser.Tests;

/// <summary>The demo in a process of its own, shared by a class's tests.</summary>
public sealed class DemoProcess : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private GuitaiProcess? _process;

    public Uri Address => _process!.Address;

    public int TerminalsPort => _process!.TerminalsPort;

    public string Data => _folder["data"];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _process = await GuitaiProcess.DemoAsync(Data);

    /// <summary>SIGKILL, as a power cut would.</summary>
    public void Kill() => _process!.Kill();

    /// <summary>Starts again where it was.</summary>
    public async Task StartAgainAsync()
    {
        var port = _process!.Port;
        _process.Dispose();
        _process = await GuitaiProcess.DemoAsync(Data, port: port);
    }

    /// <summary>Whoever comes next finds an open shift, an empty cart and nobody logged in.</summary>
    internal async Task TidyAsync()
    {
        using var till = new TillClient(Address);
        var view = await till.LogInAsync();
        if (view["cart"] is { } cart)
        {
            view = await till.PostAsync(
                "/till/api/cart/void",
                new
                {
                    commandId = Guid.NewGuid(),
                    orderId = (string)cart["orderId"]!,
                    reason = "tidy",
                }
            );
        }

        if (view["lastSale"] is not null)
        {
            await till.PostAsync("/till/api/sale/dismiss", new { commandId = Guid.NewGuid() });
        }

        if (view["shift"] is null)
        {
            await till.OpenShiftAsync();
        }

        await till.PostAsync("/till/api/logout", new { commandId = Guid.NewGuid() });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
