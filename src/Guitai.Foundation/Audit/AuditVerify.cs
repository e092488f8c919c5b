using System.Data.Common;
using Dapper;

namespace Guitai.Foundation.Audit;

/// <summary>Where a chain does not hold.</summary>
/// <param name="Sequence">The first entry that is wrong or missing.</param>
/// <param name="Why"><c>gap</c> (deleted or reordered), <c>link</c> (does not follow the entry before), <c>edited</c> (its hash does not
/// cover it) or <c>truncated</c> (the head stands elsewhere than the last entry).</param>
public sealed record AuditBreak(string Chain, long Sequence, string Why);

/// <summary>Walks audit chains; reads only.</summary>
public static class AuditVerify
{
    /// <summary>The first break of one chain; null when it holds.</summary>
    /// <param name="entries">In order of sequence.</param>
    /// <param name="headSequence">Where the chain's head says that it ends; 0 for none.</param>
    /// <param name="headHash">The last hash by the chain's head.</param>
    public static AuditBreak? FirstBreak(string owner, string chain, IEnumerable<AuditEntry> entries, long headSequence, string headHash)
    {
        var (sequence, hash) = (0L, AuditEntry.NoHash);
        foreach (var entry in entries)
        {
            sequence++;
            var why =
                entry.Sequence != sequence ? "gap"
                : entry.PreviousHash != hash ? "link"
                : !entry.IsIntact(owner, chain) ? "edited"
                : null;
            if (why is not null)
            {
                return new AuditBreak(chain, sequence, why);
            }

            hash = entry.Hash;
        }

        return sequence == headSequence && hash == headHash ? null : new AuditBreak(chain, sequence + 1, "truncated");
    }

    /// <summary>The first break of every chain of an owner that does not hold; empty when all do.</summary>
    public static IReadOnlyList<AuditBreak> Walk(DbConnection connection, string owner)
    {
        var heads = connection
            .Query<Head>(
                """
                SELECT chain AS Chain, seq AS Sequence, hash AS Hash FROM audit_head WHERE owner = @owner
                UNION
                SELECT DISTINCT a.chain, 0, '' FROM audit a
                WHERE a.owner = @owner AND NOT EXISTS (SELECT 1 FROM audit_head h WHERE h.owner = a.owner AND h.chain = a.chain)
                """,
                new { owner }
            )
            .OrderBy(h => h.Chain, StringComparer.Ordinal)
            .ToList();
        return
        [
            .. heads.Select(h => FirstBreak(owner, h.Chain, Entries(connection, owner, h.Chain), h.Sequence, h.Hash)).OfType<AuditBreak>(),
        ];
    }

    private static IEnumerable<AuditEntry> Entries(DbConnection connection, string owner, string chain) =>
        connection.Query<AuditEntry>(
            """
            SELECT seq AS Sequence, at_ms AS AtMs, who AS Who, what AS What, target AS Target, result AS Result, place AS "Where",
                previous_hash AS PreviousHash, hash AS Hash
            FROM audit WHERE owner = @owner AND chain = @chain ORDER BY seq
            """,
            new { owner, chain },
            buffered: false
        );

    private sealed record Head
    {
        public string Chain { get; init; } = "";

        public long Sequence { get; init; }

        public string Hash { get; init; } = AuditEntry.NoHash;
    }
}
