using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Receipts;
using Guitai.Till.Desk;
using Guitai.Till.Devices;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Guitai.Till.Sync;

namespace Guitai.Till.Tests;

/// <summary>A real till on a real SQLite file, logged in and ready to sell; it can be stopped and started again on the same file.</summary>
internal sealed class TestTill : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("guitai-till-").FullName;
    private CancellationTokenSource _stop = new();
    private Task _printing = Task.CompletedTask;

    private readonly Func<ISqlEngine, ISqlEngine> _wrap;

    private TestTill(TestShop shop, Func<ISqlEngine, ISqlEngine>? wrap)
    {
        Shop = shop;
        _wrap = wrap ?? (engine => engine);
    }

    public TestShop Shop { get; }

    public TestClock Clock { get; } = new();

    /// <summary>The card terminal, where there is one; it outlives the till's restarts.</summary>
    public Cards.FakeTerminal? Terminal { get; private set; }

    public TestPrinter Printer { get; } = new();

    /// <summary>Another printer than <see cref="Printer"/>.</summary>
    public IPrinter? Real { get; private set; }

    public TillRole Till { get; private set; } = null!;

    public PageContext Page { get; private set; } = new(null, Guid.CreateVersion7());

    public string Database => Path.Combine(_folder, "till.db");

    public static async Task<TestTill> StartAsync(
        TestShop? shop = null,
        string number = "3001",
        string pin = "2468",
        bool openShift = true,
        Func<ISqlEngine, ISqlEngine>? wrap = null,
        IPrinter? printer = null,
        Cards.FakeTerminal? terminal = null
    )
    {
        var test = new TestTill(shop ?? new TestShop(), wrap) { Real = printer, Terminal = terminal };
        await test.OpenAsync();
        Assert.True((await test.Till.EnrolAsync(new TillIdentity(TestShop.TillId, "memory", "token"))).Ok);
        await test.Till.Sync.RoundAsync(default);
        await test.LogInAsync(number, pin);
        if (openShift)
        {
            await test.DoAsync(t => t.Shifts.OpenAsync(test.Page, new OpenShiftRequest(Guid.CreateVersion7(), 20_000)));
        }

        return test;
    }

    public async Task LogInAsync(string number, string pin)
    {
        var outcome = await Till.Login.LogInAsync(Page, new LoginRequest(number, new Secret<string>(pin)));
        Assert.True(outcome.Ok, outcome.Refusal?.Code);
        Page = Page with { Token = outcome.Value };
    }

    /// <summary>Ends the process's objects without a farewell and opens the same file again.</summary>
    public async Task RestartAsync()
    {
        await ReopenAsync();
        await Till.Sync.RoundAsync(default);
    }

    /// <summary>Restarts, and the shop is not asked.</summary>
    public async Task ReopenAsync()
    {
        await StopPrintingAsync();
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        Till.Dispose();
        await OpenAsync();
    }

    public async Task<T> DoAsync<T>(Func<TillRole, Task<Outcome<T>>> work)
    {
        var outcome = await work(Till);
        Assert.True(outcome.Ok, outcome.Refusal?.Code);
        return outcome.Value;
    }

    public async Task RefusedAsync<T>(string code, Func<TillRole, Task<Outcome<T>>> work)
    {
        var outcome = await work(Till);
        Assert.Equal(code, outcome.Refusal?.Code);
    }

    public Task ScanAsync(string code, long quantityMilli = 1000) =>
        DoAsync(t => t.Checkout.ScanAsync(Page, new ScanRequest(Guid.CreateVersion7(), code, quantityMilli)));

    public TillView View() => Till.Views.Till(Page);

    /// <summary>Pays the order at the counter with exactly its cash total.</summary>
    public async Task<Guid> PayAsync(long? tendered = null)
    {
        var cart = View().Cart!;
        await DoAsync(t =>
            t.CashPayment.PayAsync(
                Page,
                new PayCashRequest(Guid.CreateVersion7(), cart.OrderId, cart.CashTotalMinor, tendered ?? cart.CashTotalMinor, null)
            )
        );
        return cart.OrderId;
    }

    /// <summary>Sells one of each code for cash.</summary>
    public async Task<Guid> SellAsync(params string[] codes)
    {
        foreach (var code in codes)
        {
            await ScanAsync(code);
        }

        return await PayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopPrintingAsync();
        Till.Dispose();
        Directory.Delete(_folder, recursive: true);
        _stop.Dispose();
    }

    private async Task StopPrintingAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _printing;
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task OpenAsync()
    {
        var store = RoleStore.Open(_wrap(SqliteEngine.Open(Database)), TillRole.Migrations);
        store.StartLoop(_ => { });
        Till = TillRole.Open(store, Clock, new SystemRandomness(), Shop, Real ?? Printer, "test");
        if (Terminal is not null)
        {
            Till.AttachTerminal(Terminal);
        }

        _printing = Till.Printing.RunAsync(_stop.Token);
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(8));

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}

/// <summary>A printer that keeps what it was sent, and answers as the test says.</summary>
internal sealed class TestPrinter : IPrinter
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _documents = [];
    private int _kicks;

    public PrintOutcome Answers { get; set; } = PrintOutcome.Printed;

    public PrinterState State { get; set; } = PrinterState.Ready;

    public bool IsThere { get; set; } = true;

    /// <summary>How often the drawer opened.</summary>
    public int Kicks => Volatile.Read(ref _kicks);

    public IReadOnlyList<byte[]> Documents
    {
        get
        {
            lock (_lock)
            {
                return [.. _documents];
            }
        }
    }

    public async Task<PrintOutcome> PrintAsync(PrintOrder order, CancellationToken cancellation)
    {
        var answers = Answers;
        order.Seen(answers == PrintOutcome.NotReached ? PrinterState.Off : State, PrinterCondition.Ready);
        if (answers == PrintOutcome.NotReached)
        {
            return answers;
        }

        if (order.TakeKick())
        {
            Interlocked.Increment(ref _kicks);
        }

        if (order.Document is not { } document)
        {
            return PrintOutcome.Printed;
        }

        if (answers == PrintOutcome.NotReady || !await order.Begin())
        {
            return PrintOutcome.NotReady;
        }

        lock (_lock)
        {
            if (answers == PrintOutcome.Printed)
            {
                _documents.Add(document.ToArray());
            }
        }

        return answers;
    }

    public Task<(PrinterState State, PrinterCondition Condition)> AskAsync(CancellationToken cancellation) =>
        Task.FromResult((Answers == PrintOutcome.NotReached ? PrinterState.Off : State, PrinterCondition.Ready));
}
