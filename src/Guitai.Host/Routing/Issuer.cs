namespace Guitai.Host.Routing;

/// <summary>An issuer, or the switch behind which issuers are, as the host knows it.</summary>
public sealed record Issuer
{
    /// <summary>Short name: lower-case letters, digits and hyphens; part of account and key names.</summary>
    public required string Name { get; init; }

    /// <summary>Our number there: field 32, up to 11 digits.</summary>
    public required string Acquirer { get; init; }

    /// <summary>One or two addresses, <c>host:port</c>; the first is preferred.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>The authority of the issuer's certificates, PEM.</summary>
    public required string AuthorityPem { get; init; }

    /// <summary>How long an answer is waited for, milliseconds; below the terminals' minute.</summary>
    public int AnswerMs { get; init; } = 20_000;

    /// <summary>Takes UnionPay's payment codes, whichever bank's card is behind them.</summary>
    public bool TakesCodes { get; init; }

    /// <summary>After how much silence an echo is sent, milliseconds.</summary>
    public int EchoMs { get; init; } = 30_000;
}

/// <summary>How a question to an issuer ended.</summary>
public enum ReplyKind
{
    /// <summary>There is an answer.</summary>
    Answered,

    /// <summary>It certainly never left: there was no connection.</summary>
    NotSent,

    /// <summary>It left, or may have, and no answer came in time.</summary>
    NoAnswer,

    /// <summary>It is there, and somebody still has to do something: it is asked again later what became of it.</summary>
    Pending,
}

/// <summary>What an issuer said.</summary>
/// <param name="Kind">Whether it said anything.</param>
/// <param name="Code">Field 39.</param>
/// <param name="Authorisation">Field 38, or empty.</param>
/// <param name="Icc">Field 55.</param>
/// <param name="Balance">Field 54.</param>
/// <param name="Messages">Question and answer for the log, secrets blanked.</param>
public sealed record IssuerReply(
    ReplyKind Kind,
    string Code = "",
    string Authorisation = "",
    byte[]? Icc = null,
    string? Balance = null,
    byte[]? Messages = null
)
{
    /// <summary>A wallet's own number; empty for none.</summary>
    public string Wallet { get; init; } = "";

    /// <summary>The text of a code to be shown; empty for none.</summary>
    public string Shown { get; init; } = "";

    /// <summary>Nothing left.</summary>
    public static IssuerReply NotSent { get; } = new(ReplyKind.NotSent);

    /// <summary>True when the issuer approved all of it. A part (10) is not what was asked for: it is turned round.</summary>
    public bool Approves => Kind == ReplyKind.Answered && Code != "10" && ResponseCodes.IsApproval(Code);
}

/// <summary>A message for an issuer, ready but for its number and its MAC.</summary>
/// <param name="Issuer">Whom it goes to.</param>
/// <param name="Mti">Field 0, 200 for 0200.</param>
/// <param name="Intent">The transaction: amounts, numbers, entry.</param>
/// <param name="Original">What it is about: field 90 names it.</param>
/// <param name="Merchant">Name, place and category.</param>
public sealed record IssuerQuestion(
    Issuer Issuer,
    int Mti,
    Authorisation.Intent Intent,
    Authorisation.Intent? Original,
    Merchants.Merchant Merchant
)
{
    /// <summary>Field 11 of this sending.</summary>
    public required int Stan { get; init; }

    /// <summary>Field 7 of this sending.</summary>
    public required string SentAt { get; init; }

    /// <summary>True for the question how <see cref="Original"/>, an order whose code is shown, stands: 0100 with processing code 390000.</summary>
    public bool IsInquiry { get; init; }

    /// <summary>Field 38, of what it is about.</summary>
    public string Authorisation { get; init; } = "";

    /// <summary>The terminal's PIN key, from which a PIN is moved to the issuer's; null when there is none.</summary>
    public PaymentCrypto.KeyStore.KeyRef? TerminalPin { get; init; }

    /// <summary>Field 55, where there is no terminal's message any more: script results, what a chip approved.</summary>
    public ReadOnlyMemory<byte> Icc { get; init; }

    /// <summary>Field 23, where there is no terminal's message any more; −1 for none.</summary>
    public int CardSequence { get; init; } = -1;
}

/// <summary>Where questions to issuers go; links in production, a script in tests.</summary>
public interface IIssuerPort
{
    /// <summary>The next field 11 and field 7 for an issuer; no two in flight share them.</summary>
    (int Stan, string SentAt) Number(string issuer);

    /// <summary>Asks and waits for the answer, at most the issuer's time.</summary>
    /// <param name="question">The question.</param>
    /// <param name="secrets">The terminal's message with number, track, PIN block; null when only the sealed number is there. Read before the first wait.</param>
    Task<IssuerReply> AskAsync(IssuerQuestion question, Acceptance.TerminalRequest? secrets);

    /// <summary>The wallet of a name, as far as the merchant has an account there; null for none.</summary>
    Issuer? WalletFor(string merchant, string wallet) => null;

    /// <summary>The wallets' names: what is owed to them is told like to any issuer.</summary>
    IReadOnlyDictionary<string, Issuer> Wallets => System.Collections.Immutable.ImmutableDictionary<string, Issuer>.Empty;

    /// <summary>Asks a wallet what became of a payment.</summary>
    Task<IssuerReply> LookAsync(Authorisation.Intent intent, Merchants.Merchant merchant) =>
        Task.FromResult(new IssuerReply(ReplyKind.NoAnswer));
}
