using System.Security.Cryptography;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyBlocks;

/// <summary>The two keys that protect one block, and the work done under them.</summary>
internal sealed class BlockKeys : IDisposable
{
    private readonly char _version;
    private readonly BlockCipher _encryption;
    private readonly BlockCipher _mac;

    private BlockKeys(char version, BlockCipher encryption, BlockCipher mac)
    {
        _version = version;
        _encryption = encryption;
        _mac = mac;
    }

    /// <summary>Makes them from the protection key: by variants for A and C (TR-31:2018, 5.3.1), by derivation for B and D (5.3.2).</summary>
    /// <returns>Null when the protection key is not one of that version.</returns>
    public static BlockKeys? Make(char version, BlockCipher protection)
    {
        var aes = protection.Algorithm is KeyAlgorithm.Aes;
        if (aes != version is 'D' || protection.Key.Length < 16)
        {
            return null;
        }

        Span<byte> key = stackalloc byte[32];
        key = key[..protection.Key.Length];
        Derive(version, protection, forMac: false, key);
        var encryption = new BlockCipher(protection.Algorithm, key);
        Derive(version, protection, forMac: true, key);
        var mac = new BlockCipher(protection.Algorithm, key);
        CryptographicOperations.ZeroMemory(key);
        return new BlockKeys(version, encryption, mac);
    }

    /// <summary>Decrypts and checks; the payload is only true when it says so.</summary>
    public bool Open(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> mac, Span<byte> clear)
    {
        Span<byte> expected = stackalloc byte[16];
        expected = expected[..mac.Length];
        if (_version is 'B' or 'D')
        {
            _encryption.DecryptCbc(mac, payload, clear);
            var covered = Join(header, clear);
            Cmac.Compute(_mac, covered, expected);
            CryptographicOperations.ZeroMemory(covered);
            return CryptographicOperations.FixedTimeEquals(expected, mac);
        }

        CbcMac(Join(header, payload), expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, mac))
        {
            return false;
        }

        _encryption.DecryptCbc(header[..8], payload, clear);
        return true;
    }

    /// <summary>Encrypts and makes the MAC, versions B and D.</summary>
    public void Seal(ReadOnlySpan<byte> header, ReadOnlySpan<byte> clear, Span<byte> payload, Span<byte> mac)
    {
        var covered = Join(header, clear);
        Cmac.Compute(_mac, covered, mac);
        CryptographicOperations.ZeroMemory(covered);
        _encryption.EncryptCbc(mac, clear, payload);
    }

    public void Dispose()
    {
        _encryption.Dispose();
        _mac.Dispose();
    }

    private static byte[] Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var joined = GC.AllocateUninitializedArray<byte>(first.Length + second.Length, pinned: true);
        first.CopyTo(joined);
        second.CopyTo(joined.AsSpan(first.Length));
        return joined;
    }

    private static void Derive(char version, BlockCipher protection, bool forMac, Span<byte> key)
    {
        if (version is 'A' or 'C')
        {
            protection.Key.CopyTo(key);
            Bytes.Xor(key, (byte)(forMac ? 0x4D : 0x45));
            return;
        }

        // Counter, usage 0000 encryption or 0001 MAC, separator, algorithm, length in bits (TR-31:2018, 5.3.2.1 and 5.3.2.3).
        var aes = protection.Algorithm is KeyAlgorithm.Aes;
        var algorithm = aes ? key.Length / 8 : key.Length / 8 - 2;
        Span<byte> input =
        [
            1,
            0,
            (byte)(forMac ? 1 : 0),
            0,
            0,
            (byte)algorithm,
            (byte)(key.Length * 8 >> 8),
            (byte)(key.Length * 8 & 0xFF),
        ];
        Span<byte> block = stackalloc byte[16];
        block = block[..protection.BlockSize];
        for (var at = 0; at < key.Length; at += block.Length)
        {
            Cmac.Compute(protection, input, block);
            block[..Math.Min(block.Length, key.Length - at)].CopyTo(key[at..]);
            input[0]++;
        }

        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>ISO/IEC 9797-1 MAC algorithm 1 under triple-DES; header and payload are whole blocks.</summary>
    private void CbcMac(byte[] message, Span<byte> mac)
    {
        Span<byte> iv = stackalloc byte[8];
        iv.Clear();
        var chained = new byte[message.Length];
        _mac.EncryptCbc(iv, message, chained);
        chained.AsSpan(message.Length - 8, mac.Length).CopyTo(mac);
    }
}
