using System.Globalization;
using Guitai.Contracts.Staff;
using Guitai.Foundation;

namespace Guitai.Till.Desk;

/// <summary>The refusals that several features give.</summary>
internal static class Refusals
{
    public static readonly Refusal NotReady = new("till.not-ready");
    public static readonly Refusal LogIn = new("login.needed");
    public static readonly Refusal Locked = new("till.locked");
    public static readonly Refusal PageTakenOver = new("page.taken-over");
    public static readonly Refusal StoreFull = new("store.full");
    public static readonly Refusal NoShift = new("shift.not-open");
    public static readonly Refusal NoSuchOrder = new("order.not-found");
    public static readonly Refusal NoSuchLine = new("cart.no-such-line");
    public static readonly Refusal EmptyCart = new("cart.empty");
    public static readonly Refusal ReasonMissing = new("reason.missing");
    public static readonly Refusal NotTurned = new("screen.not-turned");
    public static readonly Refusal PartlyPaid = new("order.partly-paid");
    public static readonly Refusal TenderUnderWay = new("tender.under-way");
    public static readonly Refusal CartChanged = new("cart.changed");

    public static Refusal RightNeeded(Right right) => Refusal.With("right.needed", "right", right.ToString());

    public static Refusal OutOfRange(string what, long least, long most) =>
        new(
            "input.out-of-range",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["field"] = what,
                ["least"] = least.ToString(CultureInfo.InvariantCulture),
                ["most"] = most.ToString(CultureInfo.InvariantCulture),
            }
        );
}

/// <summary>The largest inputs that make sense at a counter; everything beyond is a slip of the finger.</summary>
internal static class Limits
{
    public const long QuantityMilli = 99_999_000;
    public const long PriceMinor = 1_000_000_000;
    public const long TotalMinor = 100_000_000_000;
    public const int Lines = 500;
    public const int Text = 200;
    public const int Held = 100;

    /// <summary>Free text as a person typed it: trimmed, without control characters, cut at the limit; null when nothing is left.</summary>
    public static string? Clean(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var clean = new string([.. text.Where(c => !char.IsControl(c))]).Trim();
        return clean.Length == 0 ? null
            : clean.Length <= Text ? clean
            : clean[..Text];
    }
}
