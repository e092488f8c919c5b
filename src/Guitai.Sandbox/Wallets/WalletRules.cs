namespace Guitai.Sandbox.Wallets;

/// <summary>A wallet on a customer's phone. The journal keeps the numbers.</summary>
public enum WalletKind
{
    /// <summary>WeChat Pay.</summary>
    WeChat = 0,

    /// <summary>Alipay.</summary>
    Alipay = 1,

    /// <summary>UnionPay's app: its codes are shown here, and a card issuer takes the money.</summary>
    UnionPay = 2,
}

/// <summary>The wallets' own rules, as the real ones have them. Kept in <c>wallets.json</c>, where they may be edited while the sandbox does not run.</summary>
public sealed record WalletRules
{
    /// <summary>How long a payment code on the phone is good.</summary>
    public TimeSpan CodeLife { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Up to this a code is paid without the password.</summary>
    public long NoPasswordMinor { get; init; } = 100_000;

    /// <summary>Payments without the password, a customer, wallet and day.</summary>
    public int NoPasswordTimesADay { get; init; } = 10;

    /// <summary>How long the phone waits for the password of a code that a till has read; then the payment has failed.</summary>
    public TimeSpan PromptLife { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long a code that the shop shows is good when the order does not say.</summary>
    public TimeSpan ShownCodeLife { get; init; } = TimeSpan.FromHours(2);

    /// <summary>What a request's time may be off at WeChat Pay.</summary>
    public TimeSpan WeChatSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What a request's time may be off at Alipay.</summary>
    public TimeSpan AlipaySkew { get; init; } = TimeSpan.FromHours(24);

    /// <summary>WeChat Pay reverses a payment no earlier than this after it was asked for.</summary>
    public TimeSpan ReverseNotBefore { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>WeChat Pay reverses a payment no later than this.</summary>
    public TimeSpan ReverseWithin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Alipay cancels a payment no later than this.</summary>
    public TimeSpan CancelWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long WeChat Pay's refunds are under way.</summary>
    public TimeSpan RefundTakes { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A payment is refunded no later than this.</summary>
    public TimeSpan RefundWithin { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Parts that a payment may be refunded in.</summary>
    public int MostRefunds { get; init; } = 50;

    /// <summary>Fee in hundredths of a percent: 60 is 0.60 %.</summary>
    public int FeeBasisPoints { get; init; } = 60;

    /// <summary>When, in Beijing on the next day, a day's bill is there.</summary>
    public TimeSpan BillAt { get; init; } = TimeSpan.FromHours(10);
}

/// <summary>Beijing's clock, by which both wallets live: no summer time since 1991.</summary>
internal static class Beijing
{
    private static readonly TimeSpan s_offset = TimeSpan.FromHours(8);

    public static DateTimeOffset Of(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToOffset(s_offset);

    public static int Day(long unixMs) => DateOnly.FromDateTime(Of(unixMs).DateTime).DayNumber;

    /// <summary>The moment at which a day begins.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), s_offset);

    /// <summary>2021-01-28 17:07:11.</summary>
    public static string Plain(long unixMs) => Of(unixMs).ToString("yyyy-MM-dd HH:mm:ss");

    /// <summary>2021-01-28T17:07:11+08:00.</summary>
    public static string Iso(long unixMs) => Of(unixMs).ToString("yyyy-MM-dd'T'HH:mm:sszzz");
}

/// <summary>Money as bills and Alipay write it.</summary>
internal static class Yuan
{
    /// <summary>12.34.</summary>
    public static string Of(long minor) => $"{(minor < 0 ? "-" : "")}{Math.Abs(minor) / 100}.{Math.Abs(minor) % 100:D2}";

    /// <summary>Reads 12.34, 12.3 or 12: digits, at most two behind a point, no sign, no leading zero before another digit.</summary>
    public static bool TryRead(string text, out long minor)
    {
        minor = 0;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var part = point < 0 ? "" : text[(point + 1)..];
        if (
            whole.Length is 0 or > 11
            || (whole.Length > 1 && whole[0] == '0')
            || (point >= 0 && part.Length is 0 or > 2)
            || !whole.All(char.IsAsciiDigit)
            || !part.All(char.IsAsciiDigit)
        )
        {
            return false;
        }

        minor = (long.Parse(whole) * 100) + (part.Length == 0 ? 0 : long.Parse(part.PadRight(2, '0')));
        return true;
    }

    /// <summary>The fee of an amount, rounded to the cent, half up.</summary>
    public static long Fee(long minor, int basisPoints) => ((minor * basisPoints) + 5_000) / 10_000;
}
