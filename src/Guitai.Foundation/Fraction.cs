namespace Guitai.Foundation;

/// <summary>The only rounding and splitting of whole minor units in the system; every rule is written here once.</summary>
public static class Fraction
{
    /// <summary><paramref name="value"/> × <paramref name="numerator"/> ÷ <paramref name="denominator"/>, half away from zero.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    /// <exception cref="OverflowException">The result does not fit a long.</exception>
    public static long RoundHalfAway(long value, long numerator, long denominator)
    {
        var product = (Int128)value * numerator;
        var (quotient, remainder) = Int128.DivRem(product, denominator);
        if (Int128.Abs(remainder) * 2 >= Int128.Abs((Int128)denominator))
        {
            quotient += (product < 0) == (denominator < 0) ? 1 : -1;
        }

        return checked((long)quotient);
    }

    /// <summary><paramref name="value"/> × <paramref name="numerator"/> ÷ <paramref name="denominator"/>, towards zero.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    /// <exception cref="OverflowException">The result does not fit a long.</exception>
    public static long RoundDown(long value, long numerator, long denominator) => checked((long)((Int128)value * numerator / denominator));

    /// <summary>Splits a total over weights by largest remainder: the parts add up to the total, and no part is further than one unit from its share.</summary>
    /// <exception cref="ArgumentException">There is no part, or a weight is negative.</exception>
    public static long[] Allocate(long total, ReadOnlySpan<long> weights)
    {
        if (weights.IsEmpty)
        {
            throw new ArgumentException("An allocation needs at least one part.", nameof(weights));
        }

        Int128 sum = 0;
        foreach (var weight in weights)
        {
            sum += weight >= 0 ? weight : throw new ArgumentException("A weight is negative.", nameof(weights));
        }

        var equal = sum == 0;
        var parts = new long[weights.Length];
        var remainders = new Int128[weights.Length];
        var left = (Int128)total;
        for (var i = 0; i < parts.Length; i++)
        {
            var product = (Int128)total * (equal ? 1 : weights[i]);
            var (quotient, remainder) = Int128.DivRem(product, equal ? weights.Length : sum);
            parts[i] = (long)quotient;
            remainders[i] = Int128.Abs(remainder);
            left -= quotient;
        }

        var step = left < 0 ? -1 : 1;
        var order = new int[parts.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => remainders[a] != remainders[b] ? remainders[b].CompareTo(remainders[a]) : a.CompareTo(b));
        for (var i = 0; left != 0; i++, left -= step)
        {
            parts[order[i]] += step;
        }

        return parts;
    }
}
