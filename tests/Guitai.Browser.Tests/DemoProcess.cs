namespace Guitai.Browser.Tests;

/// <summary>The demo in a process of its own, shared by a class's tests.</summary>
public class DemoProcess : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private GuitaiProcess? _process;

    /// <summary>Starts it.</summary>
    internal virtual Task<GuitaiProcess> BeginAsync(int? port) => GuitaiProcess.DemoAsync(Data, port: port);

    public Uri Address => _process!.Address;

    public int TerminalsPort => _process!.TerminalsPort;

    public string Data => _folder["data"];

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync() => _process = await BeginAsync(port: null);

    /// <summary>SIGKILL, as a power cut would.</summary>
    public void Kill() => _process!.Kill();

    /// <summary>Starts again where it was.</summary>
    public async Task StartAgainAsync()
    {
        var port = _process!.Port;
        _process.Dispose();
        _process = await BeginAsync(port);
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
    public virtual ValueTask DisposeAsync()
    {
        _process?.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The demo with a real card reader service beside it, whose two readers have the sandbox's cards.</summary>
public sealed class DemoWithReaders : DemoProcess
{
    private readonly VirtualReaders _readers = new();

    /// <inheritdoc/>
    internal override Task<GuitaiProcess> BeginAsync(int? port) => GuitaiProcess.DemoAsync(Data, _readers, port);

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await _readers.InitializeAsync();
        await base.InitializeAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _readers.DisposeAsync();
    }
}
