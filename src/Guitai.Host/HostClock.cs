using System.Globalization;

namespace Guitai.Host;

/// <summary>The host's calendar: Beijing time, eight hours before UTC all year, the business day beginning at a fixed hour (UnionPay's switch at 23:00).</summary>
/// <param name="dayChangeHour">0 to 23: from this hour on it is the next business day; 0 for midnight.</param>
public sealed class HostClock(int dayChangeHour = 23)
{
    private const long DayMs = 86_400_000;
    private const long OffsetMs = 8 * 3_600_000;

    private readonly long _shiftMs = dayChangeHour == 0 ? 0 : (24 - dayChangeHour) * 3_600_000L;
    private Cached _cached = new(-1, 0);

    private sealed record Cached(long Number, int Day);

    /// <summary>The business day of an instant, yyyymmdd.</summary>
    /// <param name="atMs">Unix milliseconds.</param>
    public int DayOf(long atMs)
    {
        var number = Math.DivRem(atMs + OffsetMs + _shiftMs, DayMs).Quotient;
        var cached = _cached;
        if (cached.Number == number)
        {
            return cached.Day;
        }

        var day = DateTime.UnixEpoch.AddDays(number);
        cached = new Cached(number, (day.Year * 10_000) + (day.Month * 100) + day.Day);
        _cached = cached;
        return cached.Day;
    }

    /// <summary>When the business day of an instant ends, Unix milliseconds.</summary>
    public long EndOfDay(long atMs) => ((Math.DivRem(atMs + OffsetMs + _shiftMs, DayMs).Quotient + 1) * DayMs) - OffsetMs - _shiftMs;

    /// <summary>Field 12 and field 13: Beijing wall clock as hhmmss and MMDD.</summary>
    public static (int Time, int Date) Local(long atMs)
    {
        var local = DateTime.UnixEpoch.AddMilliseconds(atMs + OffsetMs);
        return ((local.Hour * 10_000) + (local.Minute * 100) + local.Second, (local.Month * 100) + local.Day);
    }

    /// <summary>Field 7: UTC as MMDDhhmmss.</summary>
    public static string Transmission(long atMs) =>
        DateTime.UnixEpoch.AddMilliseconds(atMs).ToString("MMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>The first four digits of a retrieval reference number: last digit of the year and day of the year, Beijing time.</summary>
    public static int YearDay(long atMs)
    {
        var local = DateTime.UnixEpoch.AddMilliseconds(atMs + OffsetMs);
        return (local.Year % 10 * 1000) + local.DayOfYear;
    }
}
