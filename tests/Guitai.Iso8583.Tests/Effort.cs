using System.Globalization;

namespace Guitai.Testing;

/// <summary>How many random cases a test tries: all of them, or the hundredth part while <c>./soak mutants</c> runs the tests thousands of times.</summary>
internal static class Effort
{
    private static readonly int s_percent = int.TryParse(
        Environment.GetEnvironmentVariable("GUITAI_TEST_EFFORT"),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out var percent
    )
        ? percent
        : 100;

    /// <summary>Of that many cases, as many as are wanted now, and one at least.</summary>
    public static int Of(int cases) => Math.Max(1, cases * s_percent / 100);
}
