namespace Guitai.Foundation;

/// <summary>A currency by its ISO 4217 alphabetic code, with the number of decimals of its minor unit.</summary>
public readonly record struct Currency
{
    private static readonly Dictionary<string, Currency> s_known = new(StringComparer.Ordinal)
    {
        ["CNY"] = new("CNY", 156, 2),
        ["HKD"] = new("HKD", 344, 2),
        ["MOP"] = new("MOP", 446, 2),
        ["TWD"] = new("TWD", 901, 2),
        ["USD"] = new("USD", 840, 2),
        ["EUR"] = new("EUR", 978, 2),
        ["GBP"] = new("GBP", 826, 2),
        ["SGD"] = new("SGD", 702, 2),
        ["JPY"] = new("JPY", 392, 0),
        ["KRW"] = new("KRW", 410, 0),
        ["KWD"] = new("KWD", 414, 3),
    };

    private Currency(string code, int numericCode, int exponent)
    {
        Code = code;
        NumericCode = numericCode;
        Exponent = exponent;
    }

    /// <summary>Alphabetic code, three letters.</summary>
    public string Code { get; }

    /// <summary>Numeric code, as ISO 8583 field 49 carries it.</summary>
    public int NumericCode { get; }

    /// <summary>Decimals of the minor unit: 2 for CNY, 0 for JPY, 3 for KWD.</summary>
    public int Exponent { get; }

    /// <summary>Chinese yuan.</summary>
    public static Currency Cny => s_known["CNY"];

    /// <summary>Looks a currency up by its alphabetic code; false when this system does not know it.</summary>
    public static bool TryFromCode(string? code, out Currency currency)
    {
        currency = default;
        return code is not null && s_known.TryGetValue(code, out currency);
    }

    /// <summary>The currency of a code that was checked before.</summary>
    /// <exception cref="ArgumentException">The code is unknown.</exception>
    public static Currency FromCode(string code) =>
        TryFromCode(code, out var currency) ? currency : throw new ArgumentException($"Unknown currency '{code}'.", nameof(code));

    /// <inheritdoc/>
    public override string ToString() => Code;
}
