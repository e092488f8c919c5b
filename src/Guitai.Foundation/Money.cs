using System.Globalization;
using System.Numerics;

namespace Guitai.Foundation;

/// <summary>An amount of one currency in whole minor units (fen, cents). Arithmetic is checked: overflow and mixed currencies throw.</summary>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>Nothing, in the given currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>True when the amount is exactly zero.</summary>
    public bool IsZero => Minor == 0;

    /// <summary>True below zero.</summary>
    public bool IsNegative => Minor < 0;

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The sum does not fit.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.Minor), left.Same(right));

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The difference does not fit.</exception>
    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.Minor), left.Same(right));

    /// <exception cref="OverflowException">The amount is the smallest long.</exception>
    public static Money operator -(Money amount) => new(checked(-amount.Minor), amount.Currency);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(Money other)
    {
        _ = Same(other);
        return Minor.CompareTo(other.Minor);
    }

    /// <summary>The amount times <paramref name="numerator"/>/<paramref name="denominator"/>, rounded once, half away from zero.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    /// <exception cref="OverflowException">The result does not fit.</exception>
    public Money Times(long numerator, long denominator) => new(Fraction.RoundHalfAway(Minor, numerator, denominator), Currency);

    /// <summary>Splits the amount over weights so that the parts always add up to the whole (largest remainder, ties to the earlier part).</summary>
    /// <param name="weights">One weight for each part, none negative. When all are zero the parts are equal.</param>
    /// <exception cref="ArgumentException">There is no part, or a weight is negative.</exception>
    public Money[] Allocate(ReadOnlySpan<long> weights)
    {
        var minor = Fraction.Allocate(Minor, weights);
        var parts = new Money[minor.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new Money(minor[i], Currency);
        }

        return parts;
    }

    /// <summary>Major units with the currency's decimals and its code, for example <c>-12.30 CNY</c>.</summary>
    public override string ToString() => $"{ToMajorString()} {Currency.Code}";

    /// <summary>Major units with the currency's decimals, for example <c>12.30</c>; never goes through floating point.</summary>
    public string ToMajorString()
    {
        var digits = BigInteger.Abs(Minor).ToString(CultureInfo.InvariantCulture);
        var exponent = Currency.Exponent;
        if (exponent > 0)
        {
            digits = digits.PadLeft(exponent + 1, '0').Insert(Math.Max(digits.Length, exponent + 1) - exponent, ".");
        }

        return Minor < 0 ? "-" + digits : digits;
    }

    /// <summary>Reads major units such as <c>12</c>, <c>12.3</c> or <c>-0.05</c>. More decimals than the currency has, exponents, signs other than
    /// a leading minus, and amounts that do not fit are refused (false).</summary>
    public static bool TryParseMajor(ReadOnlySpan<char> text, Currency currency, out Money money)
    {
        money = default;
        var negative = text.Length > 0 && text[0] == '-';
        var rest = negative ? text[1..] : text;
        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? [] : rest[(point + 1)..];
        if (whole.IsEmpty || whole.Length > 19 || fraction.Length > currency.Exponent || (point >= 0 && fraction.IsEmpty))
        {
            return false;
        }

        Int128 minor = 0;
        foreach (var part in (ReadOnlySpan<string>)[whole.ToString(), fraction.ToString().PadRight(currency.Exponent, '0')])
        {
            foreach (var c in part)
            {
                if (!char.IsAsciiDigit(c))
                {
                    return false;
                }

                minor = (minor * 10) + (c - '0');
            }
        }

        minor = negative ? -minor : minor;
        if (minor > long.MaxValue || minor < long.MinValue)
        {
            return false;
        }

        money = new Money((long)minor, currency);
        return true;
    }

    private Currency Same(Money other) =>
        other.Currency == Currency
            ? Currency
            : throw new InvalidOperationException($"Money of {Currency.Code} and {other.Currency.Code} cannot be combined.");
}
