using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Guitai.Sandbox.Cards.Chip.Keys;

/// <summary>A certificate with what did not fit into it.</summary>
/// <param name="Certificate">As long as the signer's modulus.</param>
/// <param name="Remainder">The modulus's last bytes; empty when all of it fitted.</param>
internal readonly record struct KeyCertificate(byte[] Certificate, byte[] Remainder);

/// <summary>Signs certificates and data (EMV Book 2, 5 and 6; all with SHA-1 and recovery).</summary>
internal static class Certificates
{
    private const int Filler = 0xBB;

    /// <summary>An issuer's key, signed by its scheme (table 2): tags 90 and 92.</summary>
    /// <param name="authority">The scheme's key.</param>
    /// <param name="pan">Its first eight digits say whose it is.</param>
    /// <param name="expiry">YYMM.</param>
    /// <param name="issuer">What is certified.</param>
    public static KeyCertificate Issuer(ChipKey authority, string pan, string expiry, ChipKey issuer) =>
        Certify(authority, 0x02, Convert.FromHexString(pan[..8]), expiry, issuer, []);

    /// <summary>A card's key, signed by its issuer (table 14): tags 9F46 and 9F48.</summary>
    /// <param name="issuer">The issuer's key.</param>
    /// <param name="pan">The whole number.</param>
    /// <param name="expiry">YYMM.</param>
    /// <param name="card">What is certified.</param>
    /// <param name="staticData">Records that are signed with it, and the interchange profile.</param>
    public static KeyCertificate Card(ChipKey issuer, string pan, string expiry, ChipKey card, ReadOnlySpan<byte> staticData) =>
        Certify(issuer, 0x04, Convert.FromHexString(pan.PadRight(20, 'F')), expiry, card, staticData);

    /// <summary>Signed static data (table 3): tag 93.</summary>
    public static byte[] StaticData(ChipKey issuer, ReadOnlySpan<byte> staticData) =>
        Sign(issuer, [0x03, 0x01, 0xDA, 0xC0, .. Padding(issuer.Length - 26)], staticData);

    /// <summary>Signed dynamic data (tables 15 and 18): tag 9F4B.</summary>
    /// <param name="card">The card's key.</param>
    /// <param name="dynamicData">The card's dynamic data.</param>
    /// <param name="terminalData">What the terminal adds to the hash.</param>
    public static byte[] DynamicData(ChipKey card, ReadOnlySpan<byte> dynamicData, ReadOnlySpan<byte> terminalData) =>
        Sign(card, [0x05, 0x01, (byte)dynamicData.Length, .. dynamicData, .. Padding(card.Length - dynamicData.Length - 25)], terminalData);

    /// <summary>The checksum by which a terminal checks a scheme's key (EMV Book 2, table 30).</summary>
    public static byte[] Checksum(string rid, int index, ChipKey key) =>
        Hash([.. Convert.FromHexString(rid), (byte)index, .. key.Modulus, .. key.Exponent]);

    /// <summary>SHA-1.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
#pragma warning disable CA5350 // The one hash algorithm that EMV's certificates know (Book 2, B3.1).
        return SHA1.HashData(data);
#pragma warning restore CA5350
    }

    private static KeyCertificate Certify(
        ChipKey signer,
        byte format,
        byte[] owner,
        string expiry,
        ChipKey key,
        ReadOnlySpan<byte> staticData
    )
    {
        // Format, owner, MMYY, serial, two algorithms, two lengths: the rest of the block is the key's.
        byte[] serial = Hash(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{format}/{expiry}/{signer.Length}")))[
            ..3
        ];
        byte[] head =
        [
            format,
            .. owner,
            .. Convert.FromHexString(expiry[2..] + expiry[..2]),
            .. serial,
            0x01,
            0x01,
            (byte)key.Length,
            (byte)key.Exponent.Length,
        ];
        var room = signer.Length - head.Length - 22;
        var inside = Math.Min(room, key.Length);
        byte[] digits = [.. key.Modulus[..inside], .. Padding(room - inside)];
        var remainder = key.Modulus[inside..];
        return new KeyCertificate(Sign(signer, [.. head, .. digits], [.. remainder, .. key.Exponent, .. staticData]), remainder);
    }

    private static byte[] Sign(ChipKey signer, byte[] inside, ReadOnlySpan<byte> outside) =>
        signer.Apply([0x6A, .. inside, .. Hash([.. inside, .. outside]), 0xBC]);

    private static byte[] Padding(int length)
    {
        var padding = new byte[length];
        Array.Fill(padding, (byte)Filler);
        return padding;
    }
}
