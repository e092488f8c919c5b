using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Guitai.Sandbox.Wallets.Codes;

/// <summary>Turns sixteen digits into sixteen others and back, under a key: a balanced Feistel network over two halves of eight digits, eight rounds of HMAC-SHA256.</summary>
internal sealed class DigitCipher(byte[] key)
{
    private const long Half = 100_000_000;
    private const int Rounds = 8;

    public long Encipher(long number)
    {
        var (left, right) = (number / Half, number % Half);
        for (var round = 0; round < Rounds; round++)
        {
            (left, right) = (right, (left + Mix(round, right)) % Half);
        }

        return (left * Half) + right;
    }

    public long Decipher(long number)
    {
        var (left, right) = (number / Half, number % Half);
        for (var round = Rounds - 1; round >= 0; round--)
        {
            (left, right) = ((right + Half - Mix(round, left)) % Half, left);
        }

        return (left * Half) + right;
    }

    /// <summary>Digits that prove a number; below <paramref name="limit"/>.</summary>
    public long Check(long number, long limit) => Mix(255, number) % limit;

    private long Mix(int round, long value)
    {
        Span<byte> text = stackalloc byte[9];
        Span<byte> hash = stackalloc byte[32];
        text[0] = (byte)round;
        BinaryPrimitives.WriteInt64BigEndian(text[1..], value);
        HMACSHA256.HashData(key, text, hash);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(hash) % Half);
    }
}
