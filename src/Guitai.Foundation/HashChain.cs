using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Guitai.Foundation;

/// <summary>SHA-256 chain over records: each hash covers the one before, so that editing, deleting, reordering or truncating is seen.</summary>
public static class HashChain
{
    /// <summary>The 32 zero bytes that the first record of a chain follows.</summary>
    public static byte[] Start => new byte[SHA256.HashSizeInBytes];

    /// <summary>SHA-256 over the previous hash and every part, each led by its length (4 bytes, big-endian), so that parts cannot run together.</summary>
    public static byte[] Next(ReadOnlySpan<byte> previous, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
