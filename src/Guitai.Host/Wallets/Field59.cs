using System.Globalization;
using System.Text;

namespace Guitai.Host.Wallets;

/// <summary>Whose a customer's code is: by its first digits and its length (docs/decisions/0024-codes.md).</summary>
public static class PaymentCodes
{
    /// <summary>WeChat Pay.</summary>
    public const string WeChat = "wechat";

    /// <summary>Alipay.</summary>
    public const string Alipay = "alipay";

    /// <summary>UnionPay QR.</summary>
    public const string UnionPay = "unionpay";

    /// <summary>The wallet of a code; null for what is no payment code.</summary>
    public static string? WalletOf(ReadOnlySpan<char> code)
    {
        if (code.Length is < 16 or > 24 || code.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return null;
        }

        var begins = ((code[0] - '0') * 10) + (code[1] - '0');
        return begins switch
        {
            >= 10 and <= 15 when code.Length == 18 => WeChat,
            >= 25 and <= 30 => Alipay,
            62 when code.Length == 19 => UnionPay,
            _ => null,
        };
    }

    /// <summary>A code as it may be shown and kept: four digits, the others as stars.</summary>
    public static string Mask(ReadOnlySpan<char> code) => string.Concat(code[..4], new string('*', code.Length - 4));
}

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
    public static string Of(string tag, string value) => string.Create(CultureInfo.InvariantCulture, $"{tag}{value.Length:D3}{value}");
}
