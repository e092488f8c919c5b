using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Guitai.Foundation;

/// <summary>The day a sale is booked on: a calendar day of the store that begins at the store's day-change hour, not at midnight.</summary>
public readonly record struct BusinessDate(int Year, int Month, int Day) : IComparable<BusinessDate>
{
    /// <inheritdoc/>
    public int CompareTo(BusinessDate other) => ToNumber().CompareTo(other.ToNumber());

    public static bool operator <(BusinessDate left, BusinessDate right) => left.CompareTo(right) < 0;

    public static bool operator >(BusinessDate left, BusinessDate right) => left.CompareTo(right) > 0;

    public static bool operator <=(BusinessDate left, BusinessDate right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BusinessDate left, BusinessDate right) => left.CompareTo(right) >= 0;

    /// <summary>The date as one number for storage, yyyymmdd.</summary>
    public int ToNumber() => (Year * 10_000) + (Month * 100) + Day;

    /// <summary>The date that <see cref="ToNumber"/> made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not a calendar day.</exception>
    public static BusinessDate FromNumber(int number)
    {
        var date = new LocalDate(number / 10_000, number / 100 % 100, number % 100);
        return new BusinessDate(date.Year, date.Month, date.Day);
    }

    /// <summary>ISO form, yyyy-MM-dd.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}-{Day:00}");
}

/// <summary>A store's calendar: its IANA time zone and the hour at which one business day becomes the next.</summary>
public sealed class StoreCalendar
{
    /// <summary>A day change that the clocks show twice happens at the first; one that they skip happens when they jump.</summary>
    private static readonly ZoneLocalMappingResolver s_dayChange = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    private readonly DateTimeZone _zone;
    private readonly int _dayChangeHour;

    private StoreCalendar(DateTimeZone zone, int dayChangeHour)
    {
        _zone = zone;
        _dayChangeHour = dayChangeHour;
    }

    /// <summary>Makes a calendar; false when the zone is unknown or the hour is outside 0–23.</summary>
    public static bool TryCreate(string timeZone, int dayChangeHour, out StoreCalendar calendar)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone);
        calendar = new StoreCalendar(zone ?? DateTimeZone.Utc, dayChangeHour);
        return zone is not null && dayChangeHour is >= 0 and <= 23;
    }

    /// <summary>The business day that an instant falls on: the one whose <see cref="Bounds"/> hold it.</summary>
    /// <param name="atMs">Unix milliseconds.</param>
    public BusinessDate DateOf(long atMs)
    {
        // Near a change of the clocks the wall clock alone misleads: it may show one day's end after the next day has begun.
        var day = Instant.FromUnixTimeMilliseconds(atMs).InZone(_zone).LocalDateTime.PlusHours(-_dayChangeHour).Date;
        while (atMs < StartOf(day))
        {
            day = day.PlusDays(-1);
        }

        while (atMs >= StartOf(day.PlusDays(1)))
        {
            day = day.PlusDays(1);
        }

        return new BusinessDate(day.Year, day.Month, day.Day);
    }

    /// <summary>The instants at which a business day starts (inclusive) and ends (exclusive), Unix milliseconds; days of 23 and 25 hours included.</summary>
    public (long FromMs, long ToMs) Bounds(BusinessDate date)
    {
        var day = new LocalDate(date.Year, date.Month, date.Day);
        return (StartOf(day), StartOf(day.PlusDays(1)));
    }

    /// <summary>Wall-clock time at the store, <c>yyyy-MM-dd HH:mm:ss</c>.</summary>
    public string LocalTime(long atMs) =>
        Instant.FromUnixTimeMilliseconds(atMs).InZone(_zone).ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private long StartOf(LocalDate day) =>
        _zone.ResolveLocal(day.At(new LocalTime(_dayChangeHour, 0)), s_dayChange).ToInstant().ToUnixTimeMilliseconds();
}
