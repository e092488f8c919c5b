using System.Text;

namespace Guitai.Iso8583.Tests;

/// <summary>A second, plain writer of messages: strings of hex digits, one field after the other, no shared code with the library.</summary>
internal static class PlainCodec
{
    public static byte[] Write(Dialect dialect, IsoMessage message)
    {
        var numbers = message.Fields.Keys.ToList();
        var second = message.EmptySecondBitmap || numbers.Exists(n => n > 64);
        var bits = string.Concat(Enumerable.Range(1, second ? 128 : 64).Select(n => (n == 1 && second) || numbers.Contains(n) ? '1' : '0'));
        var bitmap = string.Concat(bits.Chunk(4).Select(four => Convert.ToInt32(new string(four), 2).ToString("X")));
        var hex = new StringBuilder();
        hex.Append(dialect.Format.TypeEncoding == FieldEncoding.Text ? Ascii(message.Type.ToString()) : message.Type.ToString());
        hex.Append(dialect.Format.BitmapEncoding == FieldEncoding.HexText ? Ascii(bitmap) : bitmap);
        foreach (var (number, text) in message.Fields)
        {
            hex.Append(Field(dialect.Fields[number], text));
        }

        return Convert.FromHexString(hex.ToString());
    }

    private static string Field(FieldFormat format, string text)
    {
        var count = format.Kind == FieldKind.Bytes ? text.Length / 2 : Chinese(text).Length;
        var prefix = format.Prefix switch
        {
            LengthPrefix.None => "",
            LengthPrefix.Packed2 => count.ToString("D2"),
            LengthPrefix.Packed4 => count.ToString("D4"),
            LengthPrefix.Text2 => Ascii(count.ToString("D2")),
            LengthPrefix.Text3 => Ascii(count.ToString("D3")),
            LengthPrefix.Binary1 => count.ToString("X2"),
            _ => count.ToString("X4"),
        };
        return prefix + Value(format, text);
    }

    private static string Value(FieldFormat format, string text)
    {
        if (format.Kind == FieldKind.Bytes)
        {
            return format.Encoding == FieldEncoding.Raw ? text : Ascii(text);
        }

        if (format.Kind == FieldKind.SignedDigits)
        {
            var digits = text[1..].PadLeft(format.Length, '0');
            return Ascii(text[..1]) + (format.Encoding == FieldEncoding.Text ? Ascii(digits) : Even(digits, format.Padding));
        }

        if (format.Prefix == LengthPrefix.None)
        {
            text = format.Kind is FieldKind.Digits or FieldKind.Track
                ? text.PadLeft(format.Length, '0')
                : text.PadRight(text.Length + format.Length - Chinese(text).Length);
        }

        return format.Encoding == FieldEncoding.PackedDigits
            ? Even(text.Replace('=', 'D'), format.Padding)
            : Convert.ToHexString(Chinese(text));
    }

    private static string Even(string digits, FieldPadding padding) =>
        digits.Length % 2 == 0
            ? digits
            : padding switch
            {
                FieldPadding.ZerosBefore => "0" + digits,
                FieldPadding.ZeroAfter => digits + "0",
                _ => digits + "F",
            };

    private static string Ascii(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));

    private static byte[] Chinese(string text) => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text);
}
