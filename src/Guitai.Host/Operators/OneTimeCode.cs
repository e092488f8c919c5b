using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Guitai.Host.Operators;

/// <summary>Six digits that an authenticator shows for 30 seconds: TOTP with SHA-1 (RFC 6238, RFC 4226).</summary>
public static class OneTimeCode
{
    /// <summary>Bytes of a secret.</summary>
    public const int SecretBytes = 20;

    private const long StepMs = 30_000;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step that a code is good for, one step around the present at most; −1 when it is none of them.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="code">Six digits.</param>
    /// <param name="nowMs">Unix milliseconds.</param>
    public static long StepOf(ReadOnlySpan<byte> secret, string code, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(code);
        var given = Encoding.ASCII.GetBytes(code);
        long found = -1;
        for (var step = (nowMs / StepMs) - 1; step <= (nowMs / StepMs) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(At(secret, step)), given))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>The code of a step (RFC 4226, 5.3).</summary>
    public static string At(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // HMAC-SHA-1 is what authenticators compute.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 15)..]) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>A secret as authenticators take it (RFC 4648, base 32, without padding).</summary>
    public static string Base32(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var b in secret)
        {
            held = (held << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Alphabet[(held >> (bits - 5)) & 31]);
            }

            held &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Alphabet[(held << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    /// <summary>The secret of a base-32 text; null when it is none.</summary>
    public static byte[]? FromBase32(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<byte>();
        var (bits, held) = (0, 0);
        foreach (var letter in text.ToUpperInvariant())
        {
            var value = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0 || found.Count > 64)
            {
                return null;
            }

            held = ((held << 5) | value) & 0xFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                found.Add((byte)((held >> bits) & 0xFF));
            }
        }

        return [.. found];
    }
}
