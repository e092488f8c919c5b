using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Guitai.Emv.Parameters;

/// <summary>A certification authority's public key: with it issuers' certificates are opened (EMV Book 2, 11.2).</summary>
/// <param name="Rid">The provider whose cards it is for.</param>
/// <param name="Index">The number by which a card names it (tag 8F).</param>
/// <param name="Modulus">96 to 248 bytes.</param>
/// <param name="Exponent">3 or 65537.</param>
/// <param name="Expires">The last day of the key.</param>
public sealed record CaKey(Rid Rid, byte Index, ReadOnlyMemory<byte> Modulus, int Exponent, DateOnly Expires)
{
    private const int Sha1 = 0x01;

    /// <summary>SHA-1 over provider, index, modulus and exponent: the checksum by which keys are compared (EMV Book 2, 11.2.2).</summary>
    public byte[] Checksum() => Hash([.. Convert.FromHexString(Rid.Hex), Index, .. Modulus.Span, .. ExponentBytes(Exponent)]);

    /// <summary>
    /// Reads a key as a host sends it (message 0800, 370): 9F06 provider, 9F22 index, DF05 expiry (four bytes <c>YYYYMMDD</c>, or the same as eight characters),
    /// DF06 hash algorithm 01, DF07 signature algorithm 01, DF02 modulus, DF04 exponent, DF03 checksum.
    /// </summary>
    /// <param name="tlv">The objects.</param>
    /// <param name="key">The key; null when there is an error.</param>
    /// <returns>What is wrong; <see cref="ParameterError.IsNone"/> when nothing is.</returns>
    public static ParameterError Read(ReadOnlySpan<byte> tlv, out CaKey? key)
    {
        key = null;
        var objects = new ParameterObjects(tlv);
        var rid = objects.Required(0x9F06, 5, 5);
        var index = objects.Required(0x9F22, 1, 1);
        var expiry = objects.Required(0xDF05, 4, 8);
        var modulus = objects.Required(0xDF02, 96, 248);
        var exponent = objects.Required(0xDF04, 1, 3);
        var checksum = objects.Required(0xDF03, 20, 20);
        foreach (var tag in (int[])[0xDF06, 0xDF07])
        {
            if (objects.Required(tag, 1, 1)[0] != Sha1)
            {
                objects.Refuse(ParameterFault.Algorithm, tag);
            }
        }

        // Of odd bytes and as long as it says: a modulus of fewer bits would make every certificate too long.
        if (modulus[0] < 0x80 || (modulus[^1] & 1) == 0)
        {
            objects.Refuse(ParameterFault.Format, 0xDF02);
        }

        if (ExponentOf(exponent) is not { } number)
        {
            objects.Refuse(ParameterFault.Format, 0xDF04);
            number = 3;
        }

        var text = expiry.Length == 8 ? Encoding.ASCII.GetString(expiry) : Convert.ToHexString(expiry);
        if (!DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var expires))
        {
            objects.Refuse(ParameterFault.Format, 0xDF05);
        }

        if (!objects.Error.IsNone)
        {
            return objects.Error;
        }

        var read = new CaKey(Rid.From(rid) ?? default, index[0], modulus, number, expires);
        if (!read.Checksum().AsSpan().SequenceEqual(checksum))
        {
            return new ParameterError(ParameterFault.Checksum, "DF03");
        }

        key = read;
        return default;
    }

    /// <summary>Three or 65537 (EMV Book 2, annex B2.1), with or without zeros before.</summary>
    internal static int? ExponentOf(ReadOnlySpan<byte> bytes)
    {
        var number = 0;
        if (bytes.Length is 0 or > 3)
        {
            return null;
        }

        foreach (var value in bytes)
        {
            number = (number << 8) | value;
        }

        return number is 3 or 65537 ? number : null;
    }

    private static byte[] ExponentBytes(int exponent) => exponent == 3 ? [3] : [1, 0, 1];

#pragma warning disable CA5350 // EMV Book 2, annex B2.1 and 11.2.2 know SHA-1 alone.
    internal static byte[] Hash(ReadOnlySpan<byte> bytes) => SHA1.HashData(bytes);
#pragma warning restore CA5350
}
