using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Guitai.Host.Tests;

/// <summary>
/// Takes messages apart by tables of its own, so that what the product's codec writes is read by another hand: the terminals' packed dialect and the issuer link's text dialect, as docs/protocols have
/// them. What is left over, or does not fit, throws.
/// </summary>
internal static class WireReader
{
    // Digits: n fixed (right, zero before), l fixed (left, zero behind), v variable (left). Others: t text, b bytes. Dots: digits of length.
    private static readonly FrozenDictionary<int, string> s_packed = Table(
        "2v..;3n6;4n12;11n6;12n6;13n4;14n4;22l3;23n3;25n2;26n2;35v..;37t12;38t6;39t2;41t8;42t15;48v...;49t3;52b8;53n16;54t...;55b...;60v...;61v...;62b...;63t...;64b8"
    );

    private static readonly FrozenDictionary<int, string> s_text = Table(
        "2t..;3t6;4t12;7t10;11t6;12t6;13t4;14t4;18t4;22t3;23t3;25t2;32t..;35t..;37t12;38t6;39t2;41t8;42t15;43t40;48t...;49t3;52b8;53t16;54t...;55b...;64b8;70t3;90t42;128b8"
    );

    /// <summary>The fields of a terminal's message, or of an answer to one, without the frame.</summary>
    public static SortedDictionary<int, string> Packed(ReadOnlySpan<byte> message)
    {
        var (at, fields) = (2, new SortedDictionary<int, string> { [0] = Convert.ToHexString(message[..2]) });
        foreach (var field in Fields(message[at..(at += 8)]))
        {
            var rule = s_packed[field];
            var (kind, size) = (rule[0], rule[1..]);
            int length;
            if (size[0] == '.')
            {
                var digits = size.Length + (size.Length % 2);
                length = int.Parse(Convert.ToHexString(message[at..(at += digits / 2)]), CultureInfo.InvariantCulture);
            }
            else
            {
                length = int.Parse(size, CultureInfo.InvariantCulture);
            }

            var isDigits = kind is 'n' or 'l' or 'v';
            var bytes = message[at..(at += isDigits ? (length + 1) / 2 : length)];
            var hex = Convert.ToHexString(bytes);
            fields[field] = kind switch
            {
                'n' => length % 2 == 0 || hex[0] == '0' ? hex[^length..] : throw new FormatException($"{field}: {hex}"),
                'l' or 'v' => length % 2 == 0 || hex[^1] == '0' ? hex[..length] : throw new FormatException($"{field}: {hex}"),
                't' => Encoding.ASCII.GetString(bytes),
                _ => hex,
            };
        }

        return at == message.Length ? fields : throw new FormatException($"{message.Length - at} bytes are left over.");
    }

    /// <summary>The fields of a message of the issuer link, without the frame.</summary>
    public static SortedDictionary<int, string> Text(ReadOnlySpan<byte> message)
    {
        var text = Encoding.ASCII.GetString(message);
        var (at, fields) = (20, new SortedDictionary<int, string> { [0] = text[..4] });
        var bits = Convert.FromHexString(text.AsSpan(4, 16));
        if ((bits[0] & 0x80) != 0)
        {
            bits = [.. bits, .. Convert.FromHexString(text.AsSpan(20, 16))];
            at += 16;
        }

        foreach (var field in Fields(bits))
        {
            var rule = s_text[field];
            var (kind, size) = (rule[0], rule[1..]);
            var length = int.Parse(size[0] == '.' ? text[at..(at += size.Length)] : size, CultureInfo.InvariantCulture);
            fields[field] = text[at..(at += kind == 'b' ? length * 2 : length)];
        }

        return at == text.Length ? fields : throw new FormatException($"{text.Length - at} characters are left over.");
    }

    /// <summary>A message of the issuer link out of fields, without its MAC: the bitmap names it already.</summary>
    public static byte[] WriteText(SortedDictionary<int, string> fields)
    {
        var bits = new byte[8];
        var text = new StringBuilder();
        foreach (var (field, value) in fields.Where(f => f.Key > 0))
        {
            bits[(field - 1) / 8] |= (byte)(0x80 >> ((field - 1) % 8));
            var size = s_text[field][1..];
            var length = s_text[field][0] == 'b' ? value.Length / 2 : value.Length;
            if (size[0] == '.')
            {
                text.Append(length.ToString("D" + size.Length, CultureInfo.InvariantCulture));
            }

            text.Append(value);
        }

        bits[7] |= 1;
        return Encoding.ASCII.GetBytes(fields[0] + Convert.ToHexString(bits) + text);
    }

    private static List<int> Fields(ReadOnlySpan<byte> bits)
    {
        var fields = new List<int>();
        for (var field = 2; field <= bits.Length * 8; field++)
        {
            if (field != 65 && (bits[(field - 1) / 8] & (0x80 >> ((field - 1) % 8))) != 0)
            {
                fields.Add(field);
            }
        }

        return fields;
    }

    private static FrozenDictionary<int, string> Table(string rules) =>
        rules
            .Split(';')
            .Select(r =>
                (
                    Field: int.Parse(r.TrimEnd('.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')[..^1], CultureInfo.InvariantCulture),
                    Rule: r
                )
            )
            .ToFrozenDictionary(r => r.Field, r => r.Rule[r.Field.ToString(CultureInfo.InvariantCulture).Length..]);
}
