using System.Data.Common;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;

namespace Guitai.Host.Authorisation;

/// <content>Reversals: before, after or without their original, the end is the same.</content>
public sealed partial class Authoriser
{
    private async Task<Answer?> ReverseAsync(TerminalDesk desk, TerminalRequest question, byte[]? message)
    {
        var (flow, mti) = Flows.Reversed(question.Processing, question.Condition, question.Numbers.Type);
        if (flow == Flow.None || services.Merchants.Find(desk.Terminal.Merchant) is not { } merchant)
        {
            return Answer.Of(flow == Flow.None ? "30" : "03", services.NowMs);
        }

        var of = new MessageKey(desk.Terminal.Number, question.Numbers.Batch, question.Trace, mti);
        var own = of with { Mti = 400 };
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var now = services.NowMs;
            var (known, original, left, isBeingTaken) = services.Store.Read(c => WhatStands(c, own, of));
            if (known?.Outcome is { } first)
            {
                return Answer.Of(known.Intent, first) with { IsRepeat = true };
            }

            if (original is not null && !IsOf(question, original.Intent))
            {
                services.Alarms.Raise("transaction.fingerprint", own.Terminal, merchant.Merchant.Number, ("key", own.ToString()));
                return Answer.Of("94", now);
            }

            if (isBeingTaken)
            {
                // Part of it is being given back at this moment: how much of it stands is certain only after that. The terminal asks again.
                return null;
            }

            var by = await ReversalAsync(question, desk, flow, own, of, original?.Intent, now, message);
            var outcome = new Outcome(OutcomeState.Approved, "00", "", now);
            var write = outcome.InsertInto(by.InsertInto(new Write()), by.Rrn);
            await TurnRoundAsync(write, question, desk, original, left, by, flow, of);
            switch (await services.Store.WriteAsync(write))
            {
                case WriteResult.Committed:
                    services.Owed.Wake();
                    if (_pending.TryGetValue(of, out var waiting))
                    {
                        // Nobody waits for it any more; an inquiry is told so from now on.
                        Forget(waiting.Intent);
                    }

                    return Answer.Of(by, outcome);
                case WriteResult.StoreFull:
                    return null;
            }
        }

        return null;
    }

    // In this order, each read for itself: what was left before it was looked how the sale stands and whether somebody takes of it. Whoever changed it since makes the write too old, and it is all
    // read again.
    private static (Transaction? Known, Transaction? Original, long Left, bool IsBeingTaken) WhatStands(
        DbConnection connection,
        MessageKey own,
        MessageKey of
    )
    {
        var known = connection.Find(own);
        var original = connection.Find(of);
        if (original is not { Stands: true } || Flows.Side(original.Intent.Flow) <= 0)
        {
            return (known, original, 0, false);
        }

        var left = Remaining.Of(connection, original);
        original = connection.Find(of)!;
        return (known, original, left, Remaining.IsBeingTaken(connection, original));
    }

    private async Task TurnRoundAsync(
        Write write,
        TerminalRequest question,
        TerminalDesk desk,
        Transaction? original,
        long left,
        Intent by,
        Flow flow,
        MessageKey of
    )
    {
        if (original is null)
        {
            // It never came. Should it still come, it finds its name taken.
            var place = by with
            {
                Key = of,
                Rrn = await services.Rrns.NextAsync(),
                Flow = flow,
                Of = null,
                Issuer = "",
                Message = null,
                Fingerprint = question.Fingerprint(),
            };
            new Outcome(OutcomeState.Reversed, "98", "", by.AtMs).InsertInto(place.InsertInto(write), place.Rrn);
            write.Insert(HostTables.Undo, place.Rrn, (int)Flow.Reversal, by.Rrn, by.AtMs);
            return;
        }

        var intent = original.Intent;
        if (original.Outcome is null)
        {
            // It is still being asked, here or elsewhere. Whoever asks finds that it has ended; the issuer is told whatever it said.
            new Outcome(OutcomeState.Reversed, "98", "", by.AtMs).InsertInto(write, intent.Rrn);
            GiveBackWhatWasSetAside(write, intent);
            write.Insert(HostTables.Undo, intent.Rrn, (int)Flow.Reversal, by.Rrn, by.AtMs);
        }
        else if (original.Stands && Flows.IsReversible(intent.Flow))
        {
            if (Flows.Side(intent.Flow) > 0 && left == 0)
            {
                // All of it was given back already.
                return;
            }

            write.TurnRound(original, Original(intent), by, left);
            if (intent.Key.Batch != desk.Session.Batch)
            {
                services.Alarms.Raise(
                    write,
                    "reversal.after-settlement",
                    of.Terminal,
                    intent.Merchant,
                    ("rrn", IssuerMessages.Rrn(intent.Rrn))
                );
            }
        }
        else
        {
            return;
        }

        if (intent.Issuer.Length > 0)
        {
            OwedBook.Owe(write, new Owed(intent.Issuer, intent.Rrn, 420, intent.Key, by.AtMs));
        }
    }

    private static bool IsOf(TerminalRequest question, Intent original) =>
        question.Amount == original.Amount
        && (question.Pan.IsEmpty || original.Card.Length == 0 || CardSafe.Mask(question.Pan) == original.Card);

    private async ValueTask<Intent> ReversalAsync(
        TerminalRequest question,
        TerminalDesk desk,
        Flow flow,
        MessageKey own,
        MessageKey of,
        Intent? original,
        long now,
        byte[]? message
    ) =>
        new()
        {
            Key = own,
            Merchant = desk.Terminal.Merchant,
            Rrn = await services.Rrns.NextAsync(),
            Flow = Flow.Reversal,
            AtMs = now,
            Day = services.Clock.DayOf(now),
            Amount = question.Amount,
            Currency = question.Currency,
            Card = original?.Card ?? CardSafe.Mask(question.Pan),
            CardHash = original?.CardHash ?? (question.Pan.IsEmpty ? null : cards.Hash(question.Pan)),
            Scheme = original?.Scheme ?? "",
            Product = original?.Product ?? CardProduct.Unknown,
            Entry = Math.Max(question.Entry, 0),
            Processing = Math.Max(question.Processing, 0),
            Condition = Math.Max(question.Condition, 0),
            Issuer = original?.Issuer ?? "",
            Fingerprint = question.Fingerprint(),
            Of = of,
            Node = services.Leases.Node,
            Message = message,
        };
}
