using System.Collections.Frozen;
using System.Globalization;
using Guitai.Emv.Qr;
using Guitai.Foundation;
using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;

namespace Guitai.Host.Wallets;

/// <summary>Wallets as issuers: the questions are the same, the way is another. What is not a wallet's goes on to the issuers of cards.</summary>
public sealed class WalletPort : IIssuerPort, IAsyncDisposable
{
    /// <summary>How long a customer may take whose code was scanned.</summary>
    public const long ScannedMs = 45_000;

    /// <summary>How long a code is shown.</summary>
    public const long ShownMs = 180_000;

    private readonly IIssuerPort _cards;
    private readonly FrozenDictionary<string, IWallet> _wallets;
    private readonly FrozenDictionary<string, Issuer> _issuers;

    /// <param name="cards">Where everything else goes.</param>
    /// <param name="wallets">The wallets.</param>
    public WalletPort(IIssuerPort cards, IEnumerable<IWallet> wallets)
    {
        _cards = cards;
        _wallets = wallets.ToFrozenDictionary(w => w.Name, StringComparer.Ordinal);
        _issuers = _wallets.Keys.ToFrozenDictionary(
            n => n,
            n => new Issuer
            {
                Name = n,
                Acquirer = "",
                Addresses = [],
                AuthorityPem = "",
            },
            StringComparer.Ordinal
        );
    }

    /// <summary>Where everything else goes.</summary>
    public IIssuerPort Cards => _cards;

    /// <summary>The wallets.</summary>
    public IReadOnlyList<IWallet> All => _wallets.Values;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Issuer> Wallets => _issuers;

    /// <summary>The wallet of that name; null when there is none.</summary>
    public IWallet? Find(string name) => _wallets.GetValueOrDefault(name);

    /// <summary>Our number of a payment, made of the name of the terminal's message: <c>out_trade_no</c>.</summary>
    public static string NumberOf(MessageKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Terminal}{key.Batch:D6}{key.Trace:D6}");

    /// <summary>The terminal's message that a number of ours was made of; null for what is none of ours.</summary>
    public static MessageKey? KeyOf(string number) =>
        number.Length == 20
        && int.TryParse(number.AsSpan(8, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var batch)
        && int.TryParse(number.AsSpan(14), NumberStyles.None, CultureInfo.InvariantCulture, out var trace)
            ? new MessageKey(number[..8], batch, trace, 200)
            : null;

    /// <summary>A payment as a wallet is told of it.</summary>
    public static WalletPayment PaymentOf(Intent intent, Merchant merchant) =>
        new(
            intent.Merchant,
            NumberOf(intent.Key),
            intent.Amount,
            merchant.Name,
            intent.Key.Terminal,
            intent.AtMs,
            UntilMs(intent),
            IsShown(intent)
        );

    /// <summary>Whether a sale by code shows one: of a code that the customer showed some digits are kept, of one that was shown to the customer there are none.</summary>
    public static bool IsShown(Intent intent) => intent.Card.Length == 0;

    /// <summary>When a payment that nobody has finished ends.</summary>
    public static long UntilMs(Intent intent) => intent.AtMs + (IsShown(intent) ? ShownMs : ScannedMs);

    /// <inheritdoc/>
    public Issuer? WalletFor(string merchant, string wallet) =>
        _wallets.TryGetValue(wallet, out var known) && known.Serves(merchant) ? _issuers[wallet] : null;

    /// <inheritdoc/>
    public (int Stan, string SentAt) Number(string issuer) => _wallets.ContainsKey(issuer) ? (0, "") : _cards.Number(issuer);

    /// <inheritdoc/>
    public Task<IssuerReply> AskAsync(IssuerQuestion question, TerminalRequest? secrets)
    {
        if (!_wallets.TryGetValue(question.Issuer.Name, out var wallet))
        {
            return ShowAsync(_cards.AskAsync(question, secrets), question.Intent);
        }

        // Before the first wait: what the terminal's message held is wiped after it.
        var code = secrets is { Code.IsEmpty: false } ? new Secret<string>(secrets.Code.ToString()) : null;
        return (question.Mti / 10 * 10) switch
        {
            420 => UndoAsync(wallet, PaymentOf(question.Intent, question.Merchant)),
            220 => RefundAsync(wallet, question),
            _ when code is not null => TakeAsync(
                wallet.PayAsync(PaymentOf(question.Intent, question.Merchant), code, CancellationToken.None)
            ),
            _ => TakeAsync(wallet.ShowAsync(PaymentOf(question.Intent, question.Merchant), CancellationToken.None)),
        };
    }

    /// <inheritdoc/>
    public Task<IssuerReply> LookAsync(Intent intent, Merchant merchant) =>
        _wallets.TryGetValue(intent.Issuer, out var wallet)
            ? TakeAsync(wallet.AskAsync(PaymentOf(intent, merchant), CancellationToken.None))
            : _cards.LookAsync(intent, merchant);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_cards is IAsyncDisposable cards)
        {
            await cards.DisposeAsync();
        }
    }

    // A code is shown only when it asks the customer for what the cashier asked.
    private static async Task<IssuerReply> ShowAsync(Task<IssuerReply> asked, Intent intent)
    {
        var reply = await asked;
        return reply.Kind != ReplyKind.Pending || (IsShown(intent) && Asks(reply.Shown, intent))
            ? reply
            : new IssuerReply(ReplyKind.NoAnswer);
    }

    private static bool Asks(string shown, Intent intent) =>
        MerchantQr.Parse(shown, out var code).IsNone
        && code!["53"] == intent.Currency.ToString("D3", CultureInfo.InvariantCulture)
        && decimal.TryParse(code["54"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        && amount * 100 == intent.Amount;

    // What is not known, and what the wallet does not know yet, may still come: only time ends it.
    private static async Task<IssuerReply> TakeAsync(Task<WalletAnswer> asked)
    {
        var answer = await asked;
        return answer.State switch
        {
            WalletState.Done => new IssuerReply(ReplyKind.Answered, "00") { Wallet = answer.Number },
            WalletState.Refused => new IssuerReply(ReplyKind.Answered, answer.Code) { Wallet = answer.Number },
            _ => new IssuerReply(ReplyKind.Pending) { Wallet = answer.Number, Shown = answer.Shown },
        };
    }

    // What is not there yet may still arrive: only a wallet that says that nothing stands has ended it.
    private static async Task<IssuerReply> UndoAsync(IWallet wallet, WalletPayment payment) =>
        await wallet.UndoAsync(payment, CancellationToken.None) is { State: WalletState.Refused }
            ? new IssuerReply(ReplyKind.Answered, "00")
            : new IssuerReply(ReplyKind.NoAnswer);

    private static async Task<IssuerReply> RefundAsync(IWallet wallet, IssuerQuestion question)
    {
        if (question.Original is not { } original)
        {
            return new IssuerReply(ReplyKind.Answered, "25");
        }

        var answer = await wallet.RefundAsync(
            PaymentOf(original, question.Merchant),
            IssuerMessages.Rrn(question.Intent.Rrn),
            question.Intent.Amount,
            CancellationToken.None
        );
        return answer.State switch
        {
            // Taken on is given back: to a bank card it may take days, and nobody at a counter can wait for that.
            WalletState.Done or WalletState.Waiting => new IssuerReply(ReplyKind.Answered, "00") { Wallet = answer.Number },
            WalletState.Refused => new IssuerReply(ReplyKind.Answered, answer.Code),
            _ => new IssuerReply(ReplyKind.NoAnswer),
        };
    }
}
