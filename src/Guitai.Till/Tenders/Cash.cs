namespace Guitai.Till.Tenders;

/// <summary>What is known about a currency's notes and coins.</summary>
public static class Cash
{
    private static readonly Dictionary<string, long[]> s_denominations = new(StringComparer.Ordinal)
    {
        ["CNY"] = [100_00, 50_00, 20_00, 10_00, 5_00, 1_00, 50, 10],
        ["HKD"] = [1000_00, 500_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10],
        ["USD"] = [100_00, 50_00, 20_00, 10_00, 5_00, 1_00, 25, 10, 5, 1],
        ["EUR"] = [200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1],
        ["JPY"] = [10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1],
    };

    private static readonly long[] s_other = [100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 1];

    /// <summary>Notes and coins in use, minor units, largest first.</summary>
    public static IReadOnlyList<long> Denominations(string currency) => s_denominations.GetValueOrDefault(currency, s_other);

    /// <summary>The exact sum, and above it the sums a customer is likely to hand over: for each note, the fewest of it that reach the sum.</summary>
    public static IReadOnlyList<long> QuickAmounts(long totalMinor, string currency, int most = 5)
    {
        if (totalMinor <= 0)
        {
            return [0];
        }

        var smallestNote = currency == "JPY" ? 1_000 : 1_00;
        var sums = new SortedSet<long>();
        foreach (var note in Denominations(currency).Where(d => d >= smallestNote))
        {
            sums.Add(checked((totalMinor + note - 1) / note * note));
        }

        sums.Remove(totalMinor);
        return [totalMinor, .. sums.Take(most - 1)];
    }
}
