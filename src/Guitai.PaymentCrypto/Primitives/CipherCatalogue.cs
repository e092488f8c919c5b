using System.Collections.Concurrent;

namespace Guitai.PaymentCrypto.Primitives;

/// <summary>Block sizes, key lengths and OpenSSL names of the ciphers.</summary>
internal static class CipherCatalogue
{
    private static readonly ConcurrentDictionary<(KeyAlgorithm Algorithm, int KeyLength, bool Cbc), nint> s_fetched = new();

    public static int BlockSize(KeyAlgorithm algorithm) => algorithm is KeyAlgorithm.Tdes ? 8 : 16;

    public static bool IsKeyLength(KeyAlgorithm algorithm, int length) =>
        algorithm switch
        {
            KeyAlgorithm.Tdes => length is 8 or 16 or 24,
            KeyAlgorithm.Aes => length is 16 or 24 or 32,
            KeyAlgorithm.Sm4 => length is 16,
            KeyAlgorithm.Hmac => length is >= 16 and <= 64,
            _ => false,
        };

    /// <summary>The key as OpenSSL takes it: DES keys become three, K1 K1 K1 or K1 K2 K1. The room has at least 32 bytes.</summary>
    public static Span<byte> Expand(KeyAlgorithm algorithm, ReadOnlySpan<byte> key, Span<byte> room)
    {
        key.CopyTo(room);
        if (algorithm is not KeyAlgorithm.Tdes)
        {
            return room[..key.Length];
        }

        if (key.Length == 8)
        {
            key.CopyTo(room[8..]);
        }

        if (key.Length < 24)
        {
            key[..8].CopyTo(room[16..]);
        }

        return room[..24];
    }

    public static nint Fetch(KeyAlgorithm algorithm, int keyLength, bool cbc) =>
        s_fetched.GetOrAdd(
            (algorithm, algorithm is KeyAlgorithm.Aes ? keyLength : 0, cbc),
            static wanted =>
            {
                var mode = wanted.Cbc ? "CBC" : "ECB";
                var name = wanted.Algorithm switch
                {
                    KeyAlgorithm.Tdes => $"DES-EDE3-{mode}",
                    KeyAlgorithm.Aes => $"AES-{wanted.KeyLength * 8}-{mode}",
                    KeyAlgorithm.Sm4 => $"SM4-{mode}",
                    _ => throw new ArgumentOutOfRangeException(nameof(wanted)),
                };
                return LibCrypto.Check(LibCrypto.CipherFetch(0, name, 0), name);
            }
        );
}
