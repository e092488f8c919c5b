using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;

namespace Guitai.Shop.Sync;

/// <summary>What is to be done with a delivery of facts.</summary>
/// <param name="Result">How it ends when nothing is to be stored.</param>
/// <param name="New">Facts to take, in order; empty when all are here already.</param>
/// <param name="Forked">They follow an earlier fact than the head, or one of another line: a second life of the till sold meanwhile.</param>
/// <param name="Wrong">The fact that made the delivery a forgery, and why.</param>
internal sealed record Judgement(FactsResult Result, IReadOnlyList<Fact> New, bool Forked, Fact? Wrong, string Why);

/// <summary>Judges deliveries. Exactly once by (till, incarnation, sequence): what is held already is passed over, what follows is taken, and a
/// key with another hash is never taken.</summary>
internal static class FactRules
{
    /// <summary>Checks a delivery by itself: the right till, sound hashes, each fact following the one before.</summary>
    /// <returns>Null when it is sound.</returns>
    public static Judgement? Unsound(Guid tillId, IReadOnlyList<Fact> facts)
    {
        for (var i = 0; i < facts.Count; i++)
        {
            var fact = facts[i];
            if (fact.TillId != tillId)
            {
                return Forged(fact, "other-till");
            }

            if (!IsHash(fact.PreviousHash) || fact.Sequence < 1 || fact.Body is null || !fact.IsIntact())
            {
                return Forged(fact, "hash");
            }

            if (i > 0 && fact.Sequence != facts[i - 1].Sequence + 1)
            {
                return new Judgement(FactsResult.OutOfOrder, [], false, null, "");
            }

            if (i > 0 && fact.PreviousHash != facts[i - 1].Hash)
            {
                return Forged(fact, "link");
            }
        }

        return null;
    }

    /// <summary>Judges a sound delivery by what the shop holds.</summary>
    public static Judgement Judge(FactLines lines, JournalHead? head, IReadOnlyList<Fact> facts)
    {
        var held = lines.HashesOf(facts);
        var first = 0;
        for (var i = 0; i < facts.Count; i++)
        {
            if (!held.TryGetValue((facts[i].Incarnation, facts[i].Sequence), out var hash))
            {
                continue;
            }

            if (hash != facts[i].Hash)
            {
                return Forged(facts[i], "key");
            }

            first = i + 1;
        }

        if (first == facts.Count)
        {
            return new Judgement(FactsResult.Accepted, [], false, null, "");
        }

        var next = facts[first];
        if (lines.LastOf(next.Incarnation, long.MaxValue) is { } last && last.Sequence < next.Sequence - 1)
        {
            return new Judgement(FactsResult.OutOfOrder, [], false, null, "");
        }

        if (ForkedLife(lines, facts, first) is { } life)
        {
            return Forged(life, "life");
        }

        var follows = head is null
            ? next.Sequence == 1 && next.PreviousHash == Fact.NoHash
            : next.Sequence == head.Sequence + 1 && next.PreviousHash == head.Hash;
        if (follows)
        {
            return new Judgement(FactsResult.Accepted, [.. facts.Skip(first)], false, null, "");
        }

        // A second first fact is a till that lost its journal and began again; otherwise it must follow something that is here.
        var forked =
            head is not null && (next.Sequence == 1 ? next.PreviousHash == Fact.NoHash : lines.Holds(next.Sequence - 1, next.PreviousHash));
        return forked
            ? new Judgement(FactsResult.Accepted, [.. facts.Skip(first)], true, null, "")
            : new Judgement(FactsResult.OutOfOrder, [], false, null, "");
    }

    // A life is one process's run: its facts stand in one piece, and what is new of it follows what is held of it.
    private static Fact? ForkedLife(FactLines lines, IReadOnlyList<Fact> facts, int first)
    {
        HashSet<Guid> ended = [];
        for (var i = first; i < facts.Count; i++)
        {
            if (i > first && facts[i].Incarnation == facts[i - 1].Incarnation)
            {
                continue;
            }

            var last = lines.LastOf(facts[i].Incarnation, long.MaxValue);
            if (!ended.Add(facts[i].Incarnation) || (last is not null && last.Hash != facts[i].PreviousHash))
            {
                return facts[i];
            }
        }

        return null;
    }

    private static Judgement Forged(Fact fact, string why) => new(FactsResult.Forged, [], false, fact, why);

    private static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
