using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Guitai.Emv.Qr;

/// <summary>One data object of a merchant-presented code: an id of two digits, and its text or the objects of a template.</summary>
/// <param name="Id">00 to 99.</param>
/// <param name="Value">The text; of a template, its objects as they stand.</param>
/// <param name="Children">The objects of a template; empty for any other.</param>
public sealed record QrObject(string Id, string Value, IReadOnlyList<QrObject> Children)
{
    /// <summary>A plain object.</summary>
    public QrObject(string id, string value)
        : this(id, value, []) { }
}

/// <summary>
/// A merchant-presented payment code (EMV QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1): objects of id, length and value as text,
/// closed by a checksum. Lengths count characters (Unicode scalar values); the checksum runs over UTF-8.
/// </summary>
public sealed class MerchantQr
{
    private const string ChecksumHead = "6304";

    private MerchantQr(IReadOnlyList<QrObject> objects) => Objects = objects;

    /// <summary>All objects in their order, the checksum left out.</summary>
    public IReadOnlyList<QrObject> Objects { get; }

    /// <summary>The text of an object by its id (<c>59</c>), or by the ids of template and object (<c>62.05</c>); null when it is not there.</summary>
    public string? this[string path]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(path);
            QrObject? found = null;
            var level = Objects;
            foreach (var id in path.Split('.'))
            {
                found = level.FirstOrDefault(o => o.Id == id);
                level = found?.Children ?? [];
            }

            return found?.Value;
        }
    }

    /// <summary>Reads a code and checks checksum, structure and the rules of each object.</summary>
    /// <param name="text">The code's text.</param>
    /// <param name="qr">The code; null when there is an error.</param>
    /// <returns>What is wrong; <see cref="QrError.IsNone"/> when nothing is.</returns>
    public static QrError Parse(string text, out MerchantQr? qr)
    {
        ArgumentNullException.ThrowIfNull(text);
        qr = null;
        if (text.Length < 8 || !text.AsSpan(0, text.Length - 4).EndsWith(ChecksumHead, StringComparison.Ordinal))
        {
            return new QrError(QrFault.ChecksumMissing, "63");
        }

        var covered = text.AsSpan(0, text.Length - 4);
        if (
            !ushort.TryParse(text.AsSpan(text.Length - 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum)
            || checksum != Checksum(covered)
        )
        {
            return new QrError(QrFault.ChecksumWrong, "63");
        }

        var error = ReadObjects(text[..^8], "", out var objects);
        if (error.IsNone)
        {
            error = MerchantQrRules.Check(objects);
        }

        qr = error.IsNone ? new MerchantQr(objects) : null;
        return error;
    }

    /// <summary>Makes a code's text: the objects in the given order, then the checksum.</summary>
    /// <param name="objects">Object 00 first; 63 is not among them. Where an object has children, its own value is made of them.</param>
    /// <param name="text">The code's text; empty when there is an error.</param>
    /// <returns>What is wrong; <see cref="QrError.IsNone"/> when nothing is.</returns>
    public static QrError Build(IEnumerable<QrObject> objects, out string text)
    {
        ArgumentNullException.ThrowIfNull(objects);
        text = "";
        var error = WriteObjects(objects, "", out var body);
        if (!error.IsNone)
        {
            return error;
        }

        // What was written is read again by the same rules: nothing is built that would be refused.
        error = ReadObjects(body, "", out var read);
        error = error.IsNone ? MerchantQrRules.Check(read) : error;
        if (error.IsNone)
        {
            body += ChecksumHead;
            text = body + Checksum(body).ToString("X4", CultureInfo.InvariantCulture);
        }

        return error;
    }

    /// <summary>The checksum: CRC-16 with polynomial 1021 and start FFFF over UTF-8 (ISO/IEC 13239; specification, 4.7.3).</summary>
    /// <param name="text">From the first character up to and with <c>6304</c>.</param>
    public static ushort Checksum(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[4];
        var crc = 0xFFFF;
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var b in bytes[..rune.EncodeToUtf8(bytes)])
            {
                crc ^= b << 8;
                for (var bit = 0; bit < 8; bit++)
                {
                    crc = ((crc << 1) ^ ((crc & 0x8000) != 0 ? 0x1021 : 0)) & 0xFFFF;
                }
            }
        }

        return (ushort)crc;
    }

    private static QrError ReadObjects(string text, string path, out List<QrObject> objects)
    {
        objects = [];
        var at = 0;
        while (at < text.Length)
        {
            if (text.Length - at < 4 || !TryTwoDigits(text, at, out _) || !TryTwoDigits(text, at + 2, out var length))
            {
                return new QrError(QrFault.Structure, path);
            }

            var id = text.Substring(at, 2);
            var where = path.Length == 0 ? id : $"{path}.{id}";
            if (!TrySkip(text, at + 4, length, out var end))
            {
                return new QrError(QrFault.EndsEarly, where);
            }

            if (objects.Exists(o => o.Id == id))
            {
                return new QrError(QrFault.Twice, where);
            }

            var value = text[(at + 4)..end];
            List<QrObject> children = [];
            if (MerchantQrRules.IsTemplate(where))
            {
                var error = ReadObjects(value, where, out children);
                if (!error.IsNone)
                {
                    return error;
                }
            }

            objects.Add(new QrObject(id, value, children));
            at = end;
        }

        return default;
    }

    private static QrError WriteObjects(IEnumerable<QrObject> objects, string path, out string text)
    {
        text = "";
        var body = new StringBuilder();
        foreach (var (id, plain, children) in objects)
        {
            var where = path.Length == 0 ? id : $"{path}.{id}";
            if (id is not { Length: 2 } || !TryTwoDigits(id, 0, out _))
            {
                return new QrError(QrFault.Structure, path);
            }

            var value = plain;
            if (children.Count > 0)
            {
                if (path.Count(c => c == '.') > 1)
                {
                    return new QrError(QrFault.Structure, where);
                }

                var error = WriteObjects(children, where, out value);
                if (!error.IsNone)
                {
                    return error;
                }
            }

            var length = value.EnumerateRunes().Count();
            if (length is 0 or > 99)
            {
                return new QrError(length == 0 ? QrFault.Empty : QrFault.TooLong, where);
            }

            body.Append(id).Append(length.ToString("D2", CultureInfo.InvariantCulture)).Append(value);
        }

        text = body.ToString();
        return default;
    }

    private static bool TryTwoDigits(string text, int at, out int number)
    {
        number = 0;
        if (!char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1]))
        {
            return false;
        }

        number = (10 * (text[at] - '0')) + (text[at + 1] - '0');
        return true;
    }

    // So many Unicode scalar values on; half of a pair stands for itself.
    private static bool TrySkip(string text, int from, int characters, out int end)
    {
        end = from;
        for (var i = 0; i < characters; i++)
        {
            if (end >= text.Length)
            {
                return false;
            }

            end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length && char.IsLowSurrogate(text[end + 1]) ? 2 : 1;
        }

        return true;
    }
}
