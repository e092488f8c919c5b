using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <content>What the host says.</content>
public sealed partial class TerminalMachine
{
    private Step Hear(HostAnswer answer, long nowMs)
    {
        if (_flight is not { } flight || !Awaits(answer))
        {
            // To something else than what was asked: nobody waits for it.
            return Step.None;
        }

        _heardAtMs = nowMs;
        var unsigned = answer.MacRight is null && (HostCodes.AsksForSignIn(answer.Code) || HostCodes.Blocks(answer.Code));
        if (flight.Message.HasMac && answer.MacRight != true && !unsigned)
        {
            // An answer whose MAC is wrong is none. The keys are not the same on both sides, or somebody is between.
            Trouble = new Refusal("terminal.wrong-mac");
            Pause(nowMs);
            var failed = FlightFailed("A0", nowMs);
            return failed with { Entries = [.. failed.Entries, new SignInDue("mac", nowMs)] };
        }

        _flight = null;
        if (HostCodes.Blocks(answer.Code))
        {
            Pause(nowMs);
            Trouble = new Refusal("terminal.blocked");
            List<Entry> blocked = [new BlockedByHost(true, answer.Code, nowMs)];
            if (flight.Message.Kind == MessageKind.Question)
            {
                blocked.Insert(0, Ended(flight, answer, approved: false, nowMs));
            }

            return Done(blocked);
        }

        if (flight.Message.HasMac && HostCodes.AsksForSignIn(answer.Code))
        {
            return SignInFirst(flight, answer, nowMs);
        }

        return flight.Message.Kind switch
        {
            MessageKind.SignIn => SignedIn(answer, nowMs),
            MessageKind.Question or MessageKind.Repeat => Ended(flight, answer, nowMs),
            MessageKind.Reversal => Reversed(flight, answer, nowMs),
            MessageKind.Settlement => Compared(answer, nowMs),
            MessageKind.Upload => Uploaded(flight, answer, nowMs),
            MessageKind.Report => Well(new ReportTaken(flight.Payment!.Value, nowMs)),
            MessageKind.Inquiry => Found(flight, answer, nowMs),
            MessageKind.SignOff => SignedOff(nowMs),
            MessageKind.Scripts => Told(flight, answer, nowMs),
            MessageKind.Parameters => Downloaded(answer, nowMs),
            _ => Well(),
        };
    }

    private Step Well(params IReadOnlyList<Entry> entries)
    {
        (_failures, _pauseUntilMs, Trouble) = (0, 0, null);
        return Done(entries);
    }

    private Step SignInFirst(Flight flight, HostAnswer answer, long nowMs)
    {
        var signIn = new SignInDue(answer.Code, nowMs);
        _download = null;
        if (flight.Message.Kind != MessageKind.Question)
        {
            Pause(nowMs);
            return Done(signIn);
        }

        var payment = Books.Payments[flight.Payment!.Value];
        var again = !payment.Retried;
        if (!again)
        {
            Pause(nowMs);
        }

        var rule = FlowRule.Of(payment.Flow);
        if (answer.MacRight != true && rule.NoAnswer != NoAnswer.GiveUp)
        {
            // Without a MAC anybody may have said it: as if nothing had been said, it is undone, or told again, before it goes on.
            // A chip asks its issuer once with a cryptogram: undone, it would have to be read again.
            var hand = _hands[payment.Id];
            hand.AsksAgain = again && rule.NoAnswer == NoAnswer.Reverse && hand.Chip == ChipStage.None;
            return Done(NoAnswerTo(payment, nowMs), signIn);
        }

        return Done(again ? OnceMore(payment, answer.Code, nowMs) : Ended(flight, answer, approved: false, nowMs), signIn);
    }

    private NotDone OnceMore(Payment payment, string code, long nowMs)
    {
        var hand = _hands[payment.Id];
        // The PIN is under a key that is gone: the customer types it once more.
        hand.PinIsSettled = !hand.PinEntered;
        hand.Notice = hand.PinEntered ? new Refusal("pin.again") : null;
        (hand.PinEntered, hand.AsksAgain) = (false, false);
        Await(payment.Id, nowMs);
        return new NotDone(payment.Id, code, nowMs);
    }

    private Step SignedIn(HostAnswer answer, long nowMs)
    {
        if (!HostCodes.Approves(answer.Code))
        {
            Trouble = Refusal.With("terminal.sign-in-refused", "code", answer.Code);
            Pause(nowMs);
            return Step.None;
        }

        foreach (var (id, hand) in _hands)
        {
            if (hand.PinEntered && Waiting(id) is not null)
            {
                (hand.PinEntered, hand.PinIsSettled, hand.Notice) = (false, false, new Refusal("pin.again"));
                Await(id, nowMs);
            }
        }

        _settleAsked &= answer.Batch <= 0 || answer.Batch == Books.Batch;
        var terms = answer.Terms ?? new SignInTerms(new OfflineLimits(0, 0, 0), 0, nowMs + (long)TimeSpan.FromHours(1).TotalMilliseconds);
        return Well(
            new SignedIn(answer.Batch > 0 ? answer.Batch : Books.Batch, terms.UntilMs, terms.LastTrace, terms.Offline, nowMs)
            {
                ChipVersion = terms.ChipVersion,
            }
        );
    }

    private Step SignedOff(long nowMs)
    {
        _signOffAsked = false;
        return Well(new SignedOff(nowMs));
    }

    private Step Ended(Flight flight, HostAnswer answer, long nowMs)
    {
        if (flight.Message.Kind == MessageKind.Question && HostCodes.Awaits(answer.Code) && IsSaleByCode(flight))
        {
            return Goes(flight, answer, nowMs);
        }

        if (flight.Message.Kind == MessageKind.Question && !HostCodes.Approves(answer.Code) && !HostCodes.Declines(answer.Code))
        {
            // A code that nobody knows is no approval, and no refusal either.
            var payment = Books.Payments[flight.Payment!.Value];
            return Well(
                FlowRule.Of(payment.Flow).NoAnswer == NoAnswer.Reverse
                    ? new ReversalDue(payment.Id, "06", nowMs)
                    : NoAnswerTo(payment, nowMs)
            );
        }

        if (
            flight.Message.Kind == MessageKind.Repeat
            && !HostCodes.Approves(answer.Code)
            && (!HostCodes.Declines(answer.Code) || answer.Code is "96" or "90")
        )
        {
            Pause(nowMs);
            return Step.None;
        }

        return flight.Message.Kind == MessageKind.Question && HandOf(flight.Payment!.Value) is { Chip: ChipStage.Asks } hand
            ? TellChip(flight.Payment.Value, hand, answer, nowMs)
            : Well(Ended(flight, answer, HostCodes.Approves(answer.Code), nowMs));
    }

    private bool IsSaleByCode(Flight flight) => Books.Payments[flight.Payment!.Value] is { IsCode: true, Flow: CardFlow.Sale };

    private Answered Ended(Flight flight, HostAnswer answer, bool approved, long nowMs)
    {
        var payment = Books.Payments[flight.Payment!.Value];
        // Whoever typed no PIN signs; a card that is not at hand signs nothing.
        var signs =
            approved
            && flight.Message.Kind == MessageKind.Question
            && !payment.PinEntered
            && payment.Flow is CardFlow.Sale or CardFlow.PreAuthorisation
            && payment.Card?.Entry is CardEntry.Swiped or CardEntry.Typed or CardEntry.Fallback;
        return AnsweredWith(payment, answer, approved, signs, nowMs);
    }

    private static Answered AnsweredWith(Payment payment, HostAnswer answer, bool approved, bool signs, long nowMs) =>
        new(
            payment.Id,
            approved,
            answer.Code,
            answer.Rrn,
            answer.Authorisation,
            answer.AtMs > 0 ? answer.AtMs : nowMs,
            answer.BalanceMinor,
            signs,
            nowMs
        )
        {
            WalletNumber = approved ? answer.WalletNumber : "",
        };

    private Step Reversed(Flight flight, HostAnswer answer, long nowMs)
    {
        if (HostCodes.Approves(answer.Code))
        {
            var payment = Books.Payments[flight.Payment!.Value];
            return Well(AsksAgain(payment.Id) ? OnceMore(payment, "77", nowMs) : new Reversed(payment.Id, nowMs));
        }

        // Nothing but the host's word ends what is owed.
        Trouble = Refusal.With("terminal.reversal-refused", "code", answer.Code);
        Pause(nowMs);
        return Step.None;
    }

    private Step Compared(HostAnswer answer, long nowMs)
    {
        if (!HostCodes.Approves(answer.Code) && answer.Code != "95")
        {
            Trouble = Refusal.With("terminal.settlement-refused", "code", answer.Code);
            Pause(nowMs);
            return Step.None;
        }

        if (answer.Totals.Length >= 31 && answer.Totals[30] == '1')
        {
            return Closed(balanced: true, nowMs);
        }

        return Well(new SettlementCompared(false, nowMs));
    }

    private Step Uploaded(Flight flight, HostAnswer answer, long nowMs)
    {
        if (!HostCodes.Approves(answer.Code))
        {
            Trouble = Refusal.With("terminal.settlement-refused", "code", answer.Code);
            Pause(nowMs);
            return Step.None;
        }

        return flight.Message.Network == 202 ? Closed(balanced: false, nowMs) : Well(new Uploaded(flight.Records, nowMs));
    }

    private Step Closed(bool balanced, long nowMs)
    {
        // The business of the day is told: the keys of the day go back, unless somebody goes on selling.
        (_settleAsked, _signOffAsked) = (false, true);
        return Well(new BatchClosed(Books.Batch, balanced, (Books.Batch % 999_999) + 1, nowMs));
    }

    // What became of a repeated message whose batch is gone, or of what a customer has to finish.
    private Step Found(Flight flight, HostAnswer answer, long nowMs)
    {
        if (!Books.Payments.TryGetValue(flight.Payment!.Value, out var payment) || payment.Phase is not (Phase.Repeating or Phase.Awaited))
        {
            // It was given up meanwhile.
            return Well();
        }

        if (!HostCodes.Approves(answer.Code) || answer.Status.Length < 21)
        {
            Pause(nowMs);
            return Step.None;
        }

        var known = answer with
        {
            Code = answer.Status[1..3],
            Rrn = answer.Status[3..15].Trim(),
            Authorisation = answer.Status[15..21].Trim(),
        };
        switch (answer.Status[0])
        {
            case 'A':
                return Well(Ended(flight, known, approved: true, nowMs));
            case 'D' or 'R':
                return Well(Ended(flight, known, approved: false, nowMs));
            case 'U' when payment.Phase == Phase.Awaited:
                // Lost on its way, or late: it must not arrive any more.
                return Well(new ReversalDue(payment.Id, "98", nowMs));
            case 'W' when payment.Phase == Phase.Awaited:
                return Well();
            case 'U':
                return Well(new Renumbered(payment.Id, Books.NextNumbers, nowMs));
            default:
                Pause(nowMs);
                return Step.None;
        }
    }
}
