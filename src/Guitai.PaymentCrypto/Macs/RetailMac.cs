using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.Macs;

/// <summary>How a message is brought to whole blocks (ISO/IEC 9797-1:2011, 6.3).</summary>
internal enum RetailPadding
{
    /// <summary>Method 1: zeros, none when the message already is whole blocks.</summary>
    Zeros = 1,

    /// <summary>Method 2: 80 and zeros, always.</summary>
    Bit = 2,
}

/// <summary>MAC algorithm 3 of ISO/IEC 9797-1:2011 (7.4) under a double-length DES key: chained under the left half, the end decrypted under the right and encrypted under the left.</summary>
internal sealed class RetailMac : IDisposable
{
    private const int Chunk = 512;
    private readonly BlockCipher _left;
    private readonly BlockCipher _right;

    public RetailMac(ReadOnlySpan<byte> key)
    {
        _left = new BlockCipher(KeyAlgorithm.Tdes, key[..8]);
        _right = new BlockCipher(KeyAlgorithm.Tdes, key[8..16]);
    }

    /// <param name="message">Any length.</param>
    /// <param name="padding">How it is padded.</param>
    /// <param name="mac">At most 8 leading bytes.</param>
    public void Compute(ReadOnlySpan<byte> message, RetailPadding padding, Span<byte> mac)
    {
        Span<byte> scratch = stackalloc byte[Chunk];
        Span<byte> state = stackalloc byte[8];
        state.Clear();
        var whole = message.Length / 8 * 8;
        for (var at = 0; at < whole; )
        {
            var take = Math.Min(whole - at, Chunk);
            _left.EncryptCbc(state, message.Slice(at, take), scratch);
            scratch[(take - 8)..take].CopyTo(state);
            at += take;
        }

        if (whole < message.Length || padding is RetailPadding.Bit || message.Length == 0)
        {
            Bytes.Xor(state, message[whole..]);
            if (padding is RetailPadding.Bit)
            {
                state[message.Length - whole] ^= 0x80;
            }

            _left.Encrypt(state, state);
        }

        _right.Decrypt(state, state);
        _left.Encrypt(state, state);
        state[..mac.Length].CopyTo(mac);
        CryptographicOperations.ZeroMemory(scratch);
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }
}
