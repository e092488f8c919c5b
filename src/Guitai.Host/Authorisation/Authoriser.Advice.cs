using System.Text;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Host.Operations;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Iso8583;

namespace Guitai.Host.Authorisation;

/// <content>What has happened already: taken and posted in one commit, then told to the issuer until it answers.</content>
public sealed partial class Authoriser
{
    private async Task<Answer?> TakeAsync(TerminalDesk desk, TerminalRequest question, byte[]? message)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var now = services.NowMs;
            if (Look(desk, question, now) is not { } given)
            {
                return Answer.Of("03", now);
            }

            var refusal = Rules.Refusal(question, now, given);
            if (refusal is "77" or "97" or "03")
            {
                return Answer.Of(refusal, now) with { HasMac = refusal != "77", Batch = desk.Session.Batch };
            }

            var intent = await IntentAsync(question, given, now, message);
            if (refusal.Length > 0)
            {
                return await RefuseAsync(intent, refusal, now);
            }

            var outcome = new Outcome(OutcomeState.Approved, "00", question.Authorisation, now);
            var write = outcome.InsertInto(intent.InsertInto(new Write()), intent.Rrn).Do(intent, given.Original, now);
            OwedBook.Owe(write, new Owed(intent.Issuer, intent.Rrn, 220, intent.Key, now));
            switch (await services.Store.WriteAsync(write))
            {
                case WriteResult.Committed:
                    Counted(intent, approved: true);
                    services.Owed.Wake();
                    return Answer.Of(intent, outcome);
                case WriteResult.StoreFull:
                    return null;
            }

            if (services.Store.Read(c => c.Find(intent.Key)) is { } first)
            {
                return Repeat(first, intent);
            }
        }

        return null;
    }

    private async Task<Answer?> TakeScriptResultAsync(TerminalDesk desk, TerminalRequest question)
    {
        var now = services.NowMs;
        var (batch, trace, _) = question.Original;
        var sale = services.Store.Read(c =>
            c.Find(new MessageKey(desk.Terminal.Number, batch, trace, 200))
            ?? c.Find(new MessageKey(desk.Terminal.Number, batch, trace, 100))
        );
        var objects = MessageLog.Harmless(question.Icc);
        if (sale is null || objects.Length == 0)
        {
            return Answer.Of(sale is null ? "25" : "30", now);
        }

        var write = new Write().InsertIfAbsent(
            HostTables.Script,
            desk.Terminal.Number,
            question.Numbers.Batch,
            question.Trace,
            sale.Intent.Rrn,
            now,
            objects
        );
        var key = new MessageKey(desk.Terminal.Number, question.Numbers.Batch, question.Trace, 620);
        OwedBook.Owe(write, new Owed(sale.Intent.Issuer, sale.Intent.Rrn, 620, key, now));
        if (await services.Store.WriteAsync(write) != WriteResult.Committed)
        {
            return null;
        }

        services.Owed.Wake();
        return Answer.Of("00", now) with { Rrn = sale.Intent.Rrn };
    }

    // What became of a trace number: one letter, then code, number and authorisation of what stands.
    private Answer Inquire(TerminalRequest question)
    {
        var (batch, trace, _) = question.Original;
        if (_pending.TryGetValue(new MessageKey(question.Terminal, batch, trace, 200), out var pending))
        {
            return Answer.Of("00", services.NowMs) with
            {
                Data = Encoding.ASCII.GetBytes($"W  {IssuerMessages.Rrn(pending.Intent.Rrn)}      "),
            };
        }

        Transaction? found = null;
        foreach (var mti in (ReadOnlySpan<int>)[200, 100, 220])
        {
            found ??= services.Store.Read(c => c.Find(new MessageKey(question.Terminal, batch, trace, mti)));
        }

        var state =
            found is null ? 'U'
            : found.Outcome is null ? 'W'
            : found.Outcome.State == OutcomeState.Reversed || found.UndoneBy == Flow.Reversal ? 'R'
            : found.Outcome.State == OutcomeState.Approved ? 'A'
            : 'D';
        var text = found is null
            ? "U"
            : $"{state}{found.Outcome?.Code ?? "  "}{IssuerMessages.Rrn(found.Intent.Rrn)}{(found.Outcome?.Authorisation ?? "").PadRight(6)}";
        var wallet = found?.Outcome?.Wallet ?? "";
        return Answer.Of("00", services.NowMs) with
        {
            Data = Encoding.ASCII.GetBytes(text),
            Wallet = wallet.Length > 0 ? Field59.Of(Field59.Number, wallet) : "",
        };
    }
}
