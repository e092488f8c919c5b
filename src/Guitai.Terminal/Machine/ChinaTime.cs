namespace Guitai.Terminal.Machine;

/// <summary>The host's wall clock: UTC+8, without summer time since 1991.</summary>
public static class ChinaTime
{
    private static readonly TimeSpan s_offset = TimeSpan.FromHours(8);

    /// <summary>The wall clock at an instant.</summary>
    public static DateTimeOffset Of(long atMs) => DateTimeOffset.FromUnixTimeMilliseconds(atMs).ToOffset(s_offset);

    /// <summary>The date.</summary>
    public static DateOnly Today(long nowMs) => DateOnly.FromDateTime(Of(nowMs).DateTime);

    /// <summary>The date, yyyymmdd.</summary>
    public static int DayOf(long atMs)
    {
        var local = Of(atMs);
        return (local.Year * 10_000) + (local.Month * 100) + local.Day;
    }

    /// <summary>The instant of a host's fields 12 (hhmmss) and 13 (MMDD), in the year in which it is nearest to now.</summary>
    public static long At(int time, int date, long nowMs)
    {
        var now = Of(nowMs);
        long best = 0;
        foreach (var year in (ReadOnlySpan<int>)[now.Year - 1, now.Year, now.Year + 1])
        {
            var day = Math.Clamp(date % 100, 1, 31);
            var month = Math.Clamp(date / 100, 1, 12);
            if (day > DateTime.DaysInMonth(year, month) || time / 10_000 > 23 || time / 100 % 100 > 59 || time % 100 > 59)
            {
                continue;
            }

            var at = new DateTimeOffset(year, month, day, time / 10_000, time / 100 % 100, time % 100, s_offset).ToUnixTimeMilliseconds();
            best = best == 0 || Math.Abs(at - nowMs) < Math.Abs(best - nowMs) ? at : best;
        }

        return best == 0 ? nowMs : best;
    }
}
