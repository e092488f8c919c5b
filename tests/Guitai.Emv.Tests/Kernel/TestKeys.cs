using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Guitai.Emv.Parameters;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>A key pair of <c>tests/vectors/emv/test-keys.json</c>: it signs what authority, issuer and card sign.</summary>
internal sealed record TestKey(string Name, byte[] Modulus, byte[] Exponent, byte[] Private)
{
    private static readonly Lazy<Dictionary<string, TestKey>> s_keys = new(Load);

    public static TestKey Authority => s_keys.Value["authority"];

    public static TestKey Issuer => s_keys.Value["issuer"];

    public static TestKey SmallIssuer => s_keys.Value["small issuer"];

    public static TestKey Card => s_keys.Value["card"];

    public static TestKey SmallCard => s_keys.Value["small card"];

    public static TestKey Pin => s_keys.Value["pin"];

    public int Length => Modulus.Length;

    public CaKey ToCaKey(byte index = 0x57, string expires = "2030-12-31") =>
        new(Rid.Parse("A000000333")!.Value, index, Modulus, 65537, DateOnly.Parse(expires));

#pragma warning disable CA5350 // EMV knows no other hash.
    public static byte[] Hash(byte[] bytes) => SHA1.HashData(bytes);
#pragma warning restore CA5350

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, byte[]> s_known = new();

    // Most tests' cards have the same certificates.
    public byte[] Power(byte[] number) => [.. s_known.GetOrAdd(Name + Convert.ToHexString(number), _ => Compute(number))];

    private byte[] Compute(byte[] number)
    {
        var power = BigInteger.ModPow(Number(number), Number(Private), Number(Modulus));
        var bytes = power.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Length - bytes.Length], .. bytes];
    }

    /// <summary>6A, the content with BB behind it, the hash over content and rest, BC.</summary>
    public byte[] Sign(byte[] content, byte[] rest, byte header = 0x6A, byte trailer = 0xBC, byte pad = 0xBB)
    {
        byte[] padded = [.. content, .. Enumerable.Repeat(pad, Length - 22 - content.Length)];
        return Power([header, .. padded, .. Hash([.. padded, .. rest]), trailer]);
    }

    /// <summary>Of another key, what fits into a certificate of this one, and what remains.</summary>
    public (byte[] Here, byte[] Remainder) Split(TestKey inner, int overhead)
    {
        var room = Math.Min(inner.Length, Length - overhead);
        return (inner.Modulus[..room], inner.Modulus[room..]);
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static Dictionary<string, TestKey> Load()
    {
        using var file = JsonDocument.Parse(Vectors.Text("emv/test-keys.json"));
        return file
            .RootElement.GetProperty("keys")
            .EnumerateArray()
            .Select(k => new TestKey(k.GetProperty("name").GetString()!, Hex(k, "modulus"), Hex(k, "exponent"), Hex(k, "privateExponent")))
            .ToDictionary(k => k.Name);
    }

    private static byte[] Hex(JsonElement key, string name) => Convert.FromHexString(key.GetProperty(name).GetString()!);
}
