using System.Globalization;
using System.Text;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Authorisation;

/// <summary>Card numbers as the host may keep them: masked for people, hashed for finding, sealed for messages to issuers that come later. PCI DSS 3.4.1, 3.5.1, 3.5.1.1.</summary>
public sealed class CardSafe(IKeyStore keys)
{
    /// <summary>The key that seals; made when the key store is set up.</summary>
    public static KeyName SealKey { get; } = new("host.card");

    /// <summary>The key that hashes.</summary>
    public static KeyName HashKey { get; } = new("host.card-lookup");

    /// <summary>First six and last four digits.</summary>
    public static string Mask(ReadOnlySpan<char> pan)
    {
        if (pan.Length < 12)
        {
            return "";
        }

        Span<char> masked = stackalloc char[19];
        masked = masked[..pan.Length];
        masked.Fill('*');
        pan[..6].CopyTo(masked);
        pan[^4..].CopyTo(masked[^4..]);
        return new string(masked);
    }

    /// <summary>32 bytes that are the same for the same number and tell nothing of it.</summary>
    public byte[] Hash(ReadOnlySpan<char> pan)
    {
        Span<byte> digits = stackalloc byte[19];
        digits = digits[..Encoding.ASCII.GetBytes(pan, digits)];
        var hash = new byte[32];
        Require(keys.LookupHash(HashKey, digits, hash));
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(digits);
        return hash;
    }

    /// <summary>Seals a number with its expiry, bound to the terminal that brought it.</summary>
    /// <param name="pan">The number.</param>
    /// <param name="expiry">YYMM; below zero when it is not known.</param>
    /// <param name="terminal">Field 41.</param>
    public byte[] Seal(ReadOnlySpan<char> pan, int expiry, string terminal)
    {
        Span<byte> plain = stackalloc byte[24];
        var length = Encoding.ASCII.GetBytes(pan, plain);
        plain[length++] = (byte)'|';
        if (expiry >= 0)
        {
            expiry.TryFormat(plain[length..], out var written, "D4", CultureInfo.InvariantCulture);
            length += written;
        }

        var seal = new byte[length + IKeyStore.SealOverhead];
        Span<byte> context = stackalloc byte[16];
        Require(keys.Seal(SealKey, plain[..length], context[..Encoding.ASCII.GetBytes(terminal, context)], seal));
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(plain);
        return seal;
    }

    /// <summary>Opens a seal: <c>PAN|YYMM</c>. The caller wipes it.</summary>
    public byte[] Open(string terminal, byte[] seal)
    {
        var plain = new byte[seal.Length - IKeyStore.SealOverhead];
        Require(keys.Open(SealKey, seal, Encoding.ASCII.GetBytes(terminal), plain));
        return plain;
    }

    private static void Require(KeyAnswer answer)
    {
        if (answer != KeyAnswer.Ok)
        {
            throw new InvalidOperationException($"The key store refused a card number: {answer}.");
        }
    }
}
