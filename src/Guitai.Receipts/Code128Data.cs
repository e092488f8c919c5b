using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Guitai.Receipts;

/// <summary>CODE128 data as GS k 73 takes it: bytes of code set A, B or C, chosen and switched by <c>{A</c>, <c>{B</c>, <c>{C</c>
/// (ESC/POS command reference, GS k, function B).</summary>
internal static class Code128Data
{
    private const byte Brace = (byte)'{';

    /// <summary>True for 1 to 80 characters of printable ASCII.</summary>
    public static bool CanEncode(string data) => data.Length is >= 1 and <= 80 && data.All(c => c is >= ' ' and <= '~');

    /// <summary>The bytes for GS k 73: digits in pairs (set C) where that is shorter, all else in set B.</summary>
    public static byte[] Encode(string data)
    {
        var bytes = new List<byte>();
        char? set = null;
        for (var i = 0; i < data.Length; )
        {
            var digits = data.Skip(i).TakeWhile(char.IsAsciiDigit).Count();
            if (set == 'C' ? digits >= 2 : digits % 2 == 0 && digits >= Worthwhile(i, digits, data.Length))
            {
                Select('C');
                bytes.Add((byte)(((data[i] - '0') * 10) + data[i + 1] - '0'));
                i += 2;
                continue;
            }

            Select('B');
            if (data[i] == Brace)
            {
                bytes.Add(Brace);
            }

            bytes.Add((byte)data[i++]);
        }

        return [.. bytes];

        void Select(char wanted)
        {
            if (set != wanted)
            {
                bytes.AddRange([Brace, (byte)wanted]);
                set = wanted;
            }
        }
    }

    /// <summary>Reads the bytes of GS k 73 into symbol values (start first) and the text that a scanner gives.</summary>
    /// <returns>False when the bytes choose no code set first, or hold what the chosen set lacks.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out List<int>? values, out string text)
    {
        values = [];
        text = "";
        if (bytes.Length < 3 || bytes[0] != Brace || bytes[1] is < (byte)'A' or > (byte)'C')
        {
            return false;
        }

        var set = (char)bytes[1];
        values.Add(Code128.StartA + set - 'A');
        var read = new StringBuilder();
        for (var i = 2; i < bytes.Length; i++)
        {
            if (bytes[i] == Brace && (i + 1 >= bytes.Length || bytes[i + 1] != Brace || set == 'C'))
            {
                if (++i >= bytes.Length || !TrySpecial((char)bytes[i], ref set, values))
                {
                    return false;
                }

                continue;
            }

            if (bytes[i] == Brace)
            {
                i++;
            }

            if (!TrySymbol(bytes[i], set, values, read))
            {
                return false;
            }
        }

        text = read.ToString();
        return read.Length > 0;
    }

    private static int Worthwhile(int start, int digits, int length) =>
        start == 0 && digits == length ? 2
        : start == 0 || start + digits == length ? 4
        : 6;

    private static bool TrySpecial(char code, ref char set, List<int> values)
    {
        switch (code)
        {
            case 'A' or 'B' or 'C' when code != set:
                set = code;
                values.Add(
                    code switch
                    {
                        'A' => Code128.CodeA,
                        'B' => Code128.CodeB,
                        _ => Code128.CodeC,
                    }
                );
                return true;
            case '1':
                values.Add(Code128.Function1);
                return true;
            default:
                return false;
        }
    }

    private static bool TrySymbol(byte symbol, char set, List<int> values, StringBuilder read)
    {
        if (symbol > (set == 'C' ? 99 : 127) || (set == 'A' && symbol > 0x5F) || (set == 'B' && symbol < 0x20))
        {
            return false;
        }

        values.Add(
            set switch
            {
                'C' => symbol,
                'A' when symbol < 0x20 => symbol + 64,
                _ => symbol - 0x20,
            }
        );
        read.Append(
            set == 'C' ? symbol.ToString("00")
            : symbol is < 0x20 or 0x7F ? "\uFFFD"
            : ((char)symbol).ToString()
        );
        return true;
    }
}
