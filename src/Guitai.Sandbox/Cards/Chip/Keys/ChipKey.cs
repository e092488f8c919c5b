using System.Numerics;
using System.Security.Cryptography;

namespace Guitai.Sandbox.Cards.Chip.Keys;

/// <summary>An RSA key as cards, issuers and schemes have: bare blocks in, bare blocks out (EMV Book 2, B2.1).</summary>
internal sealed class ChipKey
{
    private readonly BigInteger _p;
    private readonly BigInteger _q;
    private readonly BigInteger _dp;
    private readonly BigInteger _dq;
    private readonly BigInteger _inverse;

    private ChipKey(RSAParameters numbers)
    {
        Modulus = numbers.Modulus!;
        Exponent = numbers.Exponent!;
        _p = Number(numbers.P);
        _q = Number(numbers.Q);
        _dp = Number(numbers.DP);
        _dq = Number(numbers.DQ);
        _inverse = Number(numbers.InverseQ);
    }

    /// <summary>The modulus, its highest byte first.</summary>
    public byte[] Modulus { get; }

    /// <summary>The public exponent without zeros before it.</summary>
    public byte[] Exponent { get; }

    /// <summary>Bytes of the modulus, and so of every block.</summary>
    public int Length => Modulus.Length;

    /// <summary>Makes a key.</summary>
    /// <param name="bits">A multiple of 8.</param>
    /// <returns>The private key: PKCS #8 in base64, as the file of keys holds it.</returns>
    public static string Make(int bits)
    {
        using var rsa = RSA.Create(bits);
        return Convert.ToBase64String(rsa.ExportPkcs8PrivateKey());
    }

    /// <summary>Reads what <see cref="Make"/> returned.</summary>
    /// <exception cref="CryptographicException">It is no key.</exception>
    /// <exception cref="FormatException">It is no base64.</exception>
    public static ChipKey Read(string text)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(text), out _);
        return new ChipKey(rsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Signs or deciphers one block, by the Chinese remainder theorem.</summary>
    /// <param name="block">As long as the modulus, and smaller as a number.</param>
    public byte[] Apply(ReadOnlySpan<byte> block)
    {
        var number = Number(block);
        var first = BigInteger.ModPow(number, _dp, _p);
        var second = BigInteger.ModPow(number, _dq, _q);
        var step = BigInteger.Remainder((first - second) * _inverse, _p);
        return Block(second + ((step.Sign < 0 ? step + _p : step) * _q), Length);
    }

    /// <summary>What everybody can do with the public half.</summary>
    public static byte[] Open(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> block) =>
        Block(BigInteger.ModPow(Number(block), Number(exponent), Number(modulus)), modulus.Length);

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Block(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        var block = new byte[length];
        bytes.CopyTo(block, length - bytes.Length);
        return block;
    }
}
