using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.CardValues;

/// <summary>
/// The pair of keys behind CVV, CVV2 and iCVV (Visa Payment Technology Standards, "CVV generation"; the same as Mastercard's CVC): they differ only in the service code, which is the
/// card's for the stripe's CVV, 000 for the printed CVV2 and 999 for the chip's iCVV.
/// </summary>
public sealed class CardVerificationKey : SecretKey, IBoundKey<CardVerificationKey>
{
    /// <summary>Service code of the printed CVV2.</summary>
    public const string ServiceOfCvv2 = "000";

    /// <summary>Service code of the chip's iCVV.</summary>
    public const string ServiceOfIcvv = "999";

    private readonly BlockCipher _left;

    private CardVerificationKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) => _left = new BlockCipher(KeyAlgorithm.Tdes, key[..8]);

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.CardVerification;

    /// <summary>Makes the key pair from 16 bytes of triple-DES, CVK A then CVK B.</summary>
    /// <inheritdoc/>
    public static CardVerificationKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Tdes, 16);
        return new(algorithm, key);
    }

    /// <summary>Makes a value.</summary>
    /// <param name="pan">The card number, 12 to 19 digits.</param>
    /// <param name="expiry">Four digits as the issuer orders them: YYMM on the stripe and in the chip, often MMYY for CVV2.</param>
    /// <param name="service">The service code, three digits.</param>
    /// <param name="digits">1 to 16 digits; three in use.</param>
    /// <exception cref="ArgumentException">Something is not digits of that number.</exception>
    public void Compute(ReadOnlySpan<char> pan, ReadOnlySpan<char> expiry, ReadOnlySpan<char> service, Span<char> digits)
    {
        Bytes.RequireDigits(pan, 12, 19, "card number");
        Bytes.RequireDigits(expiry, 4, 4, "expiry date");
        Bytes.RequireDigits(service, 3, 3, "service code");
        Span<byte> blocks = stackalloc byte[16];
        blocks.Clear();
        var place = 0;
        foreach (var digit in pan)
        {
            Bytes.SetNibble(blocks, place++, digit - '0');
        }

        foreach (var digit in expiry)
        {
            Bytes.SetNibble(blocks, place++, digit - '0');
        }

        foreach (var digit in service)
        {
            Bytes.SetNibble(blocks, place++, digit - '0');
        }

        Span<byte> state = stackalloc byte[8];
        _left.Encrypt(blocks[..8], state);
        Bytes.Xor(state, blocks[8..]);
        Cipher.Encrypt(state, state);
        Decimals.Take(state, digits);
    }

    /// <summary>True when the value is the card's; compares in constant time.</summary>
    /// <param name="pan">The card number, 12 to 19 digits.</param>
    /// <param name="expiry">Four digits, ordered as when the value was made.</param>
    /// <param name="service">Three digits.</param>
    /// <param name="value">Three digits as received; anything else is false.</param>
    /// <exception cref="ArgumentException">Card number, date or service code are not digits of that number.</exception>
    public bool Verify(ReadOnlySpan<char> pan, ReadOnlySpan<char> expiry, ReadOnlySpan<char> service, ReadOnlySpan<char> value)
    {
        Span<char> expected = stackalloc char[3];
        Compute(pan, expiry, service, expected);
        return value.Length == 3
            && CryptographicOperations.FixedTimeEquals(
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(expected),
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(value)
            );
    }

    private protected override void Wipe() => _left.Dispose();
}
