using System.Security.Cryptography;
using System.Text.Json;
using Guitai.Sandbox.Issuer;

namespace Guitai.Sandbox.Wallets;

/// <summary>What the wallets are made of: <c>wallets.json</c>. Whoever has it has every virtual phone.</summary>
public sealed record WalletProfile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Makes payment codes: 32 bytes, hexadecimal.</summary>
    public required string CodeKey { get; init; }

    /// <summary>Makes customers' passwords and the names that wallets know them by: 32 bytes, hexadecimal.</summary>
    public required string CustomerKey { get; init; }

    /// <summary>The authority's private key, PEM (RSA).</summary>
    public required string AuthorityKey { get; init; }

    /// <summary>The authority's certificate, PEM.</summary>
    public required string AuthorityCertificate { get; init; }

    /// <summary>A second root that is not RSA, PEM: it stands in Alipay's file of roots and is not counted.</summary>
    public required string OtherRoot { get; init; }

    /// <summary>The key behind Alipay's public key in plain-key mode, PEM.</summary>
    public required string AlipayPlainKey { get; init; }

    /// <summary>The rules.</summary>
    public WalletRules Rules { get; init; } = new();

    /// <summary>Makes a new profile.</summary>
    public static WalletProfile Create(TimeProvider time, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(random);
        string Key()
        {
            Span<byte> key = stackalloc byte[32];
            random(key);
            return Convert.ToHexString(key);
        }

        var (authorityKey, authority) = Crypto.WalletAuthority.MakeRoot(time.GetUtcNow());
        using var plain = RSA.Create(2048);
        return new WalletProfile
        {
            CodeKey = Key(),
            CustomerKey = Key(),
            AuthorityKey = authorityKey,
            AuthorityCertificate = authority,
            OtherRoot = Crypto.WalletAuthority.MakeOtherRoot(time.GetUtcNow()),
            AlipayPlainKey = plain.ExportPkcs8PrivateKeyPem(),
        };
    }

    /// <summary>Reads <c>wallets.json</c>.</summary>
    /// <exception cref="InvalidDataException">It is no profile.</exception>
    public static WalletProfile Read(string json)
    {
        try
        {
            return
                JsonSerializer.Deserialize<WalletProfile>(json, s_json)
                    is { CodeKey.Length: 64, CustomerKey.Length: 64, Rules.MostRefunds: > 0 } profile
                && profile.CodeKey.All(char.IsAsciiHexDigit)
                && profile.CustomerKey.All(char.IsAsciiHexDigit)
                ? profile
                : throw new InvalidDataException("wallets.json is no profile of wallets.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("wallets.json is no profile of wallets.", exception);
        }
    }

    /// <summary>The profile as <c>wallets.json</c> holds it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>No key is ever printed.</summary>
    public override string ToString() => "***";
}
