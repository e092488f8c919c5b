using Guitai.Foundation;
using Guitai.Host.Authorisation;

namespace Guitai.Host.Merchants;

/// <summary>What a merchant pays for a transaction of one kind of card.</summary>
/// <param name="Ppm">Millionths of the amount: 3800 is 0.38 %.</param>
/// <param name="CapMinor">The most, minor units; 0 for no cap.</param>
public sealed record FeeRate(int Ppm, long CapMinor)
{
    /// <summary>The fee on an amount: rounded once, half away from zero, then capped.</summary>
    public long Of(long minor)
    {
        var fee = Fraction.RoundHalfAway(minor, Ppm, 1_000_000);
        return CapMinor > 0 ? Math.Min(fee, CapMinor) : fee;
    }
}

/// <summary>What a merchant pays.</summary>
/// <param name="Debit">Debit cards, commonly with a cap.</param>
/// <param name="Credit">Credit cards, and cards of which the kind is not known.</param>
/// <param name="Wallet">Wallets' codes.</param>
public sealed record FeePlan(FeeRate Debit, FeeRate Credit, FeeRate Wallet)
{
    /// <summary>The rates for a kind of card.</summary>
    public FeeRate For(CardProduct product) =>
        product switch
        {
            CardProduct.Debit => Debit,
            CardProduct.Wallet => Wallet,
            _ => Credit,
        };
}

/// <summary>How much a merchant or a terminal may take. Zero is no limit.</summary>
/// <param name="EachMinor">One transaction, minor units.</param>
/// <param name="DayMinor">All of a business day, minor units.</param>
/// <param name="DayCount">How many a business day.</param>
public sealed record Limits(long EachMinor, long DayMinor, int DayCount)
{
    /// <summary>No limit.</summary>
    public static Limits None { get; } = new(0, 0, 0);
}

/// <summary>A merchant as the host knows it.</summary>
public sealed record Merchant
{
    /// <summary>Field 42: 15 digits or letters.</summary>
    public required string Number { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its name and place in ASCII for issuers, at most 40 characters.</summary>
    public required string NameAscii { get; init; }

    /// <summary>Merchant category code, four digits (ISO 18245).</summary>
    public required string Category { get; init; }

    /// <summary>False: every question is answered with 03.</summary>
    public bool Active { get; init; } = true;

    /// <summary>What it pays.</summary>
    public required FeePlan Fees { get; init; }

    /// <summary>What it may take.</summary>
    public Limits Limits { get; init; } = Limits.None;

    /// <summary>The account that it is paid out to, as the bank writes it; empty while there is none.</summary>
    public string PayoutAccount { get; init; } = "";

    /// <summary>Flows that it may not use: answered with 57.</summary>
    public IReadOnlyList<Flow> Without { get; init; } = [];
}
