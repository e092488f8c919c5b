namespace Guitai.Sandbox.Issuer.Crypto;

/// <summary>The values that an issuer puts on its cards and checks: CVV, iCVV, CVV2, PVV, and the PIN that a card number leads to.</summary>
internal sealed class CardValues(Des verification, Des pinVerification, Des pinGeneration)
{
    /// <summary>The one PIN verification key that this issuer has, as tracks name it.</summary>
    public const int KeyIndex = 1;

    /// <summary>Three digits of a card: service is the stripe's, 999 for the chip and 000 for what is printed on the back (Visa Payment Technology Standards).</summary>
    /// <param name="pan">Digits of the card number, ASCII.</param>
    /// <param name="expiry">YYMM as a number.</param>
    /// <param name="service">0 to 999.</param>
    public int Verification(ReadOnlySpan<byte> pan, int expiry, int service)
    {
        UInt128 digits = 0;
        foreach (var digit in pan)
        {
            digits = (digits << 4) | (uint)(digit & 15);
        }

        digits = (digits << 16) | Packed(expiry);
        digits = (digits << 12) | Packed(service);
        digits <<= 4 * (32 - pan.Length - 7);
        return Decimals(verification.Encrypt(verification.EncryptLeft(High(digits)) ^ Low(digits)), 3);
    }

    /// <summary>Four digits by which a PIN is verified (Visa's PVV): eleven digits of the card number, the key's index, the PIN's first four.</summary>
    /// <param name="pan">Digits of the card number, ASCII.</param>
    /// <param name="pin">The PIN's first four digits as a number.</param>
    public int PinVerification(ReadOnlySpan<byte> pan, int pin)
    {
        var block = 0UL;
        foreach (var digit in pan[^12..^1])
        {
            block = (block << 4) | (uint)(digit & 15);
        }

        block = (block << 4) | KeyIndex;
        block = (block << 16) | Packed(pin);
        return Decimals(pinVerification.Encrypt(block), 4);
    }

    /// <summary>The PIN that a new card is sent out with: digits of the encrypted card number, so that nobody has to keep it.</summary>
    public int NaturalPin(ReadOnlySpan<byte> pan) => Decimals(Mark(pan), 4);

    /// <summary>A keyed mark of a card number, by which equal numbers are known again without keeping them.</summary>
    public ulong Mark(ReadOnlySpan<byte> pan)
    {
        UInt128 digits = (UInt128)(uint)pan.Length;
        foreach (var digit in pan)
        {
            digits = (digits << 4) | (uint)(digit & 15);
        }

        return pinGeneration.Encrypt(pinGeneration.EncryptLeft(High(digits)) ^ Low(digits));
    }

    private static ulong High(UInt128 digits) => (ulong)(digits >> 64);

    private static ulong Low(UInt128 digits) => unchecked((ulong)digits);

    // Digits of a block: first its nibbles 0 to 9 from the left, then its nibbles A to F as 0 to 5.
    private static int Decimals(ulong block, int count)
    {
        var result = 0;
        var found = 0;
        for (var letters = 0; letters < 2; letters++)
        {
            for (var shift = 60; shift >= 0 && found < count; shift -= 4)
            {
                var nibble = (int)((block >> shift) & 15);
                if (nibble > 9 == (letters == 1))
                {
                    result = (result * 10) + (nibble % 10);
                    found++;
                }
            }
        }

        return result;
    }

    private static uint Packed(int digits)
    {
        var packed = 0u;
        for (var shift = 0; digits != 0; shift += 4)
        {
            packed |= (uint)(digits % 10) << shift;
            digits /= 10;
        }

        return packed;
    }
}
