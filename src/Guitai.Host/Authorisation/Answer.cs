using Guitai.Iso8583;

namespace Guitai.Host.Authorisation;

/// <summary>What a terminal is told, beyond the fields that its question brought.</summary>
public sealed record Answer
{
    /// <summary>Field 39.</summary>
    public required string Code { get; init; }

    /// <summary>Field 37; 0 for none.</summary>
    public long Rrn { get; init; }

    /// <summary>Field 38, or empty.</summary>
    public string Authorisation { get; init; } = "";

    /// <summary>Field 55.</summary>
    public byte[]? Icc { get; init; }

    /// <summary>Field 54.</summary>
    public string? Balance { get; init; }

    /// <summary>Field 48: settlement totals.</summary>
    public string? Totals { get; init; }

    /// <summary>Field 60.2 when it is another than the question's: the current batch; −1 for the question's.</summary>
    public int Batch { get; init; } = -1;

    /// <summary>Field 62: keys, or the state of an inquiry.</summary>
    public byte[]? Data { get; init; }

    /// <summary>Field 59: the wallet's number, or the code to be shown; empty for none.</summary>
    public string Wallet { get; init; } = "";

    /// <summary>When it was decided, Unix milliseconds; fields 12 and 13.</summary>
    public long AtMs { get; init; }

    /// <summary>True when it carries a MAC.</summary>
    public bool HasMac { get; init; } = true;

    /// <summary>Whether it was the first answer, or one given again.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>An answer of a code alone.</summary>
    public static Answer Of(string code, long atMs) => new() { Code = code, AtMs = atMs };

    /// <summary>What was answered to a question that has ended.</summary>
    public static Answer Of(Intent intent, Outcome outcome) =>
        new()
        {
            Code = outcome.Code,
            Rrn = intent.Rrn,
            Authorisation = outcome.State == OutcomeState.Approved ? outcome.Authorisation : "",
            Icc = outcome.Icc,
            Balance = outcome.Balance,
            Wallet = outcome.Wallet.Length > 0 ? Field59.Of(Field59.Number, outcome.Wallet) : "",
            AtMs = outcome.AtMs,
        };
}
