using System.Globalization;
using System.Numerics;
using FsCheck.Fluent;

namespace Guitai.Foundation.Tests;

/// <summary>What holds for every amount; the other side of each comparison is arbitrary-precision arithmetic.</summary>
public sealed class MoneyProperties
{
    private static readonly string[] s_currencies = ["CNY", "JPY", "KWD"];

    [Fact]
    public void Parts_of_an_allocation_add_up_and_each_is_within_one_unit_of_its_share() =>
        Gens.Check(
            from total in Gens.Long
            from weights in Gen.OneOf(Gens.Between(0, 500), Gens.Between(0, long.MaxValue), Gen.Constant(0L)).NonEmptyListOf()
            select (total, weights: weights.ToArray()),
            given =>
            {
                var parts = Fraction.Allocate(given.total, given.weights);
                Assert.Equal(given.total, parts.Aggregate(BigInteger.Zero, (sum, p) => sum + p));
                var shares = given.weights.All(w => w == 0) ? Enumerable.Repeat(1L, given.weights.Length).ToArray() : given.weights;
                var whole = shares.Aggregate(BigInteger.Zero, (sum, w) => sum + w);
                for (var i = 0; i < parts.Length; i++)
                {
                    // |part − total × weight / whole| < 1, without dividing.
                    Assert.True(BigInteger.Abs((parts[i] * whole) - ((BigInteger)given.total * shares[i])) < whole);
                    Assert.True(shares[i] > 0 || parts[i] == 0, "A part without weight got something.");
                }
            }
        );

    [Fact]
    public void An_allocation_of_the_opposite_amount_is_the_opposite_allocation() =>
        Gens.Check(
            from total in Gens.Long
            from weights in Gens.Between(0, 500).NonEmptyListOf()
            where total != long.MinValue
            select (total, weights: weights.ToArray()),
            given =>
                Assert.Equal(
                    Fraction.Allocate(given.total, given.weights).Select(p => -p),
                    Fraction.Allocate(checked(-given.total), given.weights)
                )
        );

    [Fact]
    public void Rounding_is_to_the_nearest_and_halves_go_away_from_zero() =>
        Gens.Check(
            from value in Gens.Long
            from numerator in Gens.Long
            from denominator in Gens.Long
            where denominator != 0
            select (value, numerator, denominator),
            given =>
            {
                var product = (BigInteger)given.value * given.numerator;
                var magnitude = BigInteger.Abs(given.denominator);
                var expected = ((BigInteger.Abs(product) * 2) + magnitude) / (magnitude * 2);
                expected = product.Sign * Math.Sign(given.denominator) < 0 ? -expected : expected;
                AssertSameOrOverflow(expected, () => Fraction.RoundHalfAway(given.value, given.numerator, given.denominator));
                AssertSameOrOverflow(
                    BigInteger.Divide(product, given.denominator),
                    () => Fraction.RoundDown(given.value, given.numerator, given.denominator)
                );
            }
        );

    [Fact]
    public void Rounding_is_the_same_on_both_sides_of_zero() =>
        Gens.Check(
            from value in Gens.Between(-1_000_000_000, 1_000_000_000)
            from numerator in Gens.Between(-10_000, 10_000)
            from denominator in Gens.Between(1, 10_000)
            select (value, numerator, denominator),
            given =>
                Assert.Equal(
                    -Fraction.RoundHalfAway(given.value, given.numerator, given.denominator),
                    Fraction.RoundHalfAway(-given.value, given.numerator, given.denominator)
                )
        );

    [Fact]
    public void Every_amount_reads_back_as_it_was_printed() =>
        Gens.Check(
            from minor in Gens.Long
            from code in Gen.Elements(s_currencies)
            select new Money(minor, Currency.FromCode(code)),
            money =>
            {
                var text = money.ToMajorString();
                Assert.True(Money.TryParseMajor(text, money.Currency, out var back), text);
                Assert.Equal(money, back);
                var major = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
                Assert.Equal(money.Minor, major);
            }
        );

    [Fact]
    public void Reading_an_amount_never_throws_and_never_takes_more_than_digits() =>
        Gens.Check(
            Gen.OneOf(Gens.Text, Gen.Elements("-", ".", "0", "1", "9", "٣", "９", "+", ",", " ", "e").ListOf().Select(string.Concat)),
            text =>
            {
                if (Money.TryParseMajor(text, Currency.Cny, out var money))
                {
                    Assert.All(text, c => Assert.True(c is '-' or '.' || char.IsAsciiDigit(c), text));
                    Assert.Equal((decimal)money.Minor, decimal.Parse(text, CultureInfo.InvariantCulture) * 100);
                }
            }
        );

    private static void AssertSameOrOverflow(BigInteger expected, Func<long> actual)
    {
        if (expected > long.MaxValue || expected < long.MinValue)
        {
            Assert.Throws<OverflowException>(() => actual());
        }
        else
        {
            Assert.Equal(expected, actual());
        }
    }
}
