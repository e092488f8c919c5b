using System.Collections;
using System.Text;
using QRCoder;
using QRCoder.Exceptions;

namespace Guitai.Receipts;

/// <summary>The modules of a QR code (ISO/IEC 18004), drawn as a printer's own encoder would.</summary>
internal static class QrMatrix
{
    /// <summary>The blank modules that the encoder puts around the code; a printer leaves them to the paper.</summary>
    private const int QuietZone = 4;

    /// <summary>Rows of '0' and '1' without a quiet zone, or null when the data is empty or too long.</summary>
    public static IReadOnlyList<string>? Of(string data, QrLevel level) => Of(Encoding.UTF8.GetBytes(data), level);

    /// <inheritdoc cref="Of(string, QrLevel)"/>
    public static IReadOnlyList<string>? Of(ReadOnlySpan<byte> data, QrLevel level)
    {
        if (data.IsEmpty)
        {
            return null;
        }

        var correction = level switch
        {
            QrLevel.L => QRCodeGenerator.ECCLevel.L,
            QrLevel.M => QRCodeGenerator.ECCLevel.M,
            QrLevel.Q => QRCodeGenerator.ECCLevel.Q,
            _ => QRCodeGenerator.ECCLevel.H,
        };
        try
        {
            using var code = Ascii.IsValid(data)
                ? QRCodeGenerator.GenerateQrCode(Encoding.ASCII.GetString(data), correction)
                : QRCodeGenerator.GenerateQrCode(data.ToArray(), correction);
            var side = code.ModuleMatrix.Count - (2 * QuietZone);
            return [.. code.ModuleMatrix.Skip(QuietZone).Take(side).Select(row => Row(row, side))];
        }
        catch (DataTooLongException)
        {
            return null;
        }
    }

    private static string Row(BitArray row, int side) => string.Create(side, row, (row, bits) => Fill(row, bits));

    private static void Fill(Span<char> row, BitArray bits)
    {
        for (var x = 0; x < row.Length; x++)
        {
            row[x] = bits[x + QuietZone] ? '1' : '0';
        }
    }
}
