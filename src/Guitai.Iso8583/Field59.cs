using System.Globalization;
using System.Text;

namespace Guitai.Iso8583;

/// <summary>Field 59 of a message about a code: tag (2), length (3), value, one after the other.</summary>
public static class Field59
{
    /// <summary>The customer's code.</summary>
    public const string Code = "A3";

    /// <summary>The wallet's own number of a payment.</summary>
    public const string Number = "A4";

    /// <summary>In a question the wallet of an order to be shown; in its answer the text of the code.</summary>
    public const string Show = "A5";

    /// <summary>A value of the field; empty when it is not there.</summary>
    /// <param name="field">The field's characters.</param>
    /// <param name="tag">Two characters.</param>
    /// <param name="isWhole">False when the field is not built that way.</param>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> field, string tag, out bool isWhole)
    {
        isWhole = true;
        var found = ReadOnlySpan<byte>.Empty;
        while (!field.IsEmpty)
        {
            if (
                field.Length < 5
                || !int.TryParse(field[2..5], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || field.Length < 5 + length
            )
            {
                isWhole = false;
                return default;
            }

            if (Ascii.Equals(field[..2], tag))
            {
                found = field.Slice(5, length);
            }

            field = field[(5 + length)..];
        }

        return found;
    }

    /// <summary>One value, as it stands in the field.</summary>
    public static string Of(string tag, string value) => Head(tag, value.Length) + value;

    /// <summary>What stands before a value.</summary>
    public static string Head(string tag, int length) => string.Create(CultureInfo.InvariantCulture, $"{tag}{length:D3}");
}
