using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Chip;

/// <summary>The issuer's side by the host's library.</summary>
internal static class ChipChecks
{
    public static void AssertCryptogram(IssuerKeys keys, VirtualCard card, string profile, ChipProof proof, string values)
    {
        using var master = IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, Convert.FromHexString(keys.Cryptograms));
        using var cardKey = master.DeriveCardKey(card.Pan, card.Sequence.AsSpan(1));
        using var session = cardKey.DeriveSessionKey(Counter(proof));
        var isSession = card.CryptogramVersion == 18;
        var covered = Convert.FromHexString(
            values[..58] + profile + proof.Counter + (isSession ? proof.ApplicationData : proof.ApplicationData[6..14])
        );
        Assert.True(
            (isSession ? (CryptogramKey)session : cardKey).VerifyCryptogram(
                covered,
                isSession ? CryptogramPadding.Bit : CryptogramPadding.Zeros,
                Convert.FromHexString(proof.Cryptogram)
            )
        );
    }

    /// <summary>91, as the issuer would answer.</summary>
    public static string Answer(IssuerKeys keys, VirtualCard card, ChipProof proof, string code, string update = "00820000")
    {
        using var master = IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, Convert.FromHexString(keys.Cryptograms));
        using var cardKey = master.DeriveCardKey(card.Pan, card.Sequence.AsSpan(1));
        var cryptogram = Convert.FromHexString(proof.Cryptogram);
        if (card.CryptogramVersion == 18)
        {
            using var session = cardKey.DeriveSessionKey(Counter(proof));
            var four = new byte[4];
            session.ComputeAnswer(cryptogram, Convert.FromHexString(update), [], four);
            return Convert.ToHexString(four) + update;
        }

        var eight = new byte[8];
        cardKey.ComputeAnswer(cryptogram, Encoding.ASCII.GetBytes(code), eight);
        return Convert.ToHexString(eight) + Convert.ToHexString(Encoding.ASCII.GetBytes(code));
    }

    private static ushort Counter(ChipProof proof) => ushort.Parse(proof.Counter, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

/// <summary>Opens certificates and signatures as EMV Book 2 says a terminal does, step by step.</summary>
internal sealed class ChipProofs
{
    private readonly ChipReading _reading;
    private readonly string _signed;
    private readonly byte[] _issuer;

    public ChipProofs(ChipKeys keys, ChipReading reading, string rid = "")
    {
        _reading = reading;
        _signed = reading.Signed + reading.Profile;
        Authority = keys.Authorities()
            .First(a =>
                (rid.Length == 0 ? reading["90"].Length == a.Modulus.Length && Opens(a) : a.Rid == rid) && a.Index == reading["8F"]
            );
        var certificate = Open(Authority.Modulus, Authority.Exponent, reading["90"]);
        _issuer = Key(certificate, 15, 36, Tlvs.TryFind(reading.Objects, "92") ?? "", reading["9F32"], "");
        IssuerDigits = Convert.ToHexString(certificate, 2, 4);
        IssuerExpiry = Convert.ToHexString(certificate, 6, 2);
    }

    public AuthorityKey Authority { get; }

    /// <summary>What the issuer's certificate says: its first digits, MMYY.</summary>
    public string IssuerDigits { get; }

    public string IssuerExpiry { get; }

    /// <summary>The card's key by its certificate.</summary>
    public byte[] CardKey()
    {
        var certificate = Open(Convert.ToHexString(_issuer), _reading["9F32"], _reading["9F46"]);
        Assert.Equal(_reading["5A"].PadRight(20, 'F'), Convert.ToHexString(certificate, 2, 10));
        return Key(certificate, 21, 42, Tlvs.TryFind(_reading.Objects, "9F48") ?? "", _reading["9F47"], _signed);
    }

    /// <summary>MMYY of the card's certificate.</summary>
    public string CardExpiry() => Convert.ToHexString(Open(Convert.ToHexString(_issuer), _reading["9F32"], _reading["9F46"]), 12, 2);

    public bool StaticDataIsRight()
    {
        var open = Open(Convert.ToHexString(_issuer), _reading["9F32"], _reading["93"]);
        return open is [0x6A, 0x03, 0x01, .., 0xBC] && Hash(Convert.ToHexString(open, 1, open.Length - 22) + _signed) == Ending(open);
    }

    public bool DynamicDataIsRight(string signature, string terminalData)
    {
        var open = Open(Convert.ToHexString(CardKey()), _reading["9F47"], signature);
        return open is [0x6A, 0x05, 0x01, .., 0xBC] && Hash(Convert.ToHexString(open, 1, open.Length - 22) + terminalData) == Ending(open);
    }

    /// <summary>The cryptogram inside of a combined signature, whose hashes are right (EMV Book 2, 6.6.2).</summary>
    public string Combined(ChipProof proof, string said, string unpredictableNumber)
    {
        Assert.True(DynamicDataIsRight(proof.Signature, unpredictableNumber));
        var open = Open(Convert.ToHexString(CardKey()), _reading["9F47"], proof.Signature);
        Assert.Equal(8, open[4]);
        Assert.Equal(proof.Type, Convert.ToHexString(open, 13, 1));
        var whole = Tlvs.Find(proof.Answer, "77");
        var at = whole.IndexOf("9F4B81", StringComparison.Ordinal);
        Assert.Equal(Hash(said + whole[..at] + whole[(at + 8 + proof.Signature.Length)..]), Convert.ToHexString(open, 22, 20));
        return Convert.ToHexString(open, 14, 8);
    }

    private bool Opens(AuthorityKey authority) => Open(authority.Modulus, authority.Exponent, _reading["90"]) is [0x6A, .., 0xBC];

    // Digits stand behind the head; they end before hash and trailer, and are filled with BB.
    private static byte[] Key(byte[] certificate, int at, int overhead, string remainder, string exponent, string staticData)
    {
        Assert.Equal(0x6A, certificate[0]);
        Assert.Equal(0xBC, certificate[^1]);
        var covered = Convert.ToHexString(certificate, 1, certificate.Length - 22) + remainder + exponent + staticData;
        Assert.Equal(Hash(covered), Ending(certificate));
        int length = certificate[at - 2];
        var inside = Math.Min(length, certificate.Length - overhead);
        Assert.Equal(length - inside, remainder.Length / 2);
        Assert.All(certificate[(at + inside)..^21], b => Assert.Equal(0xBB, b));
        return [.. certificate[at..(at + inside)], .. Convert.FromHexString(remainder)];
    }

    private static string Ending(byte[] open) => Convert.ToHexString(open, open.Length - 21, 20);

#pragma warning disable CA5350 // The one hash algorithm of EMV's certificates.
    public static string Hash(string hex) => Convert.ToHexString(SHA1.HashData(Convert.FromHexString(hex)));
#pragma warning restore CA5350

    private static byte[] Open(string modulus, string exponent, string block)
    {
        static BigInteger Number(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var open = BigInteger.ModPow(Number(block), Number(exponent), Number(modulus)).ToString("X", CultureInfo.InvariantCulture);
        return Convert.FromHexString(open.TrimStart('0').PadLeft(modulus.Length, '0'));
    }
}
