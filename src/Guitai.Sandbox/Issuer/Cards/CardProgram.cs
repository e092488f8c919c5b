using System.Globalization;

namespace Guitai.Sandbox.Issuer.Cards;

/// <summary>Whose money a card moves.</summary>
public enum CardFunds
{
    /// <summary>The cardholder's own balance.</summary>
    Debit,

    /// <summary>The issuer's credit line.</summary>
    Credit,
}

/// <summary>What the issuer thinks of a card.</summary>
public enum CardCondition
{
    /// <summary>Nothing is wrong.</summary>
    Good,

    /// <summary>Reported lost (41).</summary>
    Lost,

    /// <summary>Reported stolen (43).</summary>
    Stolen,

    /// <summary>Blocked by the issuer (62).</summary>
    Blocked,

    /// <summary>Too many wrong PINs (75).</summary>
    PinBlocked,
}

/// <summary>What the issuer wants a chip card to do the next time that it is online.</summary>
public enum CardScript
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Count PIN tries anew (template 72, EMV Book 3, 6.5.10).</summary>
    UnblockPin,

    /// <summary>Block the application (template 71, EMV Book 3, 6.5.1).</summary>
    BlockApplication,
}

/// <summary>A card of a program that is not like its others.</summary>
/// <param name="Index">Which.</param>
/// <param name="OpeningMinor">Its money at first, null: the program's.</param>
/// <param name="LimitMinor">Its limit a transaction, null: the program's.</param>
/// <param name="Expiry">YYMM, null: the program's.</param>
/// <param name="ServiceCode">Three digits, null: the program's.</param>
/// <param name="Script">What its chip shall do.</param>
public sealed record SpecialCard(
    int Index,
    CardCondition Condition = CardCondition.Good,
    long? OpeningMinor = null,
    long? LimitMinor = null,
    string? Expiry = null,
    string? ServiceCode = null,
    CardScript Script = CardScript.None
);

/// <summary>A range of card numbers: prefix, index with zeros before it, check digit (Luhn).</summary>
/// <param name="Name">Its name in calls.</param>
/// <param name="Scheme">The scheme whose numbers they are like.</param>
/// <param name="Prefix">Eight digits that no issuer is known to have.</param>
/// <param name="PanLength">16 or 19.</param>
/// <param name="Cards">How many there are: indexes 0 up to one less.</param>
/// <param name="Expiry">YYMM.</param>
/// <param name="ServiceCode">Three digits; a first digit of 2 or 6 says that there is a chip.</param>
/// <param name="CryptogramVersion">10 or 18.</param>
/// <param name="OpeningMinor">Each card's balance or credit line at first.</param>
/// <param name="LimitMinor">The most that one transaction may be.</param>
public sealed record CardProgram(
    string Name,
    string Scheme,
    string Prefix,
    int PanLength,
    CardFunds Funds,
    int Cards,
    string Expiry,
    string ServiceCode,
    int CryptogramVersion,
    long OpeningMinor,
    long LimitMinor,
    IReadOnlyList<SpecialCard> Special
)
{
    /// <summary>From this index to <see cref="FirstPlain"/> the usual programs' cards have no chip.</summary>
    public const int FirstOld = 80;

    /// <summary>From this index on all cards of the usual programs are alike.</summary>
    public const int FirstPlain = 100;

    /// <summary>Why the program cannot work; null when it can.</summary>
    internal string? Flaw =>
        Prefix is not { Length: 8 } || !Prefix.All(char.IsAsciiDigit) ? "prefix"
        : PanLength is < 14 or > 19 || Cards < 1 || Cards > Math.Pow(10, PanLength - 9) ? "cards"
        : !IsDigits(Expiry, 4) || !IsDigits(ServiceCode, 3) || CryptogramVersion is not (10 or 18) ? "chip"
        : Special is null || Special.Any(s => !IsDigits(s.Expiry ?? Expiry, 4) || !IsDigits(s.ServiceCode ?? ServiceCode, 3)) ? "special"
        : null;

    /// <summary>The programs of a new issuer: four schemes, debit and credit, a million cards each, the first of which are special.</summary>
    public static IReadOnlyList<CardProgram> Usual(int year)
    {
        var expiry = ((year + 4) % 100).ToString("D2", CultureInfo.InvariantCulture) + "12";
        var past = ((year - 1) % 100).ToString("D2", CultureInfo.InvariantCulture) + "06";
        CardProgram Make(string name, string scheme, string prefix, int length, CardFunds funds, int version) =>
            new(name, scheme, prefix, length, funds, 1_000_000, expiry, "201", version, 10_000_000, 5_000_000, Strange(past));
        return
        [
            Make("unionpay-debit", "UnionPay", "62999901", 19, CardFunds.Debit, 10),
            Make("unionpay-credit", "UnionPay", "62999902", 16, CardFunds.Credit, 18),
            Make("visa-debit", "Visa-like", "40000001", 16, CardFunds.Debit, 18),
            Make("visa-credit", "Visa-like", "40000002", 16, CardFunds.Credit, 10),
            Make("mastercard-debit", "Mastercard-like", "51999901", 16, CardFunds.Debit, 10),
            Make("mastercard-credit", "Mastercard-like", "51999902", 16, CardFunds.Credit, 18),
            Make("jcb-credit", "JCB", "35899901", 16, CardFunds.Credit, 18),
        ];
    }

    private static SpecialCard[] Strange(string past) =>
        [
            new(1, OpeningMinor: 1_000),
            new(2, Expiry: past),
            new(3, CardCondition.Stolen),
            new(4, CardCondition.Lost),
            new(5, CardCondition.Blocked),
            new(6, CardCondition.PinBlocked),
            new(7, LimitMinor: 10_000),
            new(8, CardCondition.PinBlocked, Script: CardScript.UnblockPin),
            new(9, Script: CardScript.BlockApplication),
            new(10, ServiceCode: "101"),
            // Old ones, without a chip.
            .. Enumerable.Range(FirstOld, FirstPlain - FirstOld).Select(i => new SpecialCard(i, ServiceCode: "101")),
        ];

    private static bool IsDigits(string? text, int length) => text?.Length == length && text.All(char.IsAsciiDigit);
}
