using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.CardValues;

/// <summary>The pair of keys behind PVVs: four digits by which an issuer verifies a PIN without keeping it (Visa Payment Technology Standards, "PVV generation").</summary>
public sealed class PinVerificationKey : SecretKey, IBoundKey<PinVerificationKey>
{
    private PinVerificationKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.PinVerification;

    /// <summary>Makes the key pair from 16 bytes of triple-DES.</summary>
    /// <inheritdoc/>
    public static PinVerificationKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Tdes, 16);
        return new(algorithm, key);
    }

    /// <summary>Makes a PVV.</summary>
    /// <param name="pan">The card number, 12 to 19 digits; its eleven rightmost digits without the check digit count.</param>
    /// <param name="keyIndex">PVKI, 0 to 9.</param>
    /// <param name="pin">The PIN; its first four digits count.</param>
    /// <param name="pvv">Four digits.</param>
    /// <exception cref="ArgumentException">Not digits of that number, another index, no PIN, or room for other than four digits.</exception>
    public void Compute(scoped ReadOnlySpan<char> pan, int keyIndex, scoped ref ClearPin pin, scoped Span<char> pvv)
    {
        Bytes.RequireDigits(pan, 12, 19, "card number");
        if (keyIndex is < 0 or > 9 || pvv.Length != 4 || pin.Length < 4)
        {
            throw new ArgumentException("A PVV is four digits of a PIN, under a key with an index from 0 to 9.", nameof(pvv));
        }

        Span<byte> block = stackalloc byte[8];
        var place = 0;
        foreach (var digit in pan[^12..^1])
        {
            Bytes.SetNibble(block, place++, digit - '0');
        }

        Bytes.SetNibble(block, place++, keyIndex);
        foreach (var digit in pin.Values[..4])
        {
            Bytes.SetNibble(block, place++, digit);
        }

        Cipher.Encrypt(block, block);
        Decimals.Take(block, pvv);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>True when the PIN in an encrypted block is the one that the PVV was made of. The PIN does not leave this call.</summary>
    /// <param name="pinKey">The key of the block.</param>
    /// <param name="format">The block's format.</param>
    /// <param name="block">The encrypted block.</param>
    /// <param name="pan">The card number, 13 to 19 digits.</param>
    /// <param name="keyIndex">PVKI, 0 to 9.</param>
    /// <param name="pvv">Four digits as kept.</param>
    /// <param name="fault">Why the block holds no PIN; none when it does, right or wrong.</param>
    /// <exception cref="ArgumentException">Not digits of that number, another index, or a format that does not go under the key.</exception>
    public bool Verify(
        PinKey pinKey,
        PinBlockFormat format,
        scoped ReadOnlySpan<byte> block,
        scoped ReadOnlySpan<char> pan,
        int keyIndex,
        scoped ReadOnlySpan<char> pvv,
        out PinBlockFault fault
    )
    {
        ClearPin pin = default;
        fault = pinKey.Decrypt(format, block, pan, ref pin);
        if (fault is not PinBlockFault.None)
        {
            return false;
        }

        Span<char> expected = stackalloc char[4];
        Compute(pan, keyIndex, ref pin, expected);
        pin.Dispose();
        return pvv.Length == 4 && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected), MemoryMarshal.AsBytes(pvv));
    }
}
