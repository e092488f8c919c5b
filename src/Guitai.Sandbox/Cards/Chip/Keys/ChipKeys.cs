using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Guitai.Sandbox.Issuer;

namespace Guitai.Sandbox.Cards.Chip.Keys;

/// <summary>A scheme's public key as terminals have it: what the host downloads to them.</summary>
/// <param name="Rid">Registered application provider, ten hexadecimal characters.</param>
/// <param name="Index">Two hexadecimal characters, as tag 8F names it.</param>
/// <param name="Modulus">In hexadecimal.</param>
/// <param name="Exponent">In hexadecimal.</param>
/// <param name="Expiry">The last day, YYYYMMDD.</param>
/// <param name="Checksum">SHA-1 over RID, index, modulus and exponent, in hexadecimal (EMV Book 2, 11.2.1).</param>
public sealed record AuthorityKey(string Rid, string Index, string Modulus, string Exponent, string Expiry, string Checksum);

/// <summary>The keys of the sandbox's own schemes, of its issuer and of its cards' chips. They are made once and kept in a file, and sign nothing but virtual cards.</summary>
public sealed class ChipKeys
{
    /// <summary>The registered application provider of UnionPay.</summary>
    public const string UnionPay = "A000000333";

    /// <summary>The index of the key that certificates are signed with by default.</summary>
    public const int UsualIndex = 0xE1;

    /// <summary>An index whose key ran out.</summary>
    public const int ExpiredIndex = 0xE0;

    // By the first digits of card programs. Every scheme's usual key is longer than the issuer's, but JCB's: its issuer's key does not fit into the certificate.
    private static readonly (string Digits, string Rid, int Bits)[] s_schemes =
    [
        ("62", UnionPay, 1984),
        ("4", "A000000003", 1984),
        ("5", "A000000004", 1536),
        ("35", "A000000065", 1408),
    ];

    private const int IssuerBits = 1408;
    private static readonly int[] s_chipBits = [1024, 1024, 1024, 1152];

    private readonly Dictionary<string, ChipKey> _keys;
    private readonly int _year;

    private ChipKeys(Dictionary<string, ChipKey> keys, int year) => (_keys, _year) = (keys, year);

    /// <summary>Reads the file, or makes keys and file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static ChipKeys Open(string path, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (!File.Exists(path))
        {
            IssuerFolder.WritePrivate(path, Make(time.GetUtcNow().Year));
        }

        try
        {
            var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path))!;
            var year = int.Parse(texts[Year], CultureInfo.InvariantCulture);
            return new ChipKeys(texts.Where(t => t.Key != Year).ToDictionary(t => t.Key, t => ChipKey.Read(t.Value)), year);
        }
        catch (Exception exception)
            when (exception is JsonException or FormatException or CryptographicException or KeyNotFoundException or NullReferenceException)
        {
            throw new InvalidDataException($"{path} holds no keys of chips.", exception);
        }
    }

    /// <summary>Every scheme's keys, to be loaded into terminals.</summary>
    public IReadOnlyList<AuthorityKey> Authorities() =>
        [
            .. s_schemes.Select(s => Authority(s.Rid, UsualIndex, $"{_year + 10}1231")),
            Authority(UnionPay, ExpiredIndex, $"{_year - 2}1231"),
        ];

    /// <summary>The registered application provider whose cards begin like that.</summary>
    internal static string RidOf(string pan) => s_schemes.First(s => pan.StartsWith(s.Digits, StringComparison.Ordinal)).Rid;

    /// <summary>A scheme's key; the usual one where it has no other of that index.</summary>
    internal ChipKey Authority(string rid, int index) => _keys.GetValueOrDefault(Name(rid, index)) ?? _keys[Name(rid, UsualIndex)];

    /// <summary>The issuer's key.</summary>
    internal ChipKey Issuer => _keys["issuer"];

    /// <summary>A chip's key. Real chips have one each; these share a few, since making one takes longer than all the rest of a card.</summary>
    internal ChipKey Chip(int card) => _keys[$"chip-{card % s_chipBits.Length}"];

    private const string Year = "year";

    private static string Make(int year)
    {
        var keys = s_schemes.ToDictionary(s => Name(s.Rid, UsualIndex), s => ChipKey.Make(s.Bits));
        keys[Name(UnionPay, ExpiredIndex)] = ChipKey.Make(1408);
        keys["issuer"] = ChipKey.Make(IssuerBits);
        foreach (var (place, bits) in s_chipBits.Index())
        {
            keys[$"chip-{place}"] = ChipKey.Make(bits);
        }

        keys[Year] = year.ToString(CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(keys);
    }

    private static string Name(string rid, int index) => $"{rid}-{index:X2}";

    private AuthorityKey Authority(string rid, int index, string expiry)
    {
        var key = Authority(rid, index);
        return new AuthorityKey(
            rid,
            $"{index:X2}",
            Convert.ToHexString(key.Modulus),
            Convert.ToHexString(key.Exponent),
            expiry,
            Convert.ToHexString(Certificates.Checksum(rid, index, key))
        );
    }
}
