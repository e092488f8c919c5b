using System.Globalization;
using Guitai.Foundation;

namespace Guitai.Contracts.Facts;

/// <summary>Something that happened at a till, appended once to its journal and then carried to the shop as it is.</summary>
/// <param name="TillId">The till that saw it.</param>
/// <param name="Incarnation">Which life of the till's store: a new one begins at every start, so that a restored store cannot reuse a key.</param>
/// <param name="Sequence">1, 2, 3 … over the whole journal as this life knows it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="AtMs">When, Unix milliseconds by the till's clock.</param>
/// <param name="BusinessDate">The store's business day, yyyymmdd.</param>
/// <param name="Subject">The order or shift it is about, when there is one.</param>
/// <param name="Body">The record as JSON, byte for byte as it was hashed.</param>
/// <param name="PreviousHash">Hash of the fact before, lower-case hex; zeros before the first.</param>
/// <param name="Hash">SHA-256 over the previous hash and every value above, lower-case hex.</param>
public sealed record Fact(
    Guid TillId,
    Guid Incarnation,
    long Sequence,
    FactKind Kind,
    long AtMs,
    int BusinessDate,
    Guid? Subject,
    string Body,
    string PreviousHash,
    string Hash
)
{
    /// <summary>The previous hash of the very first fact.</summary>
    public static string NoHash { get; } = new('0', 64);

    /// <summary>Makes a fact and its hash.</summary>
    public static Fact Make(
        Guid tillId,
        Guid incarnation,
        long sequence,
        FactKind kind,
        long atMs,
        int businessDate,
        Guid? subject,
        string body,
        string previousHash
    ) =>
        new(
            tillId,
            incarnation,
            sequence,
            kind,
            atMs,
            businessDate,
            subject,
            body,
            previousHash,
            HashOf(tillId, incarnation, sequence, kind, atMs, businessDate, subject, body, previousHash)
        );

    /// <summary>True when the hash covers what the fact says.</summary>
    public bool IsIntact() =>
        string.Equals(
            Hash,
            HashOf(TillId, Incarnation, Sequence, Kind, AtMs, BusinessDate, Subject, Body, PreviousHash),
            StringComparison.Ordinal
        );

    private static string HashOf(
        Guid tillId,
        Guid incarnation,
        long sequence,
        FactKind kind,
        long atMs,
        int businessDate,
        Guid? subject,
        string body,
        string previousHash
    ) =>
        Convert.ToHexStringLower(
            HashChain.Next(
                Convert.FromHexString(previousHash),
                tillId.ToString(),
                incarnation.ToString(),
                sequence.ToString(CultureInfo.InvariantCulture),
                ((int)kind).ToString(CultureInfo.InvariantCulture),
                atMs.ToString(CultureInfo.InvariantCulture),
                businessDate.ToString(CultureInfo.InvariantCulture),
                subject?.ToString() ?? "",
                body
            )
        );
}
