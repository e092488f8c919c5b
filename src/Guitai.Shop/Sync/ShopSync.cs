using System.Globalization;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Sync;
using Guitai.Foundation.Store;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Sync;

/// <summary>The shop's side of the sync: takes facts exactly once, hands masters down, and gives a restored till its facts back.</summary>
public sealed class ShopSync(Books books, MasterStream masters) : IShopLink
{
    /// <summary>Facts of one delivery that are stored in one write; the answer's head says how far it went.</summary>
    public const int MostFacts = 500;

    private const int MostMissing = 5000;
    private const int MostTries = 8;

    /// <inheritdoc/>
    public async Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation)
    {
        var (answer, forged) = books.Read(read =>
        {
            if (Known(read, hello.TillId) is null)
            {
                return (new HelloAnswer(false, null, false, [], false, 0), false);
            }

            var lines = new FactLines(read, hello.TillId);
            var head = lines.Head().Head;
            var (knows, meeting, missing, wrong) = Compare(lines, head, hello.Head);
            return (new HelloAnswer(true, meeting, knows, missing, false, read.LastNumber()), wrong);
        });
        if (!answer.Known)
        {
            return answer;
        }

        var write = new Write().Upsert(Tables.TillContact, books.Key, hello.TillId, books.NowMs);
        if (forged)
        {
            Forged(hello.TillId, hello.Head!.Incarnation, hello.Head.Sequence, "head").AddTo(write, books);
        }

        // Only a trace of the contact: if the disk is full the till is answered nevertheless.
        _ = await books.Store.WriteAsync(write);
        return answer with { MastersReset = !masters.Holds(hello.MastersNumber, hello.MastersChangeId) };
    }

    /// <inheritdoc/>
    public async Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation)
    {
        IReadOnlyList<Fact> facts = request.Facts is { Count: > MostFacts } many ? [.. many.Take(MostFacts)] : request.Facts ?? [];
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (books.Read(read => Decide(read, request.TillId, facts)) is not var (judgement, line, write))
            {
                continue;
            }

            var result = write is null ? WriteResult.Committed : await books.Store.WriteAsync(write);
            if (result == WriteResult.Conflict)
            {
                // Somebody else moved this till's line: the same delivery over another connection. Look again.
                continue;
            }

            if (result == WriteResult.StoreFull)
            {
                return new FactsAnswer(FactsResult.NotNow, line.Head);
            }

            var head =
                judgement.New.Count > 0 ? HeadOf(judgement.New[^1])
                : judgement.Result == FactsResult.Accepted && facts.Count > 0 ? Meeting(request.TillId, facts[^1], line.Head)
                : judgement.Result == FactsResult.OutOfOrder ? Meeting(request.TillId, facts[0], line.Head)
                : line.Head;
            return new FactsAnswer(judgement.Result, head);
        }

        return new FactsAnswer(FactsResult.NotNow, null);
    }

    /// <inheritdoc/>
    public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
        Task.FromResult(
            books.Read(read => Known(read, request.TillId)) is null ? new MastersAnswer([], 0)
            : request.AfterChangeId is not null && !masters.Holds(request.AfterNumber, request.AfterChangeId)
                ? new MastersAnswer([], 0, Reset: true)
            : masters.After(request.AfterNumber, request.Most)
        );

    private static Till? Known(MasterReader read, Guid tillId) =>
        read.Find<Till>(tillId)?.Value is { Active: true, DeviceHash: not null } till ? till : null;

    private static JournalHead HeadOf(Fact fact) => new(fact.Incarnation, fact.Sequence, fact.Hash);

    private static Alarm Forged(Guid tillId, Guid incarnation, long sequence, string why) =>
        Alarm.Of(
            "till.forged",
            tillId,
            $"{incarnation}/{sequence}/{why}",
            ("incarnation", incarnation.ToString()),
            ("sequence", sequence.ToString(CultureInfo.InvariantCulture)),
            ("why", why)
        );

    // Where the till's head and ours meet: does ours hold the till's, from where is the till to send, and what does its journal lack.
    private static (bool Knows, JournalHead? Meeting, IReadOnlyList<Fact> Missing, bool Wrong) Compare(
        FactLines lines,
        JournalHead? head,
        JournalHead? till
    )
    {
        if (head is null)
        {
            return (true, null, [], false);
        }

        if (till is null)
        {
            return (true, head, lines.After(head, 0, Fact.NoHash, MostMissing) ?? [], false);
        }

        var held = lines.HashAt(till.Incarnation, till.Sequence);
        if (held is not null)
        {
            if (held != till.Hash)
            {
                return (false, head, [], true);
            }

            // Held, and on the head's line: what comes after it is missing there. On another line nothing is, and the till goes on from its own.
            var missing = lines.After(head, till.Sequence, till.Hash, MostMissing);
            return missing is null ? (true, till, [], false) : (true, head, missing, false);
        }

        // Not held. If some of that life is, the till has it in its journal and sends from there; otherwise it looks for our head.
        var last = lines.LastOf(till.Incarnation, till.Sequence);
        return last is not null ? (last == head, last, [], false) : (false, head, [], false);
    }

    private JournalHead? Meeting(Guid tillId, Fact fact, JournalHead? head) =>
        books.Read(read => new FactLines(read, tillId).LastOf(fact.Incarnation, fact.Sequence)) ?? head;

    // Null when the line moved while it was looked at: what was read does not belong together.
    private (Judgement Judgement, LineHead Line, Write? Write)? Decide(MasterReader read, Guid tillId, IReadOnlyList<Fact> facts)
    {
        if (Known(read, tillId) is not { } till)
        {
            return (new Judgement(FactsResult.UnknownTill, [], false, null, ""), new LineHead(null, 0), null);
        }

        var lines = new FactLines(read, tillId);
        var line = lines.Head();
        if (facts.Count == 0)
        {
            return (new Judgement(FactsResult.Accepted, [], false, null, ""), line, null);
        }

        var judgement = FactRules.Unsound(tillId, facts) ?? FactRules.Judge(lines, line.Head, facts);
        if (lines.Head().Version != line.Version)
        {
            return null;
        }

        if (judgement.Wrong is { } wrong)
        {
            var alarmed = new Write();
            Forged(tillId, wrong.Incarnation, wrong.Sequence, judgement.Why).AddTo(alarmed, books);
            return (judgement, line, alarmed);
        }

        return (judgement, line, judgement.New.Count > 0 ? Take(read, till, line, judgement) : null);
    }

    private Write Take(MasterReader read, Till till, LineHead line, Judgement judgement)
    {
        var write = new Write();
        if (line.Version > 0)
        {
            write.Advance(Tables.TillHeadVersion, [books.Key, till.Id.ToString()], line.Version + 1, line.Version);
        }

        var last = judgement.New[^1];
        if (line.Version > 0)
        {
            write.Upsert(Tables.TillHead, books.Key, till.Id, last.Incarnation, last.Sequence, last.Hash, line.Version + 1);
        }
        else
        {
            write.Insert(Tables.TillHead, books.Key, till.Id, last.Incarnation, last.Sequence, last.Hash, 1L);
        }

        foreach (var fact in judgement.New)
        {
            write.Insert(
                Tables.Fact,
                books.Key,
                fact.TillId,
                fact.Incarnation,
                fact.Sequence,
                (int)fact.Kind,
                fact.AtMs,
                fact.BusinessDate,
                fact.Subject?.ToString(),
                fact.Body,
                fact.PreviousHash,
                fact.Hash,
                books.NowMs
            );
        }

        var projection = new FactProjection(books, read);
        projection.Add(judgement.New);
        projection.AddTo(write);
        if (judgement.Forked)
        {
            Fork(till, line.Head!, judgement.New[0]).AddTo(write, books);
        }

        return write;
    }

    private static Alarm Fork(Till till, JournalHead head, Fact first) =>
        Alarm.Of(
            "till.forked",
            till.Id,
            $"{first.Incarnation}/{first.Sequence}",
            ("head", head.Sequence.ToString(CultureInfo.InvariantCulture)),
            ("headIncarnation", head.Incarnation.ToString()),
            ("headHash", head.Hash),
            ("from", first.Sequence.ToString(CultureInfo.InvariantCulture)),
            ("newIncarnation", first.Incarnation.ToString()),
            ("newHash", first.Hash)
        );
}
