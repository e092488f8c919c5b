using Guitai.Contracts.Masters;
using Guitai.Foundation;

namespace Guitai.Till.Checkout;

/// <summary>What a label's barcode says.</summary>
/// <param name="Item">The item code's digits.</param>
/// <param name="WeightMilli">Thousandths of a kilogram; null where the label says a price.</param>
/// <param name="PriceMinor">The price; null where the label says a weight.</param>
public sealed record Label(string Item, long? WeightMilli, long? PriceMinor);

/// <summary>What is rung up for a label.</summary>
/// <param name="LabelMinor">What the customer pays; null for unit price × quantity.</param>
public sealed record LabelledQuantity(long QuantityMilli, long? LabelMinor);

/// <summary>Barcodes that a store's own scale printed: an EAN-13 with the weight or the price inside (<see cref="LabelRule"/>).</summary>
public static class LabelBarcode
{
    private const int Length = 13;

    // GS1 General Specifications 7.9: what a digit becomes under the weights 2-, 3, 5+ and 5-.
    private const string TwoMinus = "0246891357";
    private const string Three = "0369258147";
    private const string FivePlus = "0516273849";
    private const string FiveMinus = "0594837261";

    /// <summary>The rule that a code is to be read by; null when it is none of a label.</summary>
    public static LabelRule? RuleFor(string code, IReadOnlyList<LabelRule>? rules) =>
        code.Length == Length && code.All(char.IsAsciiDigit)
            ? rules?.FirstOrDefault(r => r.IsSound() && code.StartsWith(r.Prefix, StringComparison.Ordinal))
            : null;

    /// <summary>Reads a code of 13 digits.</summary>
    /// <param name="exponent">Decimals of the currency.</param>
    public static Outcome<Label> Read(string code, LabelRule rule, int exponent)
    {
        var item = code.Substring(rule.Prefix.Length, rule.ItemDigits);
        var value = code.Substring(Length - 1 - rule.ValueDigits, rule.ValueDigits);
        if (
            CheckDigit(code.AsSpan(0, Length - 1)) != code[^1]
            || (rule.ValueCheck && ValueCheckDigit(value) != code[rule.Prefix.Length + rule.ItemDigits])
        )
        {
            return Refusal.With("label.check-digit", "code", code);
        }

        var number = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        if (rule.Value == LabelValue.Weight)
        {
            return new Label(item, number * Power10(3 - rule.Decimals), null);
        }

        return rule.Decimals <= exponent
            ? new Label(item, null, number * Power10(exponent - rule.Decimals))
            : Refusal.With("label.decimals", "prefix", rule.Prefix);
    }

    /// <summary>How much of a product a label is, and what it costs. A price is what the customer pays, to the fen; the weight behind it is
    /// price ÷ unit price to the nearest gram.</summary>
    /// <param name="packages">So many with the same label.</param>
    public static Outcome<LabelledQuantity> Sell(Label label, Product product, int packages)
    {
        if (label.WeightMilli is { } weight)
        {
            return !product.Weighed ? Refusal.With("label.not-weighed", "name", product.Name)
                : weight == 0 ? new Refusal("label.zero")
                : new LabelledQuantity(weight * packages, null);
        }

        var price = label.PriceMinor!.Value;
        if (price == 0)
        {
            return new Refusal("label.zero");
        }

        if (!product.Weighed)
        {
            return new LabelledQuantity(packages * 1000L, price * packages);
        }

        return product.PriceMinor == 0
            ? Refusal.With("label.no-unit-price", "name", product.Name)
            : new LabelledQuantity(Math.Max(1, Fraction.RoundHalfAway(price, 1000, product.PriceMinor)) * packages, price * packages);
    }

    /// <summary>The check digit of the first digits of an EAN (GS1 General Specifications 7.9): weights 3 and 1 from the right.</summary>
    public static char CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            sum += (digits[i] - '0') * ((digits.Length - i) % 2 == 1 ? 3 : 1);
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>The check digit of a price or weight of four or five digits (GS1 General Specifications 7.9, price verifier digit).</summary>
    public static char ValueCheckDigit(ReadOnlySpan<char> value)
    {
        if (value.Length == 4)
        {
            var sum = Weighed(TwoMinus, value[0]) + Weighed(TwoMinus, value[1]) + Weighed(Three, value[2]) + Weighed(FiveMinus, value[3]);
            return (char)('0' + (sum * 3 % 10));
        }

        var five =
            Weighed(FivePlus, value[0])
            + Weighed(TwoMinus, value[1])
            + Weighed(FiveMinus, value[2])
            + Weighed(FivePlus, value[3])
            + Weighed(TwoMinus, value[4]);

        // The digit that the weight 5- makes into what is missing to the next ten.
        return (char)('0' + FiveMinus.IndexOf((char)('0' + ((10 - (five % 10)) % 10)), StringComparison.Ordinal));
    }

    private static int Weighed(string weight, char digit) => weight[digit - '0'] - '0';

    private static long Power10(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
