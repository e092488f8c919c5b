using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.Macs;

/// <summary>CMAC over any block cipher here (NIST SP 800-38B, 6.2).</summary>
internal static class Cmac
{
    private const int Chunk = 512;

    public static void Compute(BlockCipher cipher, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        var size = cipher.BlockSize;
        Span<byte> scratch = stackalloc byte[Chunk];
        Span<byte> state = stackalloc byte[16];
        Span<byte> last = stackalloc byte[16];
        state = state[..size];
        last = last[..size];
        state.Clear();
        // The last block stands apart: it is never empty, unless the message is.
        var whole = message.Length == 0 ? 0 : (message.Length - 1) / size * size;
        Chain(cipher, message[..whole], state, scratch);
        var rest = message[whole..];
        SubKey(cipher, last, doubled: rest.Length < size);
        Bytes.Xor(last, rest);
        if (rest.Length < size)
        {
            last[rest.Length] ^= 0x80;
        }

        Bytes.Xor(last, state);
        cipher.Encrypt(last, last);
        last[..mac.Length].CopyTo(mac);
        CryptographicOperations.ZeroMemory(scratch);
    }

    private static void Chain(BlockCipher cipher, ReadOnlySpan<byte> blocks, Span<byte> state, Span<byte> scratch)
    {
        while (blocks.Length > 0)
        {
            var take = Math.Min(blocks.Length, Chunk);
            cipher.EncryptCbc(state, blocks[..take], scratch);
            scratch[(take - state.Length)..take].CopyTo(state);
            blocks = blocks[take..];
        }
    }

    /// <summary>K1, or K2 when doubled (SP 800-38B, 6.1).</summary>
    private static void SubKey(BlockCipher cipher, Span<byte> key, bool doubled)
    {
        key.Clear();
        cipher.Encrypt(key, key);
        Double(key);
        if (doubled)
        {
            Double(key);
        }
    }

    private static void Double(Span<byte> key)
    {
        var carry = key[0] >> 7;
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = (byte)(((key[i] << 1) & 0xFF) | (i + 1 < key.Length ? key[i + 1] >> 7 : 0));
        }

        key[^1] ^= (byte)(carry * (key.Length == 16 ? 0x87 : 0x1B));
    }
}
