using Guitai.Contracts.Facts;

namespace Guitai.Till.Journal;

/// <summary>A row of the journal as Dapper reads it.</summary>
internal sealed class FactRow
{
    public const string Select =
        "SELECT position, incarnation, sequence, kind, at_ms AS AtMs, business_date AS BusinessDate, subject, body, previous_hash AS PreviousHash, hash FROM fact";

    public long Position { get; init; }

    public string Incarnation { get; init; } = "";

    public long Sequence { get; init; }

    public long Kind { get; init; }

    public long AtMs { get; init; }

    public long BusinessDate { get; init; }

    public string? Subject { get; init; }

    public string Body { get; init; } = "";

    public string PreviousHash { get; init; } = "";

    public string Hash { get; init; } = "";

    /// <summary>The fact as it was made.</summary>
    public Fact ToFact(Guid tillId) =>
        new(
            tillId,
            Guid.Parse(Incarnation),
            Sequence,
            (FactKind)Kind,
            AtMs,
            (int)BusinessDate,
            Subject is null ? null : Guid.Parse(Subject),
            Body,
            PreviousHash,
            Hash
        );
}
