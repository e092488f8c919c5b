using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <content>The people at the counter: how long they are waited for, and what time alone decides.</content>
public sealed partial class TerminalMachine
{
    // The one payment at the counter: deadlines of people, and the moment from which only the line is missing.
    private Step People(long nowMs)
    {
        foreach (var payment in Books.Payments.Values)
        {
            if (payment.Signs && HandOf(payment.Id) is { } signing)
            {
                signing.DeadlineMs = signing.DeadlineMs == 0 ? nowMs + patience.SignatureMs : signing.DeadlineMs;
                if (nowMs >= signing.DeadlineMs)
                {
                    return Done(new Signed(payment.Id, null, nowMs));
                }
            }

            if (ChipIsLate(payment, nowMs) is { IsEmpty: false } late)
            {
                return late;
            }

            if (payment.Phase != Phase.Begun || HandOf(payment.Id) is not { } hand)
            {
                continue;
            }

            var wait = WaitOf(payment);
            if (wait is PaymentWait.Line or PaymentWait.Turn)
            {
                if (hand.ReadyAtMs == 0)
                {
                    (hand.ReadyAtMs, hand.WaitsSinceMs) = (nowMs, nowMs);
                }

                if (WithoutLine(payment, hand, nowMs) is { IsEmpty: false } step)
                {
                    return step;
                }

                continue;
            }

            if (hand.DeadlineMs == 0)
            {
                hand.DeadlineMs =
                    nowMs
                    + wait switch
                    {
                        PaymentWait.Card => patience.CardMs,
                        PaymentWait.Amount => patience.AmountMs,
                        _ => patience.PinMs,
                    };
            }

            if (nowMs >= hand.DeadlineMs)
            {
                return new Step([new GivenUp(payment.Id, new Refusal("payment.timed-out"), nowMs)], []);
            }
        }

        return Step.None;
    }

    // Nothing has left, and the way is not there: approved here, or given up.
    private Step WithoutLine(Payment payment, Hand hand, long nowMs)
    {
        // Each way was tried once for it, or it took too long: nothing of it has left yet.
        var tried = hand.TriedLines >= Math.Max(1, Books.Hosts.Count) && _flight is null && _line != Line.Connecting;
        var most = _line == Line.Up ? patience.AnswerMs + patience.LineMs : patience.LineMs;
        if (!tried && nowMs - hand.ReadyAtMs < most)
        {
            return Step.None;
        }

        if (hand.Chip == ChipStage.Asks)
        {
            return ChipWithoutLine(payment, hand, nowMs);
        }

        if (Rules.MayApprove(Books, payment, hand.Card!, nowMs))
        {
            return Done(ApprovedHere(payment, hand.Card!, !hand.PinEntered && hand.Card!.Entry != CardEntry.OnFile, nowMs));
        }

        return Done(new GivenUp(payment.Id, NoWay, nowMs));
    }

    private Refusal NoWay => new(_line == Line.Up ? "terminal.no-turn" : "terminal.no-line");

    // A hold's completion goes on under the hold's own authorisation. Else six characters made here: the letter says by whom.
    private ApprovedOffline ApprovedHere(Payment payment, CardView card, bool signs, long nowMs)
    {
        var numbers = Books.NextNumbers;
        var authorisation =
            Original(payment)?.Authorisation
            ?? "T" + (numbers.Trace % 100_000).ToString("D5", System.Globalization.CultureInfo.InvariantCulture);
        return new ApprovedOffline(payment.Id, numbers, card, authorisation, signs, nowMs);
    }

    // The earliest moment at which time alone changes something.
    private void Schedule(long nowMs)
    {
        long? due = _flight?.DeadlineMs;
        void By(long atMs) => due = due is null || atMs < due ? atMs : due;

        // A hand of what is no longer in hand holds moments that are past: nothing comes of them.
        foreach (var payment in Books.Payments.Values)
        {
            if (HandOf(payment.Id) is not { } hand || !(payment.Phase == Phase.Begun || payment.Signs || ChipHears(payment, hand)))
            {
                continue;
            }

            if (hand.DeadlineMs > 0)
            {
                By(hand.DeadlineMs);
            }

            if (hand.ReadyAtMs > 0 && payment.Phase == Phase.Begun)
            {
                By(hand.ReadyAtMs + (_line == Line.Up ? patience.AnswerMs + patience.LineMs : patience.LineMs));
            }
        }

        foreach (var payment in Awaited)
        {
            By(EndOf(payment));
        }

        if (_flight is null && Books.Stage == TerminalStage.Ready && _line != Line.Connecting)
        {
            if (_line == Line.Down || nowMs < _pauseUntilMs)
            {
                By(Math.Max(_pauseUntilMs, nowMs + 1));
            }
            else
            {
                var signedInUntil = Books.SignedInUntilMs > nowMs ? Books.SignedInUntilMs : long.MaxValue;
                By(Math.Max(nowMs + 1, Math.Min(_heardAtMs + patience.EchoMs, signedInUntil)));
                foreach (var payment in Awaited)
                {
                    By(Math.Max(nowMs + 1, AskAtMs(payment)));
                }
            }
        }

        DueAtMs = due;
    }
}
