using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Guitai.Foundation;

/// <summary>SHA-256 chain over records: each hash covers the one before, so that editing, deleting, reordering or truncating is seen.</summary>
public static class HashChain
{
    /// <summary>Refuses halves of surrogate pairs: replaced by one and the same sign, they would let two texts have one hash.</summary>
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The 32 zero bytes that the first record of a chain follows.</summary>
    public static byte[] Start => new byte[SHA256.HashSizeInBytes];

    /// <summary>SHA-256 over the previous hash and every part, each led by its length (4 bytes, big-endian), so that parts cannot run together.</summary>
    /// <exception cref="ArgumentException">The previous hash is not one, or a part holds half of a surrogate pair.</exception>
    public static byte[] Next(ReadOnlySpan<byte> previous, params ReadOnlySpan<string> parts)
    {
        if (previous.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"A hash has {SHA256.HashSizeInBytes} bytes, not {previous.Length}.", nameof(previous));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = s_utf8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
