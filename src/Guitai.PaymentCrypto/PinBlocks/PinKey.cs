using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.PinBlocks;

/// <summary>A key that encrypts PINs into blocks and translates blocks to another key. Formats 0, 1 and 3 go under triple-DES, format 4 under AES (ISO 9564-1:2017, 9).</summary>
public sealed class PinKey : SecretKey, IBoundKey<PinKey>
{
    private PinKey(KeyAlgorithm algorithm, scoped ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.PinEncryption;

    /// <summary>Makes the key from 16 or 24 bytes of triple-DES (8 for a card network of old), or 16, 24 or 32 of AES.</summary>
    /// <inheritdoc/>
    public static PinKey FromClear(KeyAlgorithm algorithm, scoped ReadOnlySpan<byte> key)
    {
        if (algorithm is not KeyAlgorithm.Aes)
        {
            Allow(algorithm, key, KeyAlgorithm.Tdes, 8, 16, 24);
        }

        return new(algorithm, key);
    }

    /// <summary>Length of an encrypted block of that format in bytes: 8, or 16 for format 4.</summary>
    public static int BlockLength(PinBlockFormat format) => PinBlock.Length(format);

    /// <summary>True when the format goes under this key's cipher.</summary>
    public bool Takes(PinBlockFormat format) => format is PinBlockFormat.Iso4 == Algorithm is KeyAlgorithm.Aes;

    /// <summary>Encrypts a PIN. Allocates nothing.</summary>
    /// <param name="format">The block's format.</param>
    /// <param name="pin">The PIN.</param>
    /// <param name="pan">The card number, 13 to 19 digits (format 4: from 1); not looked at in format 1.</param>
    /// <param name="random">Makes the filling of formats 1, 3 and 4.</param>
    /// <param name="block">As long as <see cref="BlockLength"/> says.</param>
    /// <exception cref="ArgumentException">The format does not go under this key, or a length is wrong.</exception>
    public void Encrypt(
        PinBlockFormat format,
        scoped ref ClearPin pin,
        scoped ReadOnlySpan<char> pan,
        FillRandom random,
        scoped Span<byte> block
    )
    {
        Guard(format, block.Length);
        Span<byte> clear = stackalloc byte[16];
        if (format is PinBlockFormat.Iso4)
        {
            Span<byte> card = stackalloc byte[16];
            PinBlock.EncodePinField4(ref pin, random, clear);
            PinBlock.EncodePanField4(pan, card);
            Cipher.Encrypt(clear, clear);
            Bytes.Xor(clear, card);
            Cipher.Encrypt(clear, block);
        }
        else
        {
            PinBlock.Encode(format, ref pin, pan, random, clear[..8]);
            Cipher.Encrypt(clear[..8], block);
        }

        CryptographicOperations.ZeroMemory(clear);
    }

    /// <summary>Translates a block to another key and, where allowed, another format, without the PIN leaving this call. Allocates nothing.</summary>
    /// <param name="from">The format that came.</param>
    /// <param name="encrypted">The block that came.</param>
    /// <param name="pan">The card number; a PIN never moves to another one.</param>
    /// <param name="target">The key that it goes to.</param>
    /// <param name="to">The format that it goes to; format 1 is left, never entered (ISO 9564-1:2017, 9.3.1).</param>
    /// <param name="random">Makes the filling.</param>
    /// <param name="translated">As long as <see cref="BlockLength"/> says of <paramref name="to"/>.</param>
    /// <returns>Why not; <see cref="PinBlockFault.None"/> when it was translated.</returns>
    /// <exception cref="ArgumentException">A format does not go under its key, or there is too little room.</exception>
    public PinBlockFault Translate(
        PinBlockFormat from,
        scoped ReadOnlySpan<byte> encrypted,
        scoped ReadOnlySpan<char> pan,
        PinKey target,
        PinBlockFormat to,
        FillRandom random,
        scoped Span<byte> translated
    )
    {
        target.Guard(to, translated.Length);
        if (to is PinBlockFormat.Iso1 && from is not PinBlockFormat.Iso1)
        {
            return PinBlockFault.Translation;
        }

        ClearPin pin = default;
        var fault = Decrypt(from, encrypted, pan, ref pin);
        if (fault is PinBlockFault.None)
        {
            target.Encrypt(to, ref pin, pan, random, translated);
        }

        pin.Dispose();
        return fault;
    }

    /// <summary>Decrypts a block. Inside the library and its toolbox only: a host translates and verifies PINs, it never reads them (PCI PIN 1).</summary>
    internal PinBlockFault Decrypt(
        PinBlockFormat format,
        scoped ReadOnlySpan<byte> encrypted,
        scoped ReadOnlySpan<char> pan,
        ref ClearPin pin
    )
    {
        if (encrypted.Length != PinBlock.Length(format))
        {
            return PinBlockFault.BlockLength;
        }

        Guard(format, encrypted.Length);
        Span<byte> clear = stackalloc byte[16];
        PinBlockFault fault;
        if (format is PinBlockFormat.Iso4)
        {
            Span<byte> card = stackalloc byte[16];
            PinBlock.EncodePanField4(pan, card);
            Cipher.Decrypt(encrypted, clear);
            Bytes.Xor(clear, card);
            Cipher.Decrypt(clear, clear);
            fault = PinBlock.DecodePinField4(clear, ref pin);
        }
        else
        {
            Cipher.Decrypt(encrypted, clear);
            fault = PinBlock.Decode(format, clear[..8], pan, ref pin);
        }

        CryptographicOperations.ZeroMemory(clear);
        return fault;
    }

    private void Guard(PinBlockFormat format, int length)
    {
        if (!Takes(format))
        {
            throw new ArgumentException($"Format {(int)format} does not go under {Algorithm}.", nameof(format));
        }

        if (length < PinBlock.Length(format))
        {
            throw new ArgumentException("A PIN block needs 8 bytes, of format 4 16.", nameof(length));
        }
    }
}
