using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;
using Guitai.Host.Chips;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Host.Wallets;
using Guitai.Host.Wallets.Bills;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host;

/// <summary>What the host needs from outside to be opened.</summary>
public sealed record HostSettings
{
    /// <summary>When things happen.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Randomness.</summary>
    public required IRandomness Randomness { get; init; }

    /// <summary>Keys.</summary>
    public required IKeyStore Keys { get; init; }

    /// <summary>Makes terminals' keys.</summary>
    public required IKeyWrapping Wrapping { get; init; }

    /// <summary>The hour from which on it is the next business day; 0 for midnight.</summary>
    public int DayChangeHour { get; init; } = 23;

    /// <summary>True when no other process writes to the store.</summary>
    public bool AloneHere { get; init; } = true;
}

/// <summary>The host: its books, what answers terminals, and the rounds that go on between messages.</summary>
public sealed class HostDesk : IAsyncDisposable
{
    private static readonly TimeSpan s_tellPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lookPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_walletPause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly HostSettings _settings;
    private readonly List<Task> _rounds = [];

    private HostDesk(HostServices services, CardSafe cards, HostSettings settings)
    {
        (Services, Cards, _settings) = (services, cards, settings);
        Authoriser = new Authoriser(services, cards);
        Bills = new BillDesk(services);
        Door = new TerminalDoor(services, Authoriser, Figures);
    }

    /// <summary>The tables, in order.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        .. Embedded()
            .Append(Ledger.LedgerSchema.Migration(1))
            .Append(new Migration(3, "audit", Foundation.Audit.AuditLog.Schema))
            .OrderBy(m => m.Number),
    ];

    /// <summary>What the parts share.</summary>
    public HostServices Services { get; }

    /// <summary>Card numbers as they may be kept.</summary>
    public CardSafe Cards { get; }

    /// <summary>Answers questions.</summary>
    public Authoriser Authoriser { get; }

    /// <summary>Compares wallets' bills.</summary>
    public BillDesk Bills { get; }

    /// <summary>Serves connections.</summary>
    public TerminalDoor Door { get; }

    /// <summary>What came in at the door.</summary>
    public DoorFigures Figures { get; } = new();

    /// <summary>Opens the host on a store whose writer runs. Nothing happens by itself before <see cref="StartAsync"/>.</summary>
    /// <param name="store">The store, migrated.</param>
    /// <param name="settings">Everything else.</param>
    /// <param name="port">Makes the way to the issuers.</param>
    /// <param name="wallets">Makes the wallets, which stand where issuers stand; null for none.</param>
    public static HostDesk Open(
        RoleStore store,
        HostSettings settings,
        Func<RouteBook, CardSafe, IIssuerPort> port,
        Func<WalletBook, IReadOnlyList<IWallet>>? wallets = null
    )
    {
        var clock = new HostClock(settings.DayChangeHour);
        var ids = new IdSource(settings.Time, settings.Randomness);
        var cards = new CardSafe(settings.Keys);
        var routes = new RouteBook(store, settings.Time);
        var accounts = new WalletBook(store, settings.Keys);
        var issuers = port(routes, cards);
        var services = new HostServices
        {
            Store = store,
            Time = settings.Time,
            Clock = clock,
            Ids = ids,
            Keys = settings.Keys,
            Wrapping = settings.Wrapping,
            Merchants = new MerchantBook(store, settings.Time, clock),
            Terminals = new TerminalBook(store, settings.Time, clock),
            Routes = routes,
            Issuers = wallets is null ? issuers : new WalletPort(issuers, wallets(accounts)),
            Accounts = accounts,
            Chips = new ChipBook(store, settings.Time),
            Rrns = new RrnSource(store, settings.Time),
            Alarms = new Alarms(store, settings.Time, ids),
            Leases = new Leases(store, settings.Time, ids.Next().ToString("N")[..12]),
            Owed = new OwedBook(store, settings.Time),
        };
        return new HostDesk(services, cards, settings);
    }

    /// <summary>Takes over what earlier processes left open, then keeps the rounds going.</summary>
    public async Task StartAsync()
    {
        _ = await Services.Rrns.NextAsync();
        await Services.Leases.BeatAsync(Services.Rrns.Watermark);
        await Authoriser.TakeOverAsync(_settings.AloneHere);
        _rounds.Add(EveryAsync("beat", Leases.Beat, BeatAsync));
        _rounds.Add(TellAsync());
        _rounds.Add(EveryAsync("look", s_lookPause, Authoriser.LookAsync));
        if (Services.Wallets.Count > 0)
        {
            _rounds.Add(EveryAsync("certificates", s_walletPause, RefreshCertificatesAsync));
            _rounds.Add(EveryAsync("bills", s_walletPause, () => Bills.RunAsync(_stop.Token)));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_rounds);
        if (Services.Issuers is IAsyncDisposable issuers)
        {
            await issuers.DisposeAsync();
        }

        Services.Rrns.Dispose();
        Services.Owed.Dispose();
        _stop.Dispose();
    }

    private static IEnumerable<Migration> Embedded()
    {
        var assembly = typeof(HostDesk).Assembly;
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var file = name.Split('.')[^2];
            yield return new Migration(
                int.Parse(file[..3], System.Globalization.CultureInfo.InvariantCulture),
                file[4..],
                reader.ReadToEnd()
            );
        }
    }

    private async Task BeatAsync()
    {
        await Services.Leases.BeatAsync(Services.Rrns.Watermark);
        await Authoriser.TakeOverAsync(aloneHere: false);
        await Authoriser.EndUnendedAsync();
        await Authoriser.ExpireHoldsAsync();
        Door.EndSilentOnes();
        if (!_settings.AloneHere)
        {
            Services.Merchants.Refresh();
            Services.Terminals.Refresh();
            Services.Routes.Refresh();
            Services.Accounts.Refresh();
            Services.Chips.Refresh();
            Services.Links?.Refresh();
        }
    }

    // Before an answer comes that is signed with a certificate nobody here knows; each wallet says itself how often that is.
    private async Task RefreshCertificatesAsync()
    {
        foreach (var account in Services.Accounts.List())
        {
            if (Services.Wallet(account.Wallet) is { } wallet)
            {
                await wallet.RefreshAsync(account.Merchant, _stop.Token);
            }
        }
    }

    // Tells issuers what they have to be told: at once when something is added, and again and again while they do not answer.
    private async Task TellAsync()
    {
        await RoundsAsync(
            "tell",
            async () =>
            {
                await Services.Owed.WaitAsync(s_tellPause, _stop.Token);
                while (await Authoriser.TellAsync() > 0)
                {
                    // As long as it moves.
                }
            }
        );
    }

    private Task EveryAsync(string name, TimeSpan pause, Func<Task> round) =>
        RoundsAsync(
            name,
            async () =>
            {
                await Task.Delay(pause, _settings.Time, _stop.Token);
                await round();
            }
        );

    // A round that fails is told once and tried again: one that stopped would let leases end and reversals wait for ever.
    private async Task RoundsAsync(string name, Func<Task> round)
    {
        var told = "";
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await round();
                told = "";
            }
            catch (StoreBrokenException)
            {
                return;
            }
            catch (Exception fault) when (!_stop.IsCancellationRequested)
            {
                if (told != fault.Message)
                {
                    told = fault.Message;
                    Services.Alarms.Raise("host.round-failed", "", "", ("round", name), ("fault", fault.GetType().Name));
                }

                await Task.WhenAny(Task.Delay(s_tellPause, _settings.Time, _stop.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
