using System.Buffers.Binary;

namespace Guitai.Sandbox.Issuer.Crypto;

/// <summary>How a message is brought to whole blocks.</summary>
internal enum MacPadding
{
    /// <summary>Zeros where needed (ISO 9797-1, padding method 1).</summary>
    Zeros,

    /// <summary>80 and zeros, always (padding method 2).</summary>
    Bit,
}

/// <summary>The retail MAC of ANSI X9.19: DES chained under the key's left half, ended by decryption under the right and encryption under the left.</summary>
internal static class RetailMac
{
    /// <summary>The MAC, its first byte highest.</summary>
    public static ulong Compute(Des key, ReadOnlySpan<byte> message, MacPadding padding = MacPadding.Zeros)
    {
        Span<byte> rest = stackalloc byte[8];
        var whole = message.Length & ~7;
        if (padding is MacPadding.Zeros && whole == message.Length)
        {
            whole -= 8;
        }

        rest.Clear();
        message[whole..].CopyTo(rest);
        if (padding is MacPadding.Bit)
        {
            rest[message.Length - whole] = 0x80;
        }

        var chain = 0UL;
        for (var at = 0; at < whole; at += 8)
        {
            chain = key.EncryptLeft(chain ^ BinaryPrimitives.ReadUInt64BigEndian(message[at..]));
        }

        // The last block's E(left) followed by D(right) E(left) is triple-DES.
        return key.Encrypt(chain ^ BinaryPrimitives.ReadUInt64BigEndian(rest));
    }
}
