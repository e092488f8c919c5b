using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Sync;

/// <summary>The head of a till's current line and the version that the next move of it must name.</summary>
internal sealed record LineHead(JournalHead? Head, long Version);

/// <summary>Reads what the shop holds of one till's facts. Every line is held from its first fact, because a fact is taken only after the one that it
/// follows; a fork makes two lines that share their beginning.</summary>
internal sealed class FactLines(MasterReader read, Guid tillId)
{
    private readonly string _till = tillId.ToString();

    public LineHead Head()
    {
        var row = read.Connection.QuerySingleOrDefault<HeadRow>(
            """
            SELECT incarnation AS Incarnation, seq AS Seq, hash AS Hash, version AS Version
            FROM till_head WHERE merchant = @merchant AND till = @till
            """,
            new { merchant = read.Merchant, till = _till }
        );
        return row is null ? new LineHead(null, 0) : new LineHead(row.ToHead(), row.Version);
    }

    /// <summary>The hash held under a key; null when the shop holds no such fact.</summary>
    public string? HashAt(Guid incarnation, long sequence) =>
        read.Connection.QuerySingleOrDefault<string>(
            "SELECT hash FROM fact WHERE merchant = @merchant AND till = @till AND incarnation = @incarnation AND seq = @sequence",
            new
            {
                merchant = read.Merchant,
                till = _till,
                incarnation = incarnation.ToString(),
                sequence,
            }
        );

    /// <summary>Hashes held under the keys of a delivery.</summary>
    public Dictionary<(Guid Incarnation, long Sequence), string> HashesOf(IReadOnlyList<Fact> facts) =>
        read
            .Connection.Query<HeadRow>(
                """
                SELECT incarnation AS Incarnation, seq AS Seq, hash AS Hash FROM fact
                WHERE merchant = @merchant AND till = @till AND seq >= @first AND seq <= @last
                """,
                new
                {
                    merchant = read.Merchant,
                    till = _till,
                    first = facts[0].Sequence,
                    last = facts[^1].Sequence,
                }
            )
            .ToDictionary(r => (Guid.Parse(r.Incarnation), r.Seq), r => r.Hash);

    /// <summary>True when a fact of this sequence and hash is held, on whichever line.</summary>
    public bool Holds(long sequence, string hash) =>
        read.Connection.QuerySingle<long>(
            "SELECT count(*) FROM fact WHERE merchant = @merchant AND till = @till AND seq = @sequence AND hash = @hash",
            new
            {
                merchant = read.Merchant,
                till = _till,
                sequence,
                hash,
            }
        ) > 0;

    /// <summary>The last fact of one life, not after a sequence; null when none of it is held. A life is one process's run, so it never forks: whoever
    /// knows a later fact of it has this one too.</summary>
    public JournalHead? LastOf(Guid incarnation, long notAfter) =>
        read
            .Connection.QueryFirstOrDefault<HeadRow>(
                """
                SELECT incarnation AS Incarnation, seq AS Seq, hash AS Hash FROM fact
                WHERE merchant = @merchant AND till = @till AND incarnation = @incarnation AND seq <= @notAfter ORDER BY seq DESC LIMIT 1
                """,
                new
                {
                    merchant = read.Merchant,
                    till = _till,
                    incarnation = incarnation.ToString(),
                    notAfter,
                }
            )
            ?.ToHead();

    /// <summary>Facts of the head's line after a fact of it, in order, at most so many; null when that fact is not on the head's line.</summary>
    public IReadOnlyList<Fact>? After(JournalHead head, long sequence, string hash, int most)
    {
        var asked = new
        {
            merchant = read.Merchant,
            till = _till,
            sequence,
            last = head.Sequence,
            until = Math.Min(head.Sequence, sequence + most),
        };
        var single =
            read.Connection.QuerySingle<long>(
                "SELECT count(*) FROM fact WHERE merchant = @merchant AND till = @till AND seq > @sequence AND seq <= @last",
                asked
            )
            == head.Sequence - sequence;
        var facts = read
            .Connection.Query<FactRow>(
                $"""
                SELECT {FactRow.Columns} FROM fact
                WHERE merchant = @merchant AND till = @till AND seq > @sequence AND seq <= @until ORDER BY seq
                """,
                asked
            )
            .Select(r => r.ToFact());
        if (single)
        {
            List<Fact> line = [.. facts];
            return line.Count == 0 ? (head.Hash == hash ? line : null)
                : line[0].PreviousHash == hash ? line
                : null;
        }

        return LineBack(head, asked) is var (hashes, origin) && origin == hash ? [.. facts.Where(f => hashes.Contains(f.Hash))] : null;
    }

    // Two lines hold the same sequences: the one that is meant is found from the head back, hash by hash.
    private (HashSet<string> Hashes, string Origin) LineBack(JournalHead head, object asked)
    {
        var wanted = head.Hash;
        HashSet<string> line = new(StringComparer.Ordinal);
        foreach (
            var link in read.Connection.Query<LinkRow>(
                """
                SELECT seq AS Seq, hash AS Hash, previous_hash AS PreviousHash FROM fact
                WHERE merchant = @merchant AND till = @till AND seq > @sequence AND seq <= @last ORDER BY seq DESC
                """,
                asked
            )
        )
        {
            if (link.Hash == wanted)
            {
                line.Add(link.Hash);
                wanted = link.PreviousHash;
            }
        }

        return (line, wanted);
    }

    private sealed class HeadRow
    {
        public string Incarnation { get; init; } = "";

        public long Seq { get; init; }

        public string Hash { get; init; } = "";

        public long Version { get; init; }

        public JournalHead ToHead() => new(Guid.Parse(Incarnation), Seq, Hash);
    }

    private sealed class LinkRow
    {
        public long Seq { get; init; }

        public string Hash { get; init; } = "";

        public string PreviousHash { get; init; } = "";
    }
}

/// <summary>A fact as the store keeps it.</summary>
internal sealed class FactRow
{
    public const string Columns = """
        till AS Till, incarnation AS Incarnation, seq AS Seq, kind AS Kind, at_ms AS AtMs, business_date AS BusinessDate, subject AS Subject,
        body AS Body, previous_hash AS PreviousHash, hash AS Hash, received_at_ms AS ReceivedAtMs
        """;

    public string Till { get; init; } = "";

    public string Incarnation { get; init; } = "";

    public long Seq { get; init; }

    public int Kind { get; init; }

    public long AtMs { get; init; }

    public int BusinessDate { get; init; }

    public string? Subject { get; init; }

    public string Body { get; init; } = "";

    public string PreviousHash { get; init; } = "";

    public string Hash { get; init; } = "";

    public long ReceivedAtMs { get; init; }

    public Fact ToFact() =>
        new(
            Guid.Parse(Till),
            Guid.Parse(Incarnation),
            Seq,
            (FactKind)Kind,
            AtMs,
            BusinessDate,
            Subject is null ? null : Guid.Parse(Subject),
            Body,
            PreviousHash,
            Hash
        );
}
