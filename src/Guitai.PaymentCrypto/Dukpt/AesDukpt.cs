using System.Buffers.Binary;
using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.Dukpt;

/// <summary>The derivations of DUKPT under AES (X9.24-3:2017, 6.3 and 6.4), on clear keys inside the library.</summary>
internal static class AesDukpt
{
    private const ushort DeriveKeys = 0x8000;
    private const ushort DeriveInitialKey = 0x8001;

    /// <summary>Length of a working key in bytes.</summary>
    public static int LengthOf(DukptKeyType type) =>
        type switch
        {
            DukptKeyType.Tdes2 or DukptKeyType.Aes128 or DukptKeyType.Hmac128 => 16,
            DukptKeyType.Tdes3 or DukptKeyType.Aes192 or DukptKeyType.Hmac192 => 24,
            _ => 32,
        };

    /// <summary>True when a key of that type is not stronger than what it is derived from (6.3.1); triple-DES never is.</summary>
    public static bool IsStrongEnough(int initialKeyLength, DukptKeyType type) =>
        type is DukptKeyType.Tdes2 or DukptKeyType.Tdes3 || LengthOf(type) <= initialKeyLength;

    /// <summary>The initial key of a device (6.3.3); as long as the base key.</summary>
    public static void InitialKey(ReadOnlySpan<byte> baseKey, ulong initialKeyId, Span<byte> initialKey)
    {
        Derive(baseKey, DeriveInitialKey, AesOf(baseKey.Length), initialKeyId, initialKey[..baseKey.Length]);
        PassingKey.Forget();
    }

    /// <summary>A working key (6.4).</summary>
    public static void WorkingKey(ReadOnlySpan<byte> initialKey, AesKsn ksn, DukptUsage usage, DukptKeyType type, Span<byte> key)
    {
        if (!IsStrongEnough(initialKey.Length, type))
        {
            throw new ArgumentException("A working key may not be stronger than the initial key.", nameof(type));
        }

        Span<byte> derivation = stackalloc byte[32];
        derivation = derivation[..initialKey.Length];
        initialKey.CopyTo(derivation);
        var counter = 0U;
        for (var bit = 0x8000_0000U; bit != 0; bit >>= 1)
        {
            if ((ksn.Counter & bit) != 0)
            {
                counter |= bit;
                Derive(derivation, DeriveKeys, AesOf(initialKey.Length), Context(ksn, counter), derivation);
            }
        }

        Derive(derivation, Code(usage), type, Context(ksn, ksn.Counter), key[..LengthOf(type)]);
        CryptographicOperations.ZeroMemory(derivation);
        PassingKey.Forget();
    }

    /// <summary>The update key, under which a new initial key may come (6.5.4): the key-encryption key of a counter of ones.</summary>
    public static void UpdateKey(ReadOnlySpan<byte> initialKey, ulong initialKeyId, Span<byte> key) =>
        WorkingKey(initialKey, new AesKsn(initialKeyId, uint.MaxValue), DukptUsage.KeyEncryption, AesOf(initialKey.Length), key);

    /// <summary>The key that follows a transaction's counter, before its use; for tests against the standard's tables.</summary>
    public static void DerivationKey(ReadOnlySpan<byte> initialKey, AesKsn ksn, Span<byte> key)
    {
        initialKey.CopyTo(key);
        var counter = 0U;
        for (var bit = 0x8000_0000U; bit != 0; bit >>= 1)
        {
            if ((ksn.Counter & bit) != 0)
            {
                counter |= bit;
                Derive(key, DeriveKeys, AesOf(initialKey.Length), Context(ksn, counter), key);
            }
        }

        PassingKey.Forget();
    }

    private static DukptKeyType AesOf(int length) =>
        length switch
        {
            16 => DukptKeyType.Aes128,
            24 => DukptKeyType.Aes192,
            32 => DukptKeyType.Aes256,
            _ => throw new ArgumentOutOfRangeException(nameof(length), length, "AES keys have 16, 24 or 32 bytes."),
        };

    private static ulong Context(AesKsn ksn, uint counter) => (ksn.InitialKeyId << 32) | counter;

    private static ushort Code(DukptUsage usage) =>
        usage switch
        {
            DukptUsage.KeyEncryption => 0x0002,
            DukptUsage.Pin => 0x1000,
            DukptUsage.MacRequest => 0x2000,
            DukptUsage.MacResponse => 0x2001,
            DukptUsage.MacBoth => 0x2002,
            DukptUsage.DataRequest => 0x3000,
            DukptUsage.DataResponse => 0x3001,
            _ => 0x3002,
        };

    private static ushort Algorithm(DukptKeyType type) => (ushort)Math.Min((int)type, 5);

    /// <summary>Encrypts the derivation data (6.3.2, table 3), one block for every 16 bytes of the key that comes out.</summary>
    private static void Derive(ReadOnlySpan<byte> key, ushort usage, DukptKeyType type, ulong context, Span<byte> derived)
    {
        Span<byte> data = stackalloc byte[16];
        Span<byte> blocks = stackalloc byte[32];
        data[0] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(data[2..], usage);
        BinaryPrimitives.WriteUInt16BigEndian(data[4..], Algorithm(type));
        BinaryPrimitives.WriteUInt16BigEndian(data[6..], (ushort)(LengthOf(type) * 8));
        BinaryPrimitives.WriteUInt64BigEndian(data[8..], context);
        for (var at = 0; at < derived.Length; at += 16)
        {
            data[1]++;
            PassingKey.Encrypt(KeyAlgorithm.Aes, key, data, blocks[at..]);
        }

        blocks[..derived.Length].CopyTo(derived);
        CryptographicOperations.ZeroMemory(blocks);
    }
}
