namespace Guitai.Contracts.Masters;

/// <summary>How a store's own scales and label printers make EAN-13 barcodes: prefix, item code, the value's check digit where there is one, value, check
/// digit; 13 digits in all (GS1 General Specifications, restricted circulation numbers 20–29 and section 2.1.14).</summary>
/// <param name="Prefix">Two digits, <c>20</c>–<c>29</c>; one rule for each.</param>
/// <param name="Value">What the value says.</param>
/// <param name="ItemDigits">Digits of the item code: the product's own code, with or without leading zeros.</param>
/// <param name="ValueDigits">Digits of the value; with the item code and the value's check digit 10.</param>
/// <param name="Decimals">How many of the value's digits stand behind the point: of kilograms (3 for grams), or of the currency's unit (2 for fen).</param>
/// <param name="ValueCheck">True: a check digit of the value stands before it (GS1 General Specifications 7.9, values of 4 or 5 digits).</param>
public sealed record LabelRule(string Prefix, LabelValue Value, int ItemDigits, int ValueDigits, int Decimals, bool ValueCheck = false)
{
    /// <summary>Digits of the barcode besides its prefix and its check digit.</summary>
    public const int DigitsBetween = 10;

    /// <summary>True for a rule by which barcodes can be read.</summary>
    public bool IsSound() =>
        Prefix is ['2', >= '0' and <= '9']
        && Enum.IsDefined(Value)
        && ItemDigits >= 1
        && ValueDigits >= 1
        && ItemDigits + ValueDigits + (ValueCheck ? 1 : 0) == DigitsBetween
        && Decimals >= 0
        && Decimals <= Math.Min(3, ValueDigits)
        && (!ValueCheck || ValueDigits is 4 or 5);
}

/// <summary>What the value in a label's barcode says.</summary>
public enum LabelValue
{
    /// <summary>The weight, in kilograms.</summary>
    Weight = 1,

    /// <summary>What the customer pays for it.</summary>
    Price = 2,
}
