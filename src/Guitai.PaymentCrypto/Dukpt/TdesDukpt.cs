using System.Buffers.Binary;
using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.Dukpt;

/// <summary>The derivations of DUKPT under triple-DES (X9.24-1:2009, A.2 to A.6), on clear keys inside the library.</summary>
internal static class TdesDukpt
{
    public const int KeyLength = 16;

    private static ReadOnlySpan<byte> Mask => [0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0, 0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0];

    /// <summary>The initial key of a device (A.6).</summary>
    public static void InitialKey(ReadOnlySpan<byte> baseKey, TdesKsn ksn, Span<byte> initialKey)
    {
        Span<byte> number = stackalloc byte[TdesKsn.Length];
        ksn.Write(number);
        number[7] &= 0xE0;
        number[8..].Clear();
        Span<byte> masked = stackalloc byte[KeyLength];
        baseKey.CopyTo(masked);
        Bytes.Xor(masked, Mask);
        PassingKey.Encrypt(KeyAlgorithm.Tdes, baseKey, number[..8], initialKey[..8]);
        PassingKey.Encrypt(KeyAlgorithm.Tdes, masked, number[..8], initialKey[8..16]);
        CryptographicOperations.ZeroMemory(masked);
        PassingKey.Forget();
    }

    /// <summary>The key of one transaction, before it is given its use (A.3, "derive current transaction key").</summary>
    public static void TransactionKey(ReadOnlySpan<byte> initialKey, TdesKsn ksn, Span<byte> key)
    {
        Span<byte> number = stackalloc byte[TdesKsn.Length];
        ksn.Write(number);
        var register = BinaryPrimitives.ReadUInt64BigEndian(number[2..]) & ~(ulong)TdesKsn.LastCounter;
        initialKey.CopyTo(key);
        Span<byte> input = stackalloc byte[8];
        Span<byte> right = stackalloc byte[8];
        for (var bit = 1U << 20; bit != 0; bit >>= 1)
        {
            if ((ksn.Counter & bit) == 0)
            {
                continue;
            }

            register |= bit;
            BinaryPrimitives.WriteUInt64BigEndian(input, register);
            Half(key, input, right);
            Bytes.Xor(key, Mask);
            Half(key, input, key[..8]);
            right.CopyTo(key[8..]);
        }

        CryptographicOperations.ZeroMemory(right);
        PassingKey.Forget();
    }

    /// <summary>A working key: the transaction's key under the variant of its use; data keys go through their own encryption once more (A.4.1).</summary>
    public static void WorkingKey(ReadOnlySpan<byte> initialKey, TdesKsn ksn, DukptUsage usage, Span<byte> key)
    {
        TransactionKey(initialKey, ksn, key);
        var place = usage switch
        {
            DukptUsage.Pin => 7,
            DukptUsage.MacRequest => 6,
            DukptUsage.MacResponse => 4,
            DukptUsage.DataRequest => 5,
            DukptUsage.DataResponse => 3,
            _ => throw new ArgumentOutOfRangeException(nameof(usage), usage, "Triple-DES DUKPT has no such use."),
        };
        key[place] ^= 0xFF;
        key[8 + place] ^= 0xFF;
        if (usage is DukptUsage.DataRequest or DukptUsage.DataResponse)
        {
            Span<byte> variant = stackalloc byte[KeyLength];
            key[..KeyLength].CopyTo(variant);
            PassingKey.Encrypt(KeyAlgorithm.Tdes, variant, variant, key);
            CryptographicOperations.ZeroMemory(variant);
            PassingKey.Forget();
        }
    }

    /// <summary>Non-reversible: the right half with the number, encrypted under the left half, and the right half again.</summary>
    private static void Half(ReadOnlySpan<byte> key, ReadOnlySpan<byte> number, Span<byte> half)
    {
        Span<byte> work = stackalloc byte[8];
        key[8..16].CopyTo(work);
        Bytes.Xor(work, number);
        PassingKey.Encrypt(KeyAlgorithm.Tdes, key[..8], work, work);
        Bytes.Xor(work, key[8..16]);
        work.CopyTo(half);
        CryptographicOperations.ZeroMemory(work);
    }
}
