using FsCheck.Fluent;
using NodaTime;

namespace Guitai.Foundation.Tests;

public sealed class BusinessDateTests
{
    /// <summary>St John's turned its clocks back at a minute past midnight, and Apia left out a whole day (2011-12-30).</summary>
    private static readonly string[] s_zones =
    [
        "Asia/Shanghai",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Pacific/Apia",
    ];

    [Fact]
    public void The_bounds_of_a_business_day_hold_every_instant_that_falls_on_it() =>
        Gens.Check(
            from zone in Gen.Elements(s_zones)
            from hour in Gen.Choose(0, 23)
            from atMs in InstantIn(zone)
            select (zone, hour, atMs),
            given =>
            {
                Assert.True(StoreCalendar.TryCreate(given.zone, given.hour, out var calendar));
                var date = calendar.DateOf(given.atMs);
                var (fromMs, toMs) = calendar.Bounds(date);
                Assert.InRange(given.atMs, fromMs, toMs - 1);
                Assert.Equal(date, calendar.DateOf(fromMs));
                Assert.Equal(date, calendar.DateOf(toMs - 1));
                Assert.True(calendar.DateOf(toMs) > date);
                Assert.Equal(date, BusinessDate.FromNumber(date.ToNumber()));
            }
        );

    [Theory]
    [InlineData("Asia/Shanghai", 4, "2026-02-17T03:59:59+08:00", "2026-02-16", 24)]
    [InlineData("Asia/Shanghai", 4, "2026-02-17T04:00:00+08:00", "2026-02-17", 24)]
    [InlineData("America/New_York", 2, "2026-03-08T03:00:00-04:00", "2026-03-08", 23)]
    [InlineData("America/New_York", 0, "2026-03-08T23:59:59-04:00", "2026-03-08", 23)]
    [InlineData("America/New_York", 0, "2026-11-01T01:30:00-05:00", "2026-11-01", 25)]
    [InlineData("Australia/Lord_Howe", 0, "2026-04-05T12:00:00+10:30", "2026-04-05", 24.5)]
    [InlineData("Australia/Lord_Howe", 2, "2026-10-04T02:30:00+11:00", "2026-10-04", 23.5)]
    public void A_day_begins_at_the_day_change_hour(string zone, int hour, string at, string date, double hours)
    {
        Assert.True(StoreCalendar.TryCreate(zone, hour, out var calendar));
        var found = calendar.DateOf(DateTimeOffset.Parse(at).ToUnixTimeMilliseconds());
        Assert.Equal(date, found.ToString());
        var (fromMs, toMs) = calendar.Bounds(found);
        Assert.Equal(TimeSpan.FromHours(hours).TotalMilliseconds, toMs - fromMs);
    }

    [Theory]
    [InlineData("Nowhere/Land", 4)]
    [InlineData("Asia/Shanghai", 24)]
    [InlineData("Asia/Shanghai", -1)]
    public void A_calendar_needs_a_known_zone_and_an_hour_of_the_day(string zone, int hour) =>
        Assert.False(StoreCalendar.TryCreate(zone, hour, out _));

    /// <summary>Any instant since 1970, half of them within two days of a change of the clocks.</summary>
    private static FsCheck.Gen<long> InstantIn(string zone)
    {
        var (start, end) = (Instant.FromUtc(1970, 1, 1, 0, 0), Instant.FromUtc(2037, 1, 1, 0, 0));
        var changes = DateTimeZoneProviders
            .Tzdb[zone]
            .GetZoneIntervals(start, end)
            .Where(i => i.HasEnd)
            .Select(i => i.End.ToUnixTimeMilliseconds())
            .ToArray();
        var twoDaysMs = (long)TimeSpan.FromDays(2).TotalMilliseconds;
        return Gen.OneOf(
            Gens.Between(start.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds()),
            from change in Gen.Elements(changes)
            from offset in Gens.Between(-twoDaysMs, twoDaysMs)
            select change + offset
        );
    }
}
