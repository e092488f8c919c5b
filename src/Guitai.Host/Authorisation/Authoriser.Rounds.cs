using Guitai.Foundation.Store;
using Guitai.Host.Operations;
using Guitai.Host.Routing;
using Guitai.Ledger;

namespace Guitai.Host.Authorisation;

/// <content>What is done between messages: questions that lost their process, ends that could not be written, holds that are over, issuers that must be told.</content>
public sealed partial class Authoriser
{
    /// <summary>What was told since the start and not answered: its next sending is a repeat.</summary>
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(long Rrn, int Mti), bool> _told = new();

    /// <summary>Ends the open questions of processes that are dead: their issuers are told to take them back, refunds go on being told.</summary>
    /// <param name="aloneHere">True when the store is this process's alone.</param>
    /// <returns>How many were taken over.</returns>
    public async Task<int> TakeOverAsync(bool aloneHere)
    {
        // Without space on the disk nothing can be ended; what waits for it here would only wait once more.
        if (!_unended.IsEmpty)
        {
            return 0;
        }

        var taken = 0;
        foreach (var (node, fromRrn) in services.Leases.Dead(aloneHere))
        {
            var goesOn = false;
            foreach (var open in services.Store.Read(c => c.Open(node, fromRrn)))
            {
                if (GoesOn(open.Intent))
                {
                    goesOn = true;
                    continue;
                }

                await EndAsync(open.Intent, new IssuerReply(ReplyKind.NoAnswer));
                taken++;
            }

            // While an end waits in memory for space on the disk, the dead one's questions can still be found by the next process.
            if (_unended.IsEmpty && !goesOn)
            {
                await services.Leases.BuryAsync(node);
            }
        }

        return taken;
    }

    /// <summary>Tries again to write the ends that a full disk refused. By now the terminal has been left alone: it reverses, and so do we.</summary>
    public async Task EndUnendedAsync()
    {
        for (var most = _unended.Count; most > 0 && _unended.TryDequeue(out var open); most--)
        {
            await EndAsync(open.Intent, open.Reply.Kind == ReplyKind.NotSent ? open.Reply : new IssuerReply(ReplyKind.NoAnswer));
        }
    }

    /// <summary>Ends holds whose time is over.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ExpireHoldsAsync()
    {
        var ended = 0;
        foreach (var hold in services.Store.Read(c => c.Overdue(services.NowMs, most: 500)))
        {
            ended += await services.Store.WriteAsync(new Write().End(hold, HoldState.Expired)) == WriteResult.Committed ? 1 : 0;
        }

        return ended;
    }

    /// <summary>Tells issuers once what waits for them; one that is away does not keep the others waiting.</summary>
    /// <returns>How many were answered.</returns>
    public async Task<int> TellAsync()
    {
        var told = await Task.WhenAll(services.Routes.Issuers.Keys.Concat(services.Issuers.Wallets.Keys).Select(TellAsync));
        return told.Sum();
    }

    private async Task<int> TellAsync(string issuer)
    {
        var told = await Task.WhenAll(services.Owed.Waiting(most: 200, issuer).Select(TellAsync));
        return told.Count(t => t);
    }

    private async Task<bool> TellAsync(Owed owed)
    {
        if (!TryIssuer(owed.Issuer, out var issuer))
        {
            return false;
        }

        var about = services.Store.Read(c => owed.Mti == 620 ? c.FindByRrn(owed.Rrn) : c.Find(owed.Key));
        if (about is null || services.Merchants.Find(about.Intent.Merchant) is not { } merchant)
        {
            return false;
        }

        var intent = about.Intent;
        var (stan, sentAt) = services.Issuers.Number(owed.Issuer);
        var original = owed.Mti == 220 ? Original(intent)?.Intent : intent;

        (int sequence, ReadOnlyMemory<byte> icc) = owed.Mti switch
        {
            220 => MessageLog.ChipOf(intent.Message),
            620 => (-1, services.Store.Read(c => Script(c, owed.Key))),
            _ => (-1, default),
        };

        // What may have left before is a repeat: the issuer knows it by its number in field 37.
        var reply = await services.Issuers.AskAsync(
            new IssuerQuestion(issuer, owed.Mti + (IsRepeat(owed) ? 1 : 0), intent, original, merchant.Merchant)
            {
                Stan = stan,
                SentAt = sentAt,
                Authorisation = about.Outcome?.Authorisation ?? "",
                Icc = icc,
                CardSequence = sequence,
            },
            null
        );
        _told[(owed.Rrn, owed.Mti)] = true;
        return reply.Kind == ReplyKind.Answered && reply.Code is not ("A0" or "96" or "91") && await AnsweredAsync(owed, about, reply);
    }

    private bool IsRepeat(Owed owed) => _told.ContainsKey((owed.Rrn, owed.Mti)) || services.NowMs - owed.SinceMs > 5_000;

    private async Task<bool> AnsweredAsync(Owed owed, Transaction about, IssuerReply reply)
    {
        var now = services.NowMs;
        var write = OwedBook.Answered(new Write(), owed, now, reply.Code);
        var isRefund = owed.Mti == 220 && about.Intent.Flow == Flow.Refund;
        if (isRefund && about.Outcome is null)
        {
            var outcome = Ending(reply, now);
            outcome.InsertInto(write, about.Intent.Rrn);
            if (outcome.State == OutcomeState.Approved)
            {
                write.Do(about.Intent, null, now);
            }
            else
            {
                GiveBackWhatWasSetAside(write, about.Intent);
            }
        }
        else if (!ResponseCodes.IsApproval(reply.Code))
        {
            services.Alarms.Raise(
                write,
                owed.Mti == 420 ? "reversal.refused" : "advice.refused",
                owed.Key.Terminal,
                about.Intent.Merchant,
                ("rrn", IssuerMessages.Rrn(owed.Rrn)),
                ("code", reply.Code)
            );
        }

        if (await services.Store.WriteAsync(write) != WriteResult.Committed)
        {
            return false;
        }

        _told.TryRemove((owed.Rrn, owed.Mti), out _);
        return true;
    }

    private static ReadOnlyMemory<byte> Script(System.Data.Common.DbConnection connection, MessageKey key) =>
        Dapper.SqlMapper.QuerySingleOrDefault<byte[]>(
            connection,
            "SELECT icc FROM host_script WHERE terminal = @Terminal AND batch = @Batch AND trace = @Trace",
            new
            {
                key.Terminal,
                key.Batch,
                key.Trace,
            }
        );
}
