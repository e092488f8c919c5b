using System.Data.Common;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Ledger;

namespace Guitai.Host.Authorisation;

/// <summary>
/// Carries a question from the terminal to its end: what is asked goes on disk before it leaves, what comes of it before the terminal is told. Every step is a write that is refused whole when
/// somebody else was faster; then it is looked up what stands. Silence (null) where nothing certain can be said.
/// </summary>
public sealed partial class Authoriser(HostServices services, CardSafe cards)
{
    private const int MostAttempts = 5;

    /// <summary>Questions whose end could not be written, because the disk was full: tried again later.</summary>
    private readonly System.Collections.Concurrent.ConcurrentQueue<(Intent Intent, IssuerReply Reply)> _unended = new();

    /// <summary>Answers one message of a terminal. The MAC has been checked.</summary>
    /// <param name="desk">The terminal.</param>
    /// <param name="question">The message; its secrets are read before the first wait for the issuer ends.</param>
    /// <param name="message">The message for the log, secrets blanked.</param>
    /// <returns>The answer; null for silence.</returns>
    public async Task<Answer?> HandleAsync(TerminalDesk desk, TerminalRequest question, byte[]? message)
    {
        await desk.Turn.WaitAsync();
        try
        {
            desk.HeardMs = services.NowMs;
            return question.Flow switch
            {
                Flow.None => Answer.Of("12", services.NowMs),
                Flow.Echo => Answer.Of("00", services.NowMs) with { HasMac = false },
                Flow.SignIn => await SignInAsync(desk, question),
                Flow.SignOff => await SignOffAsync(desk),
                Flow.StatusInquiry => Inquire(question),
                Flow.Suspicion => await SuspectAsync(desk, question),
                Flow.Reversal => await ReverseAsync(desk, question, message),
                Flow.ScriptResult => await TakeScriptResultAsync(desk, question),
                Flow.Settlement => await SettleAsync(desk, question),
                Flow.BatchUpload or Flow.BatchEnd => await UploadAsync(desk, question, message),
                Flow.KeyList or Flow.KeyDownload or Flow.ApplicationList or Flow.ApplicationDownload => Parameters(question),
                Flow.KeysTaken or Flow.ApplicationsTaken => await ParametersTakenAsync(desk, question),
                var flow => Flows.IsAdvice(flow) ? await TakeAsync(desk, question, message) : await AskAsync(desk, question, message),
            };
        }
        finally
        {
            desk.Turn.Release();
        }
    }

    private async Task<Answer?> AskAsync(TerminalDesk desk, TerminalRequest question, byte[]? message)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var now = services.NowMs;
            var given = Look(desk, question, now);
            if (given is null)
            {
                return Answer.Of("03", now);
            }

            var refusal = Rules.Refusal(question, now, given);
            if (refusal is "77" or "97" or "03")
            {
                return Answer.Of(refusal, now) with { HasMac = refusal != "77", Batch = desk.Session.Batch };
            }

            var intent = await IntentAsync(question, given, now, message, refusal.Length == 0 ? services.Leases : null);
            if (refusal.Length > 0)
            {
                return await RefuseAsync(intent, refusal, now);
            }

            var write = intent.InsertInto(new Write());
            if (Flows.TakesBack(intent.Flow))
            {
                Remaining.Advance(write, given.Original!, given.Left, given.Left - intent.Amount);
            }

            var asked = Question(intent, given, desk);
            var result = await services.Store.WriteAsync(write);
            if (result == WriteResult.Committed)
            {
                var reply = await ReplyAsync(asked, question);
                return reply.Kind == ReplyKind.Pending ? Wait(intent, reply) : await EndAsync(intent, reply);
            }

            services.Leases.GiveBack(intent.Rrn);
            if (result == WriteResult.StoreFull)
            {
                return Answer.Of("96", now);
            }

            if (services.Store.Read(c => c.Find(intent.Key)) is { } first)
            {
                return Repeat(first, intent);
            }
        }

        return Answer.Of("96", services.NowMs);
    }

    // What fails on the way may have left all the same: it ends as if no answer had come.
    private async Task<IssuerReply> ReplyAsync(IssuerQuestion asked, TerminalRequest question)
    {
        try
        {
            return await services.Issuers.AskAsync(asked, question);
        }
        catch (Exception fault) when (fault is not StoreBrokenException)
        {
            services.Alarms.Raise(
                "host.question-failed",
                asked.Intent.Key.Terminal,
                asked.Intent.Merchant,
                ("rrn", IssuerMessages.Rrn(asked.Intent.Rrn)),
                ("fault", fault.GetType().Name)
            );
            return new IssuerReply(ReplyKind.NoAnswer);
        }
    }

    /// <summary>Writes how a question ended, with all that follows from it.</summary>
    private async Task<Answer?> EndAsync(Intent intent, IssuerReply reply)
    {
        var now = services.NowMs;
        if (reply.Kind == ReplyKind.NoAnswer && intent.Flow == Flow.Refund)
        {
            return await WaitForRefundAsync(intent, now);
        }

        var outcome = Ending(reply, now);
        var write = outcome.InsertInto(new Write(), intent.Rrn);
        var approved = outcome.State == OutcomeState.Approved;
        if (approved)
        {
            write.Do(intent, Original(intent), now);
        }
        else
        {
            GiveBackWhatWasSetAside(write, intent);
            var mayStand = reply.Kind == ReplyKind.NoAnswer || (reply.Kind == ReplyKind.Answered && ResponseCodes.IsApproval(reply.Code));
            if (mayStand && Flows.IsReversible(intent.Flow))
            {
                OwedBook.Owe(write, new Owed(intent.Issuer, intent.Rrn, 420, intent.Key, now));
            }
        }

        switch (await services.Store.WriteAsync(write))
        {
            case WriteResult.Committed:
                services.Leases.GiveBack(intent.Rrn);
                Counted(intent, approved);
                if (!approved && reply.Kind != ReplyKind.NotSent)
                {
                    services.Owed.Wake();
                }

                return Answer.Of(intent, outcome);
            case WriteResult.StoreFull:
                // The issuer may have approved: nothing certain can be said now. The question stays ours, its end is tried again.
                _unended.Enqueue((intent, reply));
                return null;
            default:
                return await EndOtherwiseAsync(intent, reply, now);
        }
    }

    // Somebody else ended the question (a reversal by way of another process), or what the approval should have changed has changed already.
    private async Task<Answer?> EndOtherwiseAsync(Intent intent, IssuerReply reply, long now)
    {
        services.Leases.GiveBack(intent.Rrn);
        if (services.Store.Read(c => c.Find(intent.Key)) is { Outcome: not null } ended)
        {
            return Repeat(ended, intent);
        }

        var outcome = new Outcome(OutcomeState.Declined, "12", "", now, Messages: reply.Messages);
        var write = outcome.InsertInto(new Write(), intent.Rrn);
        GiveBackWhatWasSetAside(write, intent);
        if (reply.Kind != ReplyKind.NotSent && Flows.IsReversible(intent.Flow))
        {
            OwedBook.Owe(write, new Owed(intent.Issuer, intent.Rrn, 420, intent.Key, now));
        }

        if (await services.Store.WriteAsync(write) != WriteResult.Committed)
        {
            _unended.Enqueue((intent, reply));
            return null;
        }

        services.Owed.Wake();
        return Answer.Of(intent, outcome);
    }

    // Nobody knows whether the issuer gave it back. It is told until it says; until then the terminal hears nothing and asks again.
    private async Task<Answer?> WaitForRefundAsync(Intent intent, long now)
    {
        if (
            await services.Store.WriteAsync(OwedBook.Owe(new Write(), new Owed(intent.Issuer, intent.Rrn, 220, intent.Key, now)))
            != WriteResult.Committed
        )
        {
            _unended.Enqueue((intent, new IssuerReply(ReplyKind.NoAnswer)));
            return null;
        }

        services.Leases.GiveBack(intent.Rrn);
        services.Owed.Wake();
        return null;
    }

    private async Task<Answer?> RefuseAsync(Intent intent, string code, long now)
    {
        var outcome = new Outcome(OutcomeState.Declined, code, "", now);
        var result = await services.Store.WriteAsync(outcome.InsertInto(intent.InsertInto(new Write()), intent.Rrn));
        return result == WriteResult.Conflict && services.Store.Read(c => c.Find(intent.Key)) is { } first ? Repeat(first, intent)
            : result == WriteResult.StoreFull ? Answer.Of("96", now)
            : Answer.Of(intent, outcome);
    }

    /// <summary>What a message gets whose numbers were seen before.</summary>
    private Answer? Repeat(Transaction first, Intent again)
    {
        if (!first.Intent.Fingerprint.AsSpan().SequenceEqual(again.Fingerprint) && first.Outcome?.State != OutcomeState.Reversed)
        {
            services.Alarms.Raise(
                "transaction.fingerprint",
                again.Key.Terminal,
                again.Merchant,
                ("rrn", IssuerMessages.Rrn(first.Intent.Rrn)),
                ("key", again.Key.ToString())
            );
            return Answer.Of("94", services.NowMs);
        }

        return first.Outcome is null ? null
            : first.Outcome.State == OutcomeState.Reversed || first.UndoneBy == Flow.Reversal
                ? Answer.Of("94", services.NowMs) with
                {
                    Rrn = first.Intent.Rrn,
                }
            : Answer.Of(first.Intent, first.Outcome) with { IsRepeat = true };
    }

    private static Outcome Ending(IssuerReply reply, long now) =>
        reply.Kind switch
        {
            ReplyKind.NotSent => new Outcome(OutcomeState.Declined, "91", "", now),
            ReplyKind.NoAnswer => new Outcome(OutcomeState.Declined, "68", "", now, Messages: reply.Messages),
            _ when reply.Approves => new Outcome(
                OutcomeState.Approved,
                reply.Code,
                reply.Authorisation,
                now,
                reply.Icc,
                reply.Balance,
                reply.Messages
            )
            {
                Wallet = reply.Wallet,
            },
            _ => new Outcome(OutcomeState.Declined, ForTerminal(reply.Code), "", now, reply.Icc, Messages: reply.Messages),
        };

    // What an issuer says of the link between us is not a terminal's to act on.
    private static string ForTerminal(string code) =>
        code is "A0" or "77" or "94" or "95" or "97" or "03" || ResponseCodes.IsApproval(code) || ResponseCodes.All.All(c => c.Code != code)
            ? "96"
            : code;

    private Transaction? Original(Intent intent) =>
        intent.Of is { } of && Flows.NamesAnother(intent.Flow) ? services.Store.Read(c => c.Find(of)) : null;

    private void GiveBackWhatWasSetAside(Write write, Intent intent)
    {
        if (Flows.TakesBack(intent.Flow))
        {
            Remaining.GiveBack(write, Original(intent)!.Intent, intent.Amount);
        }
    }

    private void Counted(Intent intent, bool approved)
    {
        if (!approved || (Flows.Side(intent.Flow) <= 0 && intent.Flow != Flow.PreAuthorisation))
        {
            return;
        }

        var day = services.Clock.DayOf(intent.AtMs);
        if (services.Terminals.Find(intent.Key.Terminal) is { } desk)
        {
            desk.Use = desk.Use.On(day).With(intent.Amount);
        }

        if (services.Merchants.Find(intent.Merchant) is { } merchant)
        {
            lock (merchant)
            {
                merchant.Use = merchant.Use.On(day).With(intent.Amount);
            }
        }
    }
}
