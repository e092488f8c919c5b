using Guitai.Foundation;

namespace Guitai.Foundation.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("12.30", "CNY", 1230)]
    [InlineData("12", "CNY", 1200)]
    [InlineData("-0.05", "CNY", -5)]
    [InlineData("500", "JPY", 500)]
    [InlineData("1.234", "KWD", 1234)]
    public void Major_units_read_back_as_they_were_written(string text, string currency, long minor)
    {
        Assert.True(Money.TryParseMajor(text, Currency.FromCode(currency), out var money));
        Assert.Equal(minor, money.Minor);
    }

    [Theory]
    [InlineData("12.345", "CNY")]
    [InlineData("1.0", "JPY")]
    [InlineData("1e3", "CNY")]
    [InlineData("", "CNY")]
    [InlineData("1.", "CNY")]
    [InlineData("+1", "CNY")]
    [InlineData("99999999999999999999", "CNY")]
    public void Text_that_is_not_an_amount_is_refused(string text, string currency) =>
        Assert.False(Money.TryParseMajor(text, Currency.FromCode(currency), out _));

    [Fact]
    public void Sums_of_two_currencies_are_a_mistake() =>
        Assert.Throws<InvalidOperationException>(() => new Money(1, Currency.Cny) + new Money(1, Currency.FromCode("USD")));

    [Fact]
    public void Overflow_is_never_silent() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Currency.Cny) + new Money(1, Currency.Cny));

    [Fact]
    public void Parts_of_an_allocation_add_up_to_the_whole()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var total = random.NextInt64(-1_000_000, 1_000_000);
            var weights = Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.NextInt64(0, 500)).ToArray();
            var parts = Fraction.Allocate(total, weights);
            Assert.Equal(total, parts.Sum());
        }
    }
}
