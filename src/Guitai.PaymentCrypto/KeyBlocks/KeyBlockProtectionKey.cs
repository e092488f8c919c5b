using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyBlocks;

/// <summary>
/// Key block protection key: carries other keys from place to place together with what they may do (ANSI X9.143-2021, ASC X9 TR-31:2018). Versions A, B, C (triple-DES) and D (AES)
/// are read, B and D written.
/// </summary>
public sealed class KeyBlockProtectionKey : SecretKey, IBoundKey<KeyBlockProtectionKey>
{
    private KeyBlockProtectionKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.KeyBlockProtection;

    /// <summary>Makes the key from 16 or 24 bytes of triple-DES, or 16, 24 or 32 of AES.</summary>
    /// <inheritdoc/>
    public static KeyBlockProtectionKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (algorithm is not KeyAlgorithm.Aes)
        {
            Allow(algorithm, key, KeyAlgorithm.Tdes, 16, 24);
        }

        return new(algorithm, key);
    }

    /// <summary>The version that this key writes: D under AES, B under triple-DES.</summary>
    public char WrittenVersion => Algorithm is KeyAlgorithm.Aes ? 'D' : 'B';

    /// <summary>Reads the clear header; nothing of it is true before the block was unwrapped.</summary>
    /// <param name="block">The block's characters.</param>
    /// <param name="header">The header; null when there is a fault.</param>
    public static KeyBlockFault ReadHeader(ReadOnlySpan<char> block, out KeyBlockHeader? header)
    {
        var fault = KeyBlockText.Read(block, out var text);
        header = text?.Header;
        return fault;
    }

    /// <summary>Takes a key out of a block, if the block is whole and the key is for the one use of <typeparamref name="TKey"/>.</summary>
    /// <typeparam name="TKey">The kind of key wanted.</typeparam>
    /// <param name="block">The block's characters.</param>
    /// <param name="key">The key; null when there is a fault.</param>
    public KeyBlockFault Unwrap<TKey>(ReadOnlySpan<char> block, out TKey? key)
        where TKey : SecretKey, IBoundKey<TKey>
    {
        key = null;
        var fault = UnwrapClear(block, out var header, out var clear);
        if (clear is null)
        {
            return fault;
        }

        using (clear)
        {
            if (
                KeyBlockUse.AlgorithmOf(header!.Algorithm) is not { } algorithm
                || KeyBlockUse.UseOf(header.Usage) != TKey.Use
                || !KeyBlockUse.IsMode(TKey.Use, header.Mode)
            )
            {
                return KeyBlockFault.Use;
            }

            try
            {
                key = TKey.FromClear(algorithm, clear.Span);
            }
            catch (ArgumentException)
            {
                // The block is authentic, but says of a key that it is for a use that no such key has.
                return KeyBlockFault.Use;
            }

            return KeyBlockFault.None;
        }
    }

    /// <summary>Puts a key into a block of <see cref="WrittenVersion"/>. Its usage is the key's own.</summary>
    /// <typeparam name="TKey">The kind of key.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="mode">Mode of use; must be one of the usage's.</param>
    /// <param name="exportability">E, N or S.</param>
    /// <param name="random">Makes the padding.</param>
    /// <param name="keyVersion">Two letters or digits.</param>
    /// <param name="optional">Optional blocks.</param>
    /// <exception cref="ArgumentException">Something does not fit into a header.</exception>
    public string Wrap<TKey>(
        TKey key,
        char mode,
        char exportability,
        FillRandom random,
        string keyVersion = "00",
        IReadOnlyList<OptionalBlock>? optional = null
    )
        where TKey : SecretKey, IBoundKey<TKey>
    {
        if (!KeyBlockUse.IsMode(TKey.Use, mode) || exportability is not ('E' or 'N' or 'S'))
        {
            throw new ArgumentException($"Mode {mode} is none of a {TKey.Use} key, or exportability is not E, N or S.", nameof(mode));
        }

        var header = new KeyBlockHeader(
            WrittenVersion,
            KeyBlockUse.CodeOf(TKey.Use),
            KeyBlockUse.CodeOf(key.Algorithm),
            mode,
            keyVersion,
            exportability
        )
        {
            OptionalBlocks = optional ?? [],
        };
        return WrapClear(header, key.Material, random);
    }

    /// <summary>Wraps clear material under any header of version B or D; for the toolbox and the key store.</summary>
    internal string WrapClear(KeyBlockHeader header, ReadOnlySpan<byte> key, FillRandom random)
    {
        var size = KeyBlockText.BlockSize(header.Version);
        var length = (key.Length + 2 + size - 1) / size * size;
        if (header.Version != WrittenVersion || KeyBlockText.Write(header, length) is not { } text)
        {
            throw new ArgumentException("The header is none of a block under this key.", nameof(header));
        }

        using var clear = new SecretBytes(length);
        BinaryPrimitives.WriteUInt16BigEndian(clear.Span, (ushort)(key.Length * 8));
        key.CopyTo(clear.Span[2..]);
        random(clear.Span[(2 + key.Length)..]);
        Span<byte> mac = stackalloc byte[KeyBlockText.MacLength(header.Version)];
        var payload = new byte[length];
        using var keys = BlockKeys.Make(header.Version, Cipher)!;
        keys.Seal(Encoding.ASCII.GetBytes(text), clear.Span, payload, mac);
        return text + Convert.ToHexString(payload) + Convert.ToHexString(mac);
    }

    /// <summary>Takes clear material out of a block, whatever it is for; for the toolbox and the key store.</summary>
    internal KeyBlockFault UnwrapClear(ReadOnlySpan<char> block, out KeyBlockHeader? header, out SecretBytes? key)
    {
        key = null;
        var fault = KeyBlockText.Read(block, out var text);
        header = text?.Header;
        if (text is null)
        {
            return fault;
        }

        using var keys = BlockKeys.Make(text.Header.Version, Cipher);
        if (keys is null)
        {
            return KeyBlockFault.ProtectionKey;
        }

        using var clear = new SecretBytes(text.Payload.Length);
        var headerBytes = Encoding.ASCII.GetBytes(text.HeaderText);
        if (text.Header.Version is not ('B' or 'D') && headerBytes.Length % 8 != 0)
        {
            return KeyBlockFault.OptionalBlocks;
        }

        if (!keys.Open(headerBytes, text.Payload, text.Mac, clear.Span))
        {
            return KeyBlockFault.Mac;
        }

        var bits = BinaryPrimitives.ReadUInt16BigEndian(clear.Span);
        if (bits == 0 || bits % 8 != 0 || bits / 8 > clear.Length - 2)
        {
            return KeyBlockFault.Payload;
        }

        key = new SecretBytes(clear.Span.Slice(2, bits / 8));
        return KeyBlockFault.None;
    }
}
