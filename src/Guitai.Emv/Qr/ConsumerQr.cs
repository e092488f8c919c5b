using Guitai.Emv.Tlv;

namespace Guitai.Emv.Qr;

/// <summary>
/// A consumer-presented payment code (EMV QR Code Specification for Payment Systems, Consumer-Presented Mode 1.1): BER-TLV in base64. It begins with the
/// payload format indicator 85 <c>CPV01</c>, then come one or more application templates 61 and perhaps a common data template 62.
/// </summary>
public static class ConsumerQr
{
    private const int LongestText = 4096;

    private static readonly Tag s_indicator = new(0x85);
    private static readonly Tag s_application = new(0x61);
    private static readonly Tag s_common = new(0x62);
    private static readonly Tag s_applicationName = new(0x4F);

    /// <summary>Reads a code and checks what it must begin with and hold.</summary>
    /// <param name="text">The code's text.</param>
    /// <param name="objects">Its objects; empty when there is an error.</param>
    /// <returns>What is wrong; <see cref="QrError.IsNone"/> when nothing is.</returns>
    public static QrError Parse(string text, out IReadOnlyList<TlvNode> objects)
    {
        ArgumentNullException.ThrowIfNull(text);
        objects = [];
        if (text.Length > LongestText)
        {
            return new QrError(QrFault.TooLong, "");
        }

        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return new QrError(QrFault.NotBase64, "");
        }

        return Check(bytes.AsMemory(0, length), out objects);
    }

    /// <summary>Makes a code's text from objects that were written with <see cref="TlvWriter"/>.</summary>
    /// <param name="payload">The objects, beginning with 85.</param>
    /// <param name="text">The code's text; empty when there is an error.</param>
    /// <returns>What is wrong; <see cref="QrError.IsNone"/> when nothing is.</returns>
    public static QrError Build(ReadOnlyMemory<byte> payload, out string text)
    {
        var error = Check(payload, out _);
        text = error.IsNone ? Convert.ToBase64String(payload.Span) : "";
        error = text.Length > LongestText ? new QrError(QrFault.TooLong, "") : error;
        text = error.IsNone ? text : "";
        return error;
    }

    private static QrError Check(ReadOnlyMemory<byte> payload, out IReadOnlyList<TlvNode> objects)
    {
        objects = [];
        if (!TlvNode.Parse(payload, out var read).IsNone)
        {
            return new QrError(QrFault.NotTlv, "");
        }

        if (read is not [var first, ..] || first.Tag != s_indicator)
        {
            return new QrError(QrFault.Missing, "85");
        }

        if (!first.Value.Span.SequenceEqual("CPV01"u8))
        {
            return new QrError(QrFault.Format, "85");
        }

        if (!read.Any(o => o.Tag == s_application))
        {
            return new QrError(QrFault.Missing, "61");
        }

        foreach (var item in read.Skip(1))
        {
            if (item.Tag == s_indicator || (item.Tag == s_common && read.Count(o => o.Tag == s_common) > 1))
            {
                return new QrError(QrFault.Twice, item.Tag.ToString());
            }

            // Each application names itself by its AID, of 5 to 16 bytes.
            if (
                item.Tag == s_application
                && item.Children.FirstOrDefault(c => c.Tag == s_applicationName)?.Value.Length is not (>= 5 and <= 16)
            )
            {
                return new QrError(QrFault.Missing, "61.4F");
            }
        }

        objects = read;
        return default;
    }
}
