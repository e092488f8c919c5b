using System.Security.Cryptography;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.Cryptograms;

/// <summary>Issuer's master key for the integrity of scripts (IMK-SMI).</summary>
public sealed class IssuerScriptMacKey : SecretKey, IBoundKey<IssuerScriptMacKey>
{
    private IssuerScriptMacKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.IssuerScriptMac;

    /// <summary>Makes the key from 16 bytes of triple-DES.</summary>
    /// <inheritdoc/>
    public static IssuerScriptMacKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Tdes, 16);
        return new(algorithm, key);
    }

    /// <summary>A session key for one card and transaction.</summary>
    /// <param name="pan">The card number, 8 to 19 digits.</param>
    /// <param name="sequence">The card sequence number, two digits.</param>
    /// <param name="session">The transaction.</param>
    /// <param name="option">How the card's key is derived.</param>
    /// <exception cref="ArgumentException">Not digits of that number.</exception>
    public ScriptMacKey DeriveSessionKey(
        ReadOnlySpan<char> pan,
        ReadOnlySpan<char> sequence,
        ScriptSession session,
        CardKeyOption option = CardKeyOption.A
    )
    {
        Span<byte> key = stackalloc byte[16];
        session.Derive(Cipher, pan, sequence, option, key);
        var made = new ScriptMacKey(key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }
}

/// <summary>Issuer's master key for the confidentiality of scripts (IMK-SMC).</summary>
public sealed class IssuerScriptCipherKey : SecretKey, IBoundKey<IssuerScriptCipherKey>
{
    private IssuerScriptCipherKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.IssuerScriptCipher;

    /// <summary>Makes the key from 16 bytes of triple-DES.</summary>
    /// <inheritdoc/>
    public static IssuerScriptCipherKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Tdes, 16);
        return new(algorithm, key);
    }

    /// <inheritdoc cref="IssuerScriptMacKey.DeriveSessionKey"/>
    public ScriptCipherKey DeriveSessionKey(
        ReadOnlySpan<char> pan,
        ReadOnlySpan<char> sequence,
        ScriptSession session,
        CardKeyOption option = CardKeyOption.A
    )
    {
        Span<byte> key = stackalloc byte[16];
        session.Derive(Cipher, pan, sequence, option, key);
        var made = new ScriptCipherKey(key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }
}

/// <summary>What makes a script's session keys those of one transaction.</summary>
public readonly ref struct ScriptSession
{
    private readonly ReadOnlySpan<byte> _cryptogram;
    private readonly ushort _counter;

    private ScriptSession(ReadOnlySpan<byte> cryptogram, ushort counter)
    {
        _cryptogram = cryptogram;
        _counter = counter;
    }

    /// <summary>The common method (EMV Book 2, A1.3.1): from the transaction's cryptogram.</summary>
    /// <param name="cryptogram">9F26, eight bytes.</param>
    /// <exception cref="ArgumentException">Not eight bytes.</exception>
    public static ScriptSession Common(ReadOnlySpan<byte> cryptogram) =>
        cryptogram.Length == 8 ? new(cryptogram, 0) : throw new ArgumentException("A cryptogram has eight bytes.", nameof(cryptogram));

    /// <summary>Visa's method (VIS 1.5, B.4): from the transaction counter.</summary>
    /// <param name="counter">9F36.</param>
    public static ScriptSession Visa(ushort counter) => new(default, counter);

    internal void Derive(BlockCipher issuer, ReadOnlySpan<char> pan, ReadOnlySpan<char> sequence, CardKeyOption option, Span<byte> key)
    {
        Span<byte> card = stackalloc byte[16];
        CardKeyDerivation.CardKey(issuer, pan, sequence, option, card);
        if (_cryptogram.IsEmpty)
        {
            CardKeyDerivation.VisaSession(card, _counter, key);
        }
        else
        {
            using var cipher = new BlockCipher(KeyAlgorithm.Tdes, card);
            CardKeyDerivation.CommonSession(cipher, _cryptogram, key);
        }

        CryptographicOperations.ZeroMemory(card);
    }
}

/// <summary>Makes the MACs of script commands (EMV Book 2, 9.2.3).</summary>
public sealed class ScriptMacKey : SecretKey
{
    private readonly RetailMac _mac;

    internal ScriptMacKey(ReadOnlySpan<byte> key)
        : base(KeyAlgorithm.Tdes, key) => _mac = new RetailMac(key);

    /// <summary>The MAC of a command.</summary>
    /// <param name="message">The command's header, then what the card's application puts in (Visa: counter and cryptogram), then its data.</param>
    /// <param name="mac">4 to 8 leading bytes.</param>
    /// <exception cref="ArgumentException">Fewer or more are wanted.</exception>
    public void Compute(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        if (mac.Length is < 4 or > 8)
        {
            throw new ArgumentException("A script's MAC has 4 to 8 bytes.", nameof(mac));
        }

        _mac.Compute(message, RetailPadding.Bit, mac);
    }

    private protected override void Wipe() => _mac.Dispose();
}

/// <summary>How the data of a script command are padded and encrypted.</summary>
public enum ScriptPadding
{
    /// <summary>80 and zeros, always; chained (EMV Book 2, 9.3.1.1 and CCD).</summary>
    Emv,

    /// <summary>A length byte first, then 80 and zeros; each block by itself (VIS 1.5, B.4).</summary>
    Visa,

    /// <summary>80 and zeros only where needed; chained (M/Chip).</summary>
    Mastercard,
}

/// <summary>Encrypts the data of script commands (EMV Book 2, 9.3).</summary>
public sealed class ScriptCipherKey : SecretKey
{
    internal ScriptCipherKey(ReadOnlySpan<byte> key)
        : base(KeyAlgorithm.Tdes, key) { }

    /// <summary>Length of the encrypted data in bytes.</summary>
    /// <param name="length">Length in clear, 1 to 255.</param>
    /// <param name="padding">How it is padded.</param>
    public static int EncryptedLength(int length, ScriptPadding padding) =>
        padding switch
        {
            ScriptPadding.Visa => (length + 1) / 8 * 8 + 8,
            ScriptPadding.Mastercard => (length + 7) / 8 * 8,
            _ => length / 8 * 8 + 8,
        };

    /// <summary>Encrypts a command's data.</summary>
    /// <param name="data">1 to 255 bytes.</param>
    /// <param name="padding">How it is padded.</param>
    /// <param name="encrypted">As long as <see cref="EncryptedLength"/> says.</param>
    /// <exception cref="ArgumentException">Other lengths.</exception>
    public void Encrypt(ReadOnlySpan<byte> data, ScriptPadding padding, Span<byte> encrypted)
    {
        var length = EncryptedLength(data.Length, padding);
        if (data.Length is 0 or > 255 || encrypted.Length != length)
        {
            throw new ArgumentException($"{data.Length} bytes become {length}; 1 to 255 can be encrypted.", nameof(encrypted));
        }

        Span<byte> padded = stackalloc byte[264];
        padded = padded[..length];
        padded.Clear();
        var at = 0;
        if (padding is ScriptPadding.Visa)
        {
            padded[at++] = (byte)data.Length;
        }

        data.CopyTo(padded[at..]);
        at += data.Length;
        if (at < length)
        {
            padded[at] = 0x80;
        }

        if (padding is ScriptPadding.Visa)
        {
            Cipher.Encrypt(padded, encrypted);
        }
        else
        {
            Span<byte> iv = stackalloc byte[8];
            iv.Clear();
            Cipher.EncryptCbc(iv, padded, encrypted);
        }

        CryptographicOperations.ZeroMemory(padded);
    }
}
