namespace Guitai.Sandbox.Issuer.Crypto;

/// <summary>PIN blocks of ISO 9564-1 format 0: the PIN's length and digits, filled with F, over twelve digits of the card number.</summary>
internal static class PinBlock
{
    /// <summary>The PIN's first four digits.</summary>
    /// <param name="clear">The decrypted block.</param>
    /// <param name="pan">Digits of the card number, ASCII.</param>
    /// <param name="pin">The first four digits as a number.</param>
    /// <returns>False when the block holds no PIN in this format: it was made for another card or under another key.</returns>
    public static bool TryRead(ulong clear, ReadOnlySpan<byte> pan, out int pin)
    {
        pin = 0;
        clear ^= Account(pan);
        var length = (int)(clear >> 56);
        if (length is < 4 or > 12)
        {
            return false;
        }

        for (var place = 0; place < 14; place++)
        {
            var nibble = (int)((clear >> (52 - (4 * place))) & 15);
            if (place < length ? nibble > 9 : nibble != 15)
            {
                return false;
            }

            pin = place < 4 ? (pin * 10) + nibble : pin;
        }

        return true;
    }

    /// <summary>A clear block.</summary>
    public static ulong Make(ReadOnlySpan<byte> pin, ReadOnlySpan<byte> pan)
    {
        var block = (ulong)(uint)pin.Length;
        for (var place = 0; place < 14; place++)
        {
            block = (block << 4) | (place < pin.Length ? (uint)(pin[place] & 15) : 15u);
        }

        return block ^ Account(pan);
    }

    private static ulong Account(ReadOnlySpan<byte> pan)
    {
        var account = 0UL;
        foreach (var digit in pan[^13..^1])
        {
            account = (account << 4) | (uint)(digit & 15);
        }

        return account;
    }
}
