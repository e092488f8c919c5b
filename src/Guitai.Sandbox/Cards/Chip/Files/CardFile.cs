using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guitai.Sandbox.Cards.Chip.Files;

/// <summary>How a card speaks to readers with contacts (ISO/IEC 7816-3).</summary>
public enum ChipProtocol
{
    /// <summary>Blocks: a whole command, a whole answer.</summary>
    T1,

    /// <summary>Bytes: 61xx and 6Cxx say how much there is to fetch.</summary>
    T0,
}

/// <summary>The sides on which a card can be spoken to.</summary>
[Flags]
public enum CardSides
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Inserted.</summary>
    Contact = 1,

    /// <summary>Tapped.</summary>
    Contactless = 2,

    /// <summary>Either.</summary>
    Dual = Contact | Contactless,
}

/// <summary>What is broken about a chip.</summary>
public enum ChipFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It never answers.</summary>
    Mute,

    /// <summary>What it answers to the reset is no ATR.</summary>
    BadAtr,

    /// <summary>It answers every command with 6F00.</summary>
    Error,
}

/// <summary>How a card proves that it is genuine without its issuer; each can what those before it can.</summary>
public enum CardProof
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Signed static data.</summary>
    Static,

    /// <summary>A signature over the terminal's number.</summary>
    Dynamic,

    /// <summary>A signature over the cryptogram.</summary>
    Combined,
}

/// <summary>What is wrong with a card's certificates and signatures.</summary>
public enum ProofFlaw
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The issuer's certificate was not signed by the scheme.</summary>
    IssuerCertificate,

    /// <summary>The issuer's certificate is another issuer's.</summary>
    IssuerName,

    /// <summary>The issuer's certificate ran out.</summary>
    IssuerExpired,

    /// <summary>The card's certificate was not signed by the issuer.</summary>
    CardCertificate,

    /// <summary>The card's certificate ran out.</summary>
    CardExpired,

    /// <summary>A signed record was changed.</summary>
    StaticData,

    /// <summary>The card's signatures are none of its key.</summary>
    DynamicData,
}

/// <summary>What a card does with the issuer's answer (91).</summary>
public enum IssuerAnswerRule
{
    /// <summary>A wrong one declines, none does not.</summary>
    Optional,

    /// <summary>Without a right one it declines.</summary>
    Mandatory,

    /// <summary>Every answer counts as a wrong one.</summary>
    Distrust,
}

/// <summary>A card of the issuer's.</summary>
public sealed record CardOfProgram(string Program, int Index);

/// <summary>What an application decides by itself.</summary>
/// <param name="OfflineOnly">It never asks to go online: what it does not approve it declines.</param>
/// <param name="AlwaysDecline">It declines whatever it is asked.</param>
/// <param name="DeclinesApproval">It declines what the issuer approved.</param>
/// <param name="OfflineLimitMinor">The most that it approves by itself when inserted; above it asks for the issuer.</param>
/// <param name="LowerOffline">So many approvals by itself behind each other before it wants to go online.</param>
/// <param name="UpperOffline">So many before it approves nothing by itself.</param>
/// <param name="TapBalanceMinor">Money that is spent by tapping without the issuer (9F79); null: no tap is approved by the card.</param>
/// <param name="TapLimitMinor">The most of a tap without the issuer (9F78).</param>
/// <param name="DeviceCvm">It is a phone: its holder proved himself to it.</param>
public sealed record CardRules(
    bool OfflineOnly = false,
    bool AlwaysDecline = false,
    bool DeclinesApproval = false,
    long OfflineLimitMinor = 0,
    int LowerOffline = 3,
    int UpperOffline = 5,
    long? TapBalanceMinor = null,
    long TapLimitMinor = 100_000,
    bool DeviceCvm = false
);

/// <summary>One application in a chip.</summary>
/// <param name="Label">50.</param>
/// <param name="Card">Whose number and keys it has; null: the file's card.</param>
/// <param name="Aid">4F; null: the usual one of the number's scheme.</param>
/// <param name="PreferredName">9F12, written in the code table of <paramref name="CodeTable"/>.</param>
/// <param name="CodeTable">9F11; 0 for none.</param>
/// <param name="Priority">Low four bits of 87; 0 for none.</param>
/// <param name="Confirm">Its holder must agree to its use.</param>
/// <param name="Blocked">Its issuer blocked it.</param>
/// <param name="CvmList">8E in hexadecimal; empty: it has none.</param>
/// <param name="Pdol">9F38 of the contact side in hexadecimal.</param>
/// <param name="AnswerInParts">GET PROCESSING OPTIONS and GENERATE AC answer in template 77 rather than 80.</param>
/// <param name="ExtraObjects">Further objects of its first record, in hexadecimal.</param>
/// <param name="AuthorityIndex">8F.</param>
/// <param name="PinTries">How many it has when it is sent out.</param>
/// <param name="PinLimit">How many it has after the right PIN.</param>
/// <param name="ActionDefault">9F0D.</param>
/// <param name="ActionDenial">9F0E.</param>
/// <param name="ActionOnline">9F0F.</param>
/// <param name="IssuerInList">The issuer's answer comes with the second GENERATE AC rather than by EXTERNAL AUTHENTICATE; null: as its cryptogram version has it.</param>
public sealed record ApplicationFile(
    string Label,
    CardOfProgram? Card = null,
    string? Aid = null,
    string? PreferredName = null,
    int CodeTable = 0,
    int Priority = 1,
    bool Confirm = false,
    bool Blocked = false,
    CardProof Proof = CardProof.Combined,
    ProofFlaw Flaw = ProofFlaw.None,
    int AuthorityIndex = Keys.ChipKeys.UsualIndex,
    string CvmList = "000000000000000042031E031F03",
    string Pdol = "",
    bool AnswerInParts = false,
    string ExtraObjects = "",
    int PinTries = 3,
    int PinLimit = 3,
    string ActionDefault = "D86004A800",
    string ActionDenial = "0010980000",
    string ActionOnline = "D86804F800",
    IssuerAnswerRule IssuerAnswer = IssuerAnswerRule.Optional,
    bool? IssuerInList = null,
    CardRules? Rules = null
);

/// <summary>What a chip is personalised from.</summary>
/// <param name="Name">Small letters and hyphens.</param>
/// <param name="Card">The issuer's card whose number, expiry, PIN and keys it gets.</param>
/// <param name="Blocked">The whole card is blocked: no application can be selected.</param>
/// <param name="HasDirectory">Whether it has a directory of its applications (PSE).</param>
/// <param name="DirectoryBlocked">The directory is blocked: 6283.</param>
public sealed record CardFile(
    string Name,
    CardOfProgram Card,
    IReadOnlyList<ApplicationFile> Applications,
    ChipProtocol Protocol = ChipProtocol.T1,
    CardSides Sides = CardSides.Dual,
    ChipFault Fault = ChipFault.None,
    bool Blocked = false,
    bool HasDirectory = true,
    bool DirectoryBlocked = false
)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is none, or no card can be made from it.</exception>
    public static CardFile Read(Stream stream, string name)
    {
        try
        {
            var file = JsonSerializer.Deserialize<CardFile>(stream, s_json);
            return file is { Card: not null, Applications: { Count: > 0 and < 10 } applications } && applications.All(IsSound)
                ? file
                : throw new InvalidDataException($"{name} is no file of a card.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{name} is no file of a card: {exception.Message}", exception);
        }
    }

    // The texts in hexadecimal are read to see whether they can be.
    private static bool IsSound(ApplicationFile application)
    {
        _ = new ObjectList(Convert.FromHexString(application.Pdol));
        _ = Convert.FromHexString(application.ExtraObjects);
        return application is { Label.Length: > 0 and <= 16, Priority: >= 0 and <= 15, PinTries: >= 0 and <= 15, PinLimit: > 0 and <= 15 }
            && Convert.FromHexString(application.CvmList) is { Length: 0 or >= 10 and <= 200 }
            && Convert.FromHexString(application.Aid ?? "A000000333") is { Length: >= 5 and <= 16 }
            && ((string[])[application.ActionDefault, application.ActionDenial, application.ActionOnline]).All(a =>
                a is { Length: 10 } or ""
            );
    }
}
