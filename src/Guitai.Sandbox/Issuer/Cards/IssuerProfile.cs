using System.Text.Json;
using System.Text.Json.Serialization;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Issuer.Cards;

/// <summary>The virtual issuer's keys, each 16 bytes of triple-DES as 32 hexadecimal characters. They protect nothing but virtual cards.</summary>
public sealed class IssuerKeys
{
    /// <summary>Zone master key (ZMK), shared with the host by two components.</summary>
    public required string ZoneMaster { get; init; }

    /// <summary>The pair behind CVV, iCVV and CVV2 (CVK A, CVK B).</summary>
    public required string CardVerification { get; init; }

    /// <summary>The pair behind PVVs (PVK).</summary>
    public required string PinVerification { get; init; }

    /// <summary>Makes each card's PIN out of its number, and marks numbers in the journal (PGK).</summary>
    public required string PinGeneration { get; init; }

    /// <summary>Master key of application cryptograms (IMK-AC).</summary>
    public required string Cryptograms { get; init; }

    /// <summary>Master key of the integrity of scripts (IMK-SMI).</summary>
    public required string ScriptMac { get; init; }

    /// <summary>Master key of the confidentiality of scripts (IMK-SMC).</summary>
    public required string ScriptCipher { get; init; }

    /// <summary>No key is ever printed.</summary>
    public override string ToString() => "***";

    internal static Des Key(string hex) => new(Convert.FromHexString(hex));
}

/// <summary>What happens to a chip card's number read off its stripe.</summary>
public enum FallbackRule
{
    /// <summary>It is taken.</summary>
    Allow,

    /// <summary>It is taken when field 22 says 80x: the chip was tried and failed.</summary>
    RefuseUnmarked,

    /// <summary>It is refused with 05.</summary>
    Refuse,
}

/// <summary>The issuer's own rules.</summary>
/// <param name="PinTries">Wrong PINs until the PIN is blocked.</param>
/// <param name="CompletionPercent">What a completion may be of its pre-authorisation.</param>
/// <param name="HoldDays">After that a hold is released by itself.</param>
/// <param name="Cvv2Required">Whether a number typed by hand needs its CVV2.</param>
/// <param name="Fallback">What happens to a chip card read off its stripe.</param>
/// <param name="RefusedMerchants">Values of field 42 that are answered with 03.</param>
public sealed record IssuerRules(
    int PinTries,
    int CompletionPercent,
    int HoldDays,
    bool Cvv2Required,
    FallbackRule Fallback,
    IReadOnlyList<string> RefusedMerchants
)
{
    /// <summary>What a new issuer begins with.</summary>
    public static IssuerRules Default { get; } = new(3, 115, 30, Cvv2Required: true, FallbackRule.Allow, []);
}

/// <summary>The virtual issuer as it stands in <c>issuer.json</c>: keys, card programs and rules. Every card follows from it; no list of cards is kept.</summary>
/// <param name="Name">How the issuer calls itself.</param>
public sealed record IssuerProfile(string Name, IssuerKeys Keys, IssuerRules Rules, IReadOnlyList<CardProgram> Programs)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A new issuer with random keys of odd parity and the usual programs, whose cards are good for four years.</summary>
    public static IssuerProfile Create(TimeProvider time, RandomFill random)
    {
        string Key()
        {
            Span<byte> key = stackalloc byte[16];
            random(key);
            Des.MakeOdd(key);
            return Convert.ToHexString(key);
        }

        var keys = new IssuerKeys
        {
            ZoneMaster = Key(),
            CardVerification = Key(),
            PinVerification = Key(),
            PinGeneration = Key(),
            Cryptograms = Key(),
            ScriptMac = Key(),
            ScriptCipher = Key(),
        };
        return new IssuerProfile("Sandbox issuer", keys, IssuerRules.Default, CardProgram.Usual(time.GetUtcNow().Year));
    }

    /// <summary>Reads <c>issuer.json</c>.</summary>
    /// <exception cref="InvalidDataException">It is no profile, or one that cannot work.</exception>
    public static IssuerProfile Read(string path)
    {
        try
        {
            var profile = JsonSerializer.Deserialize<IssuerProfile>(File.ReadAllBytes(path), s_json);
            return
                profile is { Keys: not null, Rules: not null, Programs: { Count: > 0 and < 255 } programs }
                && programs.All(p => p.Flaw is null)
                && profile.KeyTexts.All(k => k.Length == 32 && k.All(char.IsAsciiHexDigit))
                ? profile
                : throw new InvalidDataException($"{path} is no issuer's profile.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is no issuer's profile.", exception);
        }
    }

    /// <summary>The profile as <c>issuer.json</c> holds it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    private string[] KeyTexts =>
        [
            Keys.ZoneMaster,
            Keys.CardVerification,
            Keys.PinVerification,
            Keys.PinGeneration,
            Keys.Cryptograms,
            Keys.ScriptMac,
            Keys.ScriptCipher,
        ];
}
