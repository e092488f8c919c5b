using System.Buffers.Binary;
using System.Security.Cryptography;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.Cryptograms;

/// <summary>Issuer's master key for application cryptograms (IMK-AC).</summary>
public sealed class IssuerCryptogramKey : SecretKey, IBoundKey<IssuerCryptogramKey>
{
    private IssuerCryptogramKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.IssuerCryptogram;

    /// <summary>Makes the key from 16 bytes of triple-DES.</summary>
    /// <inheritdoc/>
    public static IssuerCryptogramKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        Allow(algorithm, key, KeyAlgorithm.Tdes, 16);
        return new(algorithm, key);
    }

    /// <summary>A card's own master key (EMV Book 2, A1.4).</summary>
    /// <param name="pan">The card number, 8 to 19 digits.</param>
    /// <param name="sequence">The card sequence number, two digits; 00 when the card has none.</param>
    /// <param name="option">The method.</param>
    /// <exception cref="ArgumentException">Not digits of that number.</exception>
    public CardCryptogramKey DeriveCardKey(ReadOnlySpan<char> pan, ReadOnlySpan<char> sequence, CardKeyOption option = CardKeyOption.A)
    {
        Span<byte> key = stackalloc byte[16];
        CardKeyDerivation.CardKey(Cipher, pan, sequence, option, key);
        var made = new CardCryptogramKey(key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }
}

/// <summary>A card's master key for application cryptograms (MK-AC). Under cryptogram version 10 it makes cryptograms itself, under 18 its session keys do.</summary>
public sealed class CardCryptogramKey : CryptogramKey
{
    internal CardCryptogramKey(ReadOnlySpan<byte> key)
        : base(key) { }

    /// <summary>The session key of one transaction by the common method (EMV Book 2, A1.3.1).</summary>
    /// <param name="counter">The application transaction counter, 9F36.</param>
    public SessionCryptogramKey DeriveSessionKey(ushort counter)
    {
        Span<byte> diversification = stackalloc byte[8];
        diversification.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(diversification, counter);
        return DeriveSessionKey(diversification);
    }

    /// <summary>The session key for another diversification of eight bytes (EMV Book 2, A1.3.1).</summary>
    /// <param name="diversification">Eight bytes, of which the third does not count.</param>
    /// <exception cref="ArgumentException">Not eight bytes.</exception>
    public SessionCryptogramKey DeriveSessionKey(ReadOnlySpan<byte> diversification)
    {
        if (diversification.Length != 8)
        {
            throw new ArgumentException("A diversification has eight bytes.", nameof(diversification));
        }

        Span<byte> key = stackalloc byte[16];
        CardKeyDerivation.CommonSession(Cipher, diversification, key);
        var made = new SessionCryptogramKey(key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }
}

/// <summary>A transaction's session key for application cryptograms (SK-AC).</summary>
public sealed class SessionCryptogramKey : CryptogramKey
{
    internal SessionCryptogramKey(ReadOnlySpan<byte> key)
        : base(key) { }
}

/// <summary>Makes and checks application cryptograms, and answers them.</summary>
public abstract class CryptogramKey : SecretKey
{
    private readonly RetailMac _mac;

    private protected CryptogramKey(ReadOnlySpan<byte> key)
        : base(KeyAlgorithm.Tdes, key) => _mac = new RetailMac(key);

    /// <summary>An application cryptogram, 9F26 (EMV Book 2, 8.1.2). Allocates nothing.</summary>
    /// <param name="data">The data as the card concatenated them (version 10: VIS 1.5, D.2; version 18: D.3).</param>
    /// <param name="padding">Version 10 pads with zeros where needed, EMV and version 18 with 80 and zeros always.</param>
    /// <param name="cryptogram">Eight bytes.</param>
    /// <exception cref="ArgumentException">No data, or not eight bytes.</exception>
    public void ComputeCryptogram(ReadOnlySpan<byte> data, CryptogramPadding padding, Span<byte> cryptogram)
    {
        if (cryptogram.Length != 8 || data.Length == 0)
        {
            throw new ArgumentException("A cryptogram is eight bytes over some data.", nameof(cryptogram));
        }

        _mac.Compute(data, padding is CryptogramPadding.Zeros ? RetailPadding.Zeros : RetailPadding.Bit, cryptogram);
    }

    /// <summary>True when the cryptogram is that of the data; compares in constant time.</summary>
    /// <param name="data">The data as the card concatenated them.</param>
    /// <param name="padding">The version's padding.</param>
    /// <param name="cryptogram">Eight bytes as received; another length is false.</param>
    public bool VerifyCryptogram(ReadOnlySpan<byte> data, CryptogramPadding padding, ReadOnlySpan<byte> cryptogram)
    {
        if (cryptogram.Length != 8 || data.Length == 0)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[8];
        ComputeCryptogram(data, padding, expected);
        return CryptographicOperations.FixedTimeEquals(expected, cryptogram);
    }

    /// <summary>The issuer's answer by method 1 (EMV Book 2, 8.2.1): the response code XORed into the cryptogram, encrypted.</summary>
    /// <param name="cryptogram">The card's, eight bytes.</param>
    /// <param name="responseCode">The authorisation response code, two bytes (8A).</param>
    /// <param name="answer">Eight bytes.</param>
    /// <exception cref="ArgumentException">Other lengths.</exception>
    public void ComputeAnswer(ReadOnlySpan<byte> cryptogram, ReadOnlySpan<byte> responseCode, Span<byte> answer)
    {
        if (cryptogram.Length != 8 || responseCode.Length != 2 || answer.Length != 8)
        {
            throw new ArgumentException("Cryptogram and answer have eight bytes, a response code two.", nameof(answer));
        }

        cryptogram.CopyTo(answer);
        Bytes.Xor(answer, responseCode);
        Cipher.Encrypt(answer, answer);
    }

    /// <summary>The issuer's answer by method 2 (EMV Book 2, 8.2.2): a MAC over the cryptogram, the card status update and proprietary data.</summary>
    /// <param name="cryptogram">The card's, eight bytes.</param>
    /// <param name="statusUpdate">The card status update, four bytes.</param>
    /// <param name="proprietary">Proprietary authentication data, none to eight bytes.</param>
    /// <param name="answer">Four bytes.</param>
    /// <exception cref="ArgumentException">Other lengths.</exception>
    public void ComputeAnswer(
        ReadOnlySpan<byte> cryptogram,
        ReadOnlySpan<byte> statusUpdate,
        ReadOnlySpan<byte> proprietary,
        Span<byte> answer
    )
    {
        if (cryptogram.Length != 8 || statusUpdate.Length != 4 || proprietary.Length > 8 || answer.Length != 4)
        {
            throw new ArgumentException(
                "A cryptogram has eight bytes, status update and answer four, proprietary data eight at most.",
                nameof(answer)
            );
        }

        Span<byte> data = stackalloc byte[20];
        cryptogram.CopyTo(data);
        statusUpdate.CopyTo(data[8..]);
        proprietary.CopyTo(data[12..]);
        _mac.Compute(data[..(12 + proprietary.Length)], RetailPadding.Bit, answer);
    }

    private protected override void Wipe() => _mac.Dispose();
}

/// <summary>How a cryptogram's data are brought to whole blocks.</summary>
public enum CryptogramPadding
{
    /// <summary>Zeros where needed (version 10; VIS 1.5, D.2).</summary>
    Zeros,

    /// <summary>80 and zeros, always (EMV Book 2, 8.1.2; version 18).</summary>
    Bit,
}
