using System.Net;
using System.Security.Cryptography.X509Certificates;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Link;
using Guitai.Sandbox.Wallets.Phone;

namespace Guitai.Sandbox.Issuer;

/// <summary>How a card stands with the issuer.</summary>
/// <param name="OpeningMinor">Its balance or credit line before anything happened.</param>
/// <param name="AvailableMinor">What may still be spent.</param>
/// <param name="HeldMinor">What pre-authorisations hold.</param>
/// <param name="LimitMinor">The most that one transaction may be.</param>
/// <param name="WrongPins">Wrong PINs since the last right one.</param>
/// <param name="Script">What its chip is to do the next time that it is online.</param>
/// <param name="ApplicationBlocked">True after the chip said that it did block its application.</param>
public sealed record CardStanding(
    CardCondition Condition,
    long OpeningMinor,
    long AvailableMinor,
    long HeldMinor,
    long LimitMinor,
    int WrongPins,
    CardScript Script,
    bool ApplicationBlocked
);

/// <summary>What to change about a card; null leaves it.</summary>
/// <param name="AvailableMinor">What may be spent from now on.</param>
/// <param name="LimitMinor">The most that one transaction may be.</param>
/// <param name="WrongPins">0 lets the PIN be tried anew.</param>
public sealed record CardChange(
    CardCondition? Condition = null,
    long? AvailableMinor = null,
    long? LimitMinor = null,
    int? WrongPins = null,
    CardScript? Script = null,
    bool? ApplicationBlocked = null
);

/// <summary>What the issuer has of one transaction.</summary>
/// <param name="Code">Field 39 of the first answer.</param>
/// <param name="TakenMinor">What it holds taken now, after voids, adjustments and reversals.</param>
/// <param name="Certificate">Of an offline sale by chip: whether the chip's certificate proves it.</param>
public sealed record KnownTransaction(
    TransactionKind Kind,
    string Code,
    long AmountMinor,
    long TakenMinor,
    long HeldMinor,
    long RefundedMinor,
    bool Ended,
    bool Reversed,
    CertificateOutcome Certificate
);

/// <summary>
/// A virtual card issuer: cards, checks, books and a link that speaks <c>docs/protocols/issuer-link.md</c>. It shares no code with the host, so that what both
/// agree on is agreed on twice.
/// </summary>
public sealed class SandboxIssuer : IUnionPayNetwork, IAsyncDisposable
{
    private readonly CardDirectory _directory;
    private readonly IssuerBooks _books;
    private readonly IssuerListener _listener;
    private readonly X509Certificate2 _server;
    private readonly LinkKeys _keys;
    private readonly TimeProvider _time;
    private readonly RunningCounters _counters = new();
    private readonly CodeBook _codes = new();
    private readonly OrderBook _orders = new();

    private SandboxIssuer(IssuerFolder folder, IssuerProfile profile, X509Certificate2 server, TimeProvider time, RandomFill random)
    {
        Folder = folder;
        _server = server;
        _time = time;
        _directory = new CardDirectory(profile);
        Cards = new CardBureau(profile, _directory);
        var chips = new ChipAnswers(IssuerKeys.Key(profile.Keys.ScriptMac));
        _books = IssuerBooks.Open(folder.Journal, _directory, profile.Rules, chips);
        _keys = new LinkKeys(IssuerKeys.Key(profile.Keys.ZoneMaster), random);
        Desk = new IssuerDesk(new QuestionReader(profile, _directory, _codes), _books, _orders, _keys, Faults, _counters);
        _listener = new IssuerListener(Desk, _books, _counters, folder, server, time);
    }

    /// <summary>Its files.</summary>
    public IssuerFolder Folder { get; }

    /// <summary>Its cards, as their holders have them.</summary>
    public CardBureau Cards { get; }

    /// <summary>Takes the payment codes that phones show; without it every code is unknown.</summary>
    public void TakeCodes(CodeUse phones) => _codes.Phones = phones;

    /// <inheritdoc/>
    public IReadOnlyList<ShownOrder> Orders() =>
        [.. _orders.Open(NowMs).Where(o => OrderStanding(o.Reference) == Codes.Text(Codes.InProgress))];

    /// <inheritdoc/>
    public string OrderStanding(string reference) =>
        Codes.Text(OrderBook.KeyOf(reference) is { } key ? _books.Standing(key, NowMs).Code : Codes.OriginalUnknown);

    /// <inheritdoc/>
    public string PayOrder(string reference, long amountMinor, int card) =>
        OrderBook.KeyOf(reference) is { } key && _directory.FirstUnionPay is >= 0 and var program
            ? Codes.Text(_books.Pay(key, amountMinor, new CardPlace((byte)program, card), NowMs))
            : Codes.Text(Codes.OriginalUnknown);

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What goes wrong on demand.</summary>
    public IssuerFaults Faults { get; } = new();

    /// <summary>What happened since the start.</summary>
    public IssuerCounters Counters => _counters.Look();

    /// <summary>Check value of the zone master key, for the host's custodians to compare.</summary>
    public string ZoneMasterCheckValue => _keys.ZoneMasterCheckValue;

    /// <summary>The link without its sockets.</summary>
    internal IssuerDesk Desk { get; }

    /// <summary>Opens the issuer in a folder, and makes profile, components and certificates where they are not there. The books come back as the journal has them.</summary>
    /// <exception cref="InvalidDataException">Profile or journal is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be written, or another process runs this issuer.</exception>
    public static SandboxIssuer Open(string folder, TimeProvider time, RandomFill random)
    {
        var files = new IssuerFolder(folder);
        var profile = files.Prepare(time, random);
        var server = LinkCertificates.Server(files, time, random);
        try
        {
            return new SandboxIssuer(files, profile, server, time, random);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Listens for hosts; may be called again for a secondary port.</summary>
    /// <param name="address">Where.</param>
    /// <param name="port">0 for any.</param>
    /// <returns>The port.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public int Listen(IPAddress address, int port) => _listener.Listen(address, port);

    /// <summary>Serves one connection, whatever carries it, until it ends.</summary>
    /// <exception cref="IOException">The connection or the journal broke.</exception>
    internal async Task ServeAsync(Stream stream, CancellationToken cancellation)
    {
        using var session = new IssuerSession(stream, Desk, _books, _time);
        await session.RunAsync(cancellation);
    }

    /// <summary>Totals by acquirer and day, to be compared with the host's ledger.</summary>
    public IReadOnlyList<AcquirerDay> Totals() => _books.Totals();

    /// <summary>How a card stands; null when there is no such card.</summary>
    public CardStanding? Standing(string pan) => Cards.TryLocate(pan, out var place) ? _books.OnAccount(place, change: null, Look) : null;

    /// <summary>Changes a card; null when there is no such card. The change survives a restart.</summary>
    public CardStanding? Change(string pan, CardChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Cards.TryLocate(pan, out var place) ? _books.OnAccount(place, account => Apply(account, change), Look) : null;
    }

    /// <summary>What the issuer knows of a transaction; null when it never saw it.</summary>
    /// <param name="acquirer">Field 32.</param>
    /// <param name="rrn">Field 37.</param>
    /// <param name="messageClass">The type's second digit.</param>
    public KnownTransaction? Find(string acquirer, string rrn, int messageClass) =>
        ulong.TryParse(acquirer, out var by) && ulong.TryParse(rrn, out var number)
            ? _books.OnTransaction(
                TransactionKey.Of(by, number, messageClass),
                t => new KnownTransaction(
                    t.Kind,
                    Codes.Text(t.Code),
                    t.AmountMinor,
                    t.TakenMinor,
                    t.HeldMinor,
                    t.RefundedMinor,
                    t.Ended,
                    t.Reversed,
                    t.Certificate
                )
            )
            : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _books.Dispose();
        _server.Dispose();
    }

    private static CardStanding Look(CardAccount account) =>
        new(
            account.Condition,
            account.OpeningMinor,
            account.AvailableMinor,
            account.HeldMinor,
            account.LimitMinor,
            account.WrongPins,
            account.Script,
            account.ApplicationBlocked
        );

    private static void Apply(CardAccount account, CardChange change)
    {
        account.Condition = change.Condition ?? account.Condition;
        account.OpeningMinor += change.AvailableMinor is { } available ? available - account.AvailableMinor : 0;
        account.LimitMinor = change.LimitMinor ?? account.LimitMinor;
        account.WrongPins = change.WrongPins ?? account.WrongPins;
        account.Script = change.Script ?? account.Script;
        account.ApplicationBlocked = change.ApplicationBlocked ?? account.ApplicationBlocked;
    }
}
