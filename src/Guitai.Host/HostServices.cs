using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host.Chips;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Host.Wallets;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host;

/// <summary>What the host's parts share. Nothing here knows sockets or the system's clock.</summary>
public sealed record HostServices
{
    /// <summary>Where everything is written.</summary>
    public required RoleStore Store { get; init; }

    /// <summary>When things happen.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Business days.</summary>
    public required HostClock Clock { get; init; }

    /// <summary>Ids of alarms and the like.</summary>
    public required IdSource Ids { get; init; }

    /// <summary>Keys by name, and wrapped ones.</summary>
    public required IKeyStore Keys { get; init; }

    /// <summary>Makes terminals' keys.</summary>
    public required IKeyWrapping Wrapping { get; init; }

    /// <summary>Merchants.</summary>
    public required MerchantBook Merchants { get; init; }

    /// <summary>Terminals.</summary>
    public required TerminalBook Terminals { get; init; }

    /// <summary>Whose a card is.</summary>
    public required RouteBook Routes { get; init; }

    /// <summary>Where questions go.</summary>
    public required IIssuerPort Issuers { get; init; }

    /// <summary>Merchants' accounts at wallets.</summary>
    public required WalletBook Accounts { get; init; }

    /// <summary>Parameters for chips.</summary>
    public required ChipBook Chips { get; init; }

    /// <summary>Numbers of transactions.</summary>
    public required RrnSource Rrns { get; init; }

    /// <summary>For people to look at.</summary>
    public required Alarms Alarms { get; init; }

    /// <summary>What is being asked, and by whom it may be taken over.</summary>
    public required Leases Leases { get; init; }

    /// <summary>What issuers have to be told.</summary>
    public required OwedBook Owed { get; init; }

    /// <summary>The links to issuers; null where something else stands in for them.</summary>
    public IssuerLinks? Links => (Issuers is WalletPort port ? port.Cards : Issuers) as IssuerLinks;

    /// <summary>The wallets; none where there is no way to them.</summary>
    public IReadOnlyList<IWallet> Wallets => (Issuers as WalletPort)?.All ?? [];

    /// <summary>The wallet of that name; null when there is none.</summary>
    public IWallet? Wallet(string name) => (Issuers as WalletPort)?.Find(name);

    /// <summary>Now, Unix milliseconds.</summary>
    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
