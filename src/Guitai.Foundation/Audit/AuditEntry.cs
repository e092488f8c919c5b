using System.Globalization;

namespace Guitai.Foundation.Audit;

/// <summary>Something sensitive that someone is about to do, before it has its place in a chain. Never a secret, never a card number.</summary>
/// <param name="Who">Staff id, or the part of the system that acts by itself.</param>
/// <param name="What">Dotted code, for example <c>staff.disabled</c>.</param>
/// <param name="Target">Id of what it is done to; empty when there is none.</param>
/// <param name="Result"><c>ok</c>, or the code of the refusal.</param>
/// <param name="Where">Address or device it came from.</param>
public sealed record AuditAction(string Who, string What, string Target, string Result, string Where);

/// <summary>One entry of a chain: who did what to what, when, from where, and how it ended.</summary>
/// <param name="Sequence">1, 2, 3 … within the chain.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="PreviousHash">Hash of the entry before, lower-case hex; zeros before the first.</param>
/// <param name="Hash">SHA-256 over the previous hash, the chain's name and every value above, lower-case hex.</param>
public sealed record AuditEntry(
    long Sequence,
    long AtMs,
    string Who,
    string What,
    string Target,
    string Result,
    string Where,
    string PreviousHash,
    string Hash
)
{
    /// <summary>The previous hash of a chain's first entry.</summary>
    public static string NoHash { get; } = new('0', 64);

    /// <summary>Makes an entry and its hash.</summary>
    /// <param name="owner">The merchant or till whose books they are.</param>
    /// <param name="chain">The writing process's chain.</param>
    public static AuditEntry Make(string owner, string chain, long sequence, long atMs, AuditAction action, string previousHash) =>
        new(
            sequence,
            atMs,
            action.Who,
            action.What,
            action.Target,
            action.Result,
            action.Where,
            previousHash,
            HashOf(owner, chain, sequence, atMs, action, previousHash)
        );

    /// <summary>True when the hash covers what the entry says.</summary>
    public bool IsIntact(string owner, string chain) =>
        PreviousHash.Length == NoHash.Length
        && PreviousHash.All(char.IsAsciiHexDigitLower)
        && string.Equals(
            Hash,
            HashOf(owner, chain, Sequence, AtMs, new AuditAction(Who, What, Target, Result, Where), PreviousHash),
            StringComparison.Ordinal
        );

    private static string HashOf(string owner, string chain, long sequence, long atMs, AuditAction action, string previousHash) =>
        Convert.ToHexStringLower(
            HashChain.Next(
                Convert.FromHexString(previousHash),
                owner,
                chain,
                sequence.ToString(CultureInfo.InvariantCulture),
                atMs.ToString(CultureInfo.InvariantCulture),
                action.Who,
                action.What,
                action.Target,
                action.Result,
                action.Where
            )
        );
}
