using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Till.Desk;
using Guitai.Till.Journal;

namespace Guitai.Till.Sync;

/// <summary>Carries facts up and masters down. Selling never waits for it; each exchange may be lost, doubled or late and changes nothing twice.</summary>
public sealed class TillSync(TillDesk desk, IShopLink link) : IDisposable
{
    private const int FactsInOneDelivery = 200;

    // A shop that is put back to a backup while nobody asks it anything looks as before: only a greeting shows what it has forgotten.
    private static readonly TimeSpan s_greetingHolds = TimeSpan.FromMinutes(1);

    private readonly MasterSync _masters = new(desk, link);

    // A round that a person asks for and one that is due may meet; what one gathers the other must not take for its own.
    private readonly SemaphoreSlim _round = new(1, 1);
    private bool _greeted;
    private long _greetedAt;

    /// <summary>The last exchange succeeded.</summary>
    public bool Online { get; private set; }

    /// <summary>When the shop last answered, Unix milliseconds.</summary>
    public long? LastContactMs { get; private set; }

    /// <summary>One round: greet if needed, then masters down and facts up until both sides agree.</summary>
    /// <returns>True when both agree; false when the shop could not be reached or will not take it now.</returns>
    public async Task<bool> RoundAsync(CancellationToken cancellation)
    {
        if (desk.Identity is not { } identity)
        {
            return false;
        }

        await _round.WaitAsync(cancellation);
        try
        {
            _greeted &= desk.Time.GetElapsedTime(_greetedAt) < s_greetingHolds;
            if (!_greeted && !await GreetAsync(identity, cancellation))
            {
                return Said(online: true, agreed: false);
            }

            await _masters.FetchAsync(identity, cancellation);
            await desk.BeginAsync();
            var agreed = await SendFactsAsync(identity, cancellation);
            await _masters.SweepAsync(cancellation);
            return Said(online: true, agreed);
        }
        catch (ShopUnreachableException)
        {
            _greeted = false;
            return Said(online: false, agreed: false);
        }
        finally
        {
            _round.Release();
        }
    }

    /// <summary>Asks the shop one question that changes nothing.</summary>
    /// <returns>How long it took to answer; null when it did not within the limit, or this device is no till yet.</returns>
    public async Task<TimeSpan?> AskAsync(TimeSpan limit, CancellationToken cancellation)
    {
        if (desk.Identity is not { } identity)
        {
            return null;
        }

        using var limited = new CancellationTokenSource(limit, desk.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellation);
        var began = desk.Time.GetTimestamp();
        try
        {
            var (number, changeId) = (desk.Cursor.MastersNumber, desk.Cursor.MastersChangeId);
            await link.FetchMastersAsync(new MastersRequest(identity.TillId, number, 1, changeId), either.Token);
            return desk.Time.GetElapsedTime(began);
        }
        catch (Exception exception) when (exception is ShopUnreachableException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _round.Dispose();

    private bool Said(bool online, bool agreed)
    {
        var changed = Online != online;
        Online = online;
        LastContactMs = online ? desk.NowMs : LastContactMs;
        if (changed)
        {
            desk.SaySomethingChanged();
        }

        return agreed;
    }

    private async Task<bool> GreetAsync(TillIdentity identity, CancellationToken cancellation)
    {
        while (true)
        {
            var hello = new Hello(identity.TillId, desk.State.Head, desk.Cursor.MastersNumber, desk.Cursor.MastersChangeId);
            var answer = await link.HelloAsync(hello, cancellation);
            if (!answer.Known)
            {
                await AlarmAsync("sync.unknown-till");
                return false;
            }

            if (!await (answer.MastersReset ? _masters.ResetAsync(identity, cancellation) : _masters.ForgetGatheredAsync()))
            {
                return false;
            }

            if (answer.Missing.Count > 0)
            {
                if (!await AdoptAsync(answer.Missing))
                {
                    return false;
                }

                // An answer holds so many and no more: until the rest is here too, going on would be a second line.
                continue;
            }

            await ConfirmAsync(CommonSequence(answer.Head) ?? LifeBefore(desk.State.Sequence));
            (_greeted, _greetedAt) = (true, desk.Time.GetTimestamp());
            return true;
        }
    }

    // The shop's head is where both agree when the journal holds it. A shop that was itself restored stands earlier: everything after is sent again.
    private long? CommonSequence(JournalHead? shopHead) =>
        shopHead is null
            ? 0
            : desk.Store.Read(c =>
                c.ExecuteScalar<long?>(
                    "SELECT sequence FROM fact WHERE hash = @hash AND incarnation = @incarnation",
                    new { hash = shopHead.Hash, incarnation = shopHead.Incarnation.ToString() }
                )
            );

    // The shop's head is on another line than this journal's, because one of both was restored: the way back to a common fact goes life by life,
    // and what the shop holds of it already it passes over.
    private long LifeBefore(long sequence) =>
        desk.Store.Read(c =>
            c.ExecuteScalar<long?>(
                "SELECT max(before) FROM (SELECT min(sequence) - 1 AS before FROM fact GROUP BY incarnation) life WHERE before < @sequence",
                new { sequence }
            )
        ) ?? 0;

    // A restored till takes back what it had already told the shop, so that no number is used again and no sale is forgotten.
    // False when it cannot at present, or when something was sold here since the question was asked; the next greeting tells the shop so.
    private Task<bool> AdoptAsync(IReadOnlyList<Fact> missing) =>
        desk.InTurnAsync(async () =>
        {
            if (missing[0].PreviousHash != (desk.State.Head?.Hash ?? Fact.NoHash) || !missing.All(f => f.IsIntact()))
            {
                return false;
            }

            var transaction = desk.NewAdoption();
            foreach (var fact in missing)
            {
                transaction.Take(fact);
                if (fact.Subject is { } subject && fact.Kind is FactKind.SaleCompleted or FactKind.OrderVoided)
                {
                    transaction.Write.Delete(TillTables.OpenOrder, fact.Subject.Value);
                }
            }

            if (await desk.CommitAsync(transaction) is not null)
            {
                return false;
            }

            desk.ForgetEnded(missing.Where(f => f.Kind is FactKind.SaleCompleted or FactKind.OrderVoided).Select(f => f.Subject!.Value));
            return true;
        });

    private async Task<bool> SendFactsAsync(TillIdentity identity, CancellationToken cancellation)
    {
        while (desk.Cursor.ConfirmedSequence < desk.State.Sequence)
        {
            var facts = desk.Store.Read(c =>
                c.Query<FactRow>(
                        FactRow.Select + " WHERE position > @after ORDER BY position LIMIT @most",
                        new { after = PositionOf(c, desk.Cursor.ConfirmedSequence), most = FactsInOneDelivery }
                    )
                    .Select(r => r.ToFact(identity.TillId))
                    .ToList()
            );
            if (facts.Count == 0)
            {
                return true;
            }

            var answer = await link.SendFactsAsync(new FactsRequest(identity.TillId, facts), cancellation);
            switch (answer.Result)
            {
                case FactsResult.Accepted or FactsResult.OutOfOrder:
                    if (!await MoveAsync(answer))
                    {
                        _greeted = false;
                        return false;
                    }

                    break;
                case FactsResult.Forged:
                    await AlarmAsync("sync.forged");
                    return false;
                case FactsResult.UnknownTill:
                    await AlarmAsync("sync.unknown-till");
                    return false;
                default:
                    return false;
            }
        }

        return true;
    }

    // Where to send on from; false when the answer leads nowhere.
    private async Task<bool> MoveAsync(FactsAnswer answer)
    {
        var before = desk.Cursor.ConfirmedSequence;
        await ConfirmAsync(CommonSequence(answer.Head) ?? LifeBefore(before));
        return desk.Cursor.ConfirmedSequence != before;
    }

    private static long PositionOf(System.Data.Common.DbConnection connection, long sequence) =>
        connection.ExecuteScalar<long?>("SELECT max(position) FROM fact WHERE sequence <= @sequence", new { sequence }) ?? 0;

    private Task ConfirmAsync(long sequence) =>
        sequence == desk.Cursor.ConfirmedSequence && desk.Cursor.Alarm is null
            ? Task.CompletedTask
            : PutCursorAsync(c => c with { ConfirmedSequence = sequence, Alarm = null });

    private Task AlarmAsync(string code) =>
        string.Equals(desk.Cursor.Alarm, code, StringComparison.Ordinal)
            ? Task.CompletedTask
            : PutCursorAsync(c => c with { Alarm = code });

    private Task<bool> PutCursorAsync(Func<SyncCursor, SyncCursor> change) =>
        desk.InTurnAsync(async () =>
        {
            var cursor = change(desk.Cursor);
            if (await desk.Store.WriteAsync(new Write().Upsert(TillTables.State, "sync", TillJson.Write(cursor))) == WriteResult.Committed)
            {
                desk.SetCursor(cursor);
            }

            return true;
        });
}
