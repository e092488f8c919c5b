using System.Collections.Concurrent;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <summary>
/// Decides what the terminal does. Input by input it says which entries become true and what is done after they are on disk; it knows no clock, no socket, no store and no card number. What it keeps
/// beside the books is what a crash may take: who has the hand on what, and when it is enough.
/// </summary>
public sealed partial class TerminalMachine(Books books, Patience patience)
{
    // Read by whoever looks on while an input is handled.
    private readonly ConcurrentDictionary<Guid, Hand> _hands = [];

    /// <summary>What is on disk.</summary>
    public Books Books { get; private set; } = books;

    /// <summary>Whether there is a reader for chips, and all that it takes to read one.</summary>
    public Func<bool> ReadsChips { get; init; } = () => false;

    /// <summary>When <see cref="Tick"/> is wanted, Unix milliseconds; null for never.</summary>
    public long? DueAtMs { get; private set; }

    /// <summary>What is known in memory of a payment that has not ended; null when nothing is.</summary>
    public Hand? HandOf(Guid payment) => _hands.GetValueOrDefault(payment);

    /// <summary>It is being undone only to be asked once more.</summary>
    public bool AsksAgain(Guid payment) => HandOf(payment) is { AsksAgain: true };

    /// <summary>Takes an entry that is on disk now.</summary>
    public void Apply(Entry entry) => Books = Books.After(entry);

    /// <summary>Makes a payment of the store part of the books, because an open one follows it.</summary>
    public void Adopt(Payment payment) =>
        Books = Books.Payments.ContainsKey(payment.Id) ? Books : Books with { Payments = Books.Payments.Add(payment.Id, payment) };

    /// <summary>Lets go of payments that have ended and that nobody follows.</summary>
    public void LetGo()
    {
        var needed = Books.Payments.Values.Where(p => p.IsOpen).SelectMany(p => new[] { p.Id, p.Of ?? p.Id }).ToHashSet();
        var ended = Books.Payments.Keys.Where(id => !needed.Contains(id)).ToList();
        if (ended.Count > 0)
        {
            Books = Books with { Payments = Books.Payments.RemoveRange(ended) };
            ended.ForEach(id => _hands.TryRemove(id, out _));
        }
    }

    /// <summary>Hears an input.</summary>
    /// <returns>What it leads to. The caller commits the entries, applies them, does the acts, and asks <see cref="Next"/> until there is nothing more.</returns>
    public Step Handle(Input input, long nowMs) =>
        input switch
        {
            Start => Began(nowMs),
            Begin begin => Begin(begin, nowMs),
            SetAmount set => SetAmount(set, nowMs),
            CardGiven card => Card(card, nowMs),
            CardSeen seen => Seen(seen, nowMs),
            CardMute mute => Mute(mute),
            ApplicationWanted wanted => Choose(wanted, nowMs),
            ApplicationGiven given => Chosen(given, nowMs),
            ChipPinWanted wanted => AskPin(wanted, nowMs),
            ChipAsks asks => Asks(asks, nowMs),
            ChipEnded ended => Ended(ended, nowMs),
            PinGiven pin => Pin(pin, nowMs),
            NotTaken not => Not(not),
            PadFailed failed => Waiting(failed.Payment) is null
                ? Step.None
                : Done(new GivenUp(failed.Payment, new Refusal("pin.pad-failed"), nowMs)),
            Cancel cancel => Cancel(cancel, nowMs),
            SignatureGiven signature => Sign(signature, nowMs),
            Report report => Report(report, nowMs),
            SettleBatch => Settle(nowMs),
            Activate activate => Activated(activate, nowMs),
            MoveHost move => Moved(move, nowMs),
            LoadedKey key => Afresh(new KeyLoaded(key.CheckValue, nowMs)),
            Hurry => Hurried(nowMs),
            LineUp => Up(nowMs),
            LineDown => Down(nowMs),
            KeysNotTaken => KeysAreWrong(nowMs),
            Heard heard => Hear(heard.Answer, nowMs),
            Tick => TimesUp(nowMs),
            Look => Step.None,
            _ => throw new InvalidOperationException($"An input that nobody knows: {input.GetType().Name}."),
        };

    private static Step Done(params IReadOnlyList<Entry> entries) => new(entries, []);

    // What the last process left open may or may not have left: undone or asked again, by its kind.
    private Step Began(long nowMs)
    {
        List<Entry> entries = [];
        TakeOverAwaited();
        foreach (var payment in Books.Payments.Values)
        {
            if (payment.Phase == Phase.Begun)
            {
                entries.Add(new GivenUp(payment.Id, new Refusal("payment.interrupted"), nowMs));
            }
            else if (payment.Phase == Phase.Intended)
            {
                entries.Add(NoAnswerTo(payment, nowMs));
            }

            if (payment.Signs)
            {
                entries.Add(new Signed(payment.Id, null, nowMs));
            }
        }

        return new Step(entries, []);
    }

    private static Entry NoAnswerTo(Payment payment, long nowMs) =>
        FlowRule.Of(payment.Flow).NoAnswer switch
        {
            // The customer may be about to pay: first it is asked.
            NoAnswer.Reverse when payment.Card?.Entry == CardEntry.Scanned => new AwaitsCustomer(payment.Id, "", "", nowMs),
            NoAnswer.Reverse => new ReversalDue(payment.Id, "98", nowMs),
            NoAnswer.Repeat => new RepeatDue(payment.Id, nowMs),
            _ => new Answered(payment.Id, false, "98", "", "", nowMs, null, false, nowMs),
        };

    private Step Begin(Begin begin, long nowMs)
    {
        var asked = begin.Payment;
        if (Rules.Begin(Books, asked, begin.Original) is { } refusal)
        {
            return Step.No(refusal);
        }

        var amount = asked.Kind switch
        {
            PaymentKind.Balance => null,
            PaymentKind.PreAuthorisationCancel => begin.Original!.AmountMinor,
            _ => asked.AmountMinor,
        };
        var hand = new Hand { WaitsSinceMs = nowMs };
        if (begin.Original is { } original)
        {
            Adopt(original);
            hand.Card = original.IsCode ? original.Card : original.Card! with { Entry = CardEntry.OnFile };
            hand.PinIsSettled = true;
        }

        if (asked.Code is { } code)
        {
            hand.Card = new CardView(code.Wallet, null, null, code.Shows ? CardEntry.Shown : CardEntry.Scanned);
            hand.PinIsSettled = true;
        }

        var begun = new Begun(asked.Id, asked.Kind, amount, asked.Of, asked.Operator, asked.MayBeOffline, nowMs);
        if (Rules.IsCodeGone(asked))
        {
            // It is known from now on, so that a question of that till that was late begins nothing.
            return Done(begun, new GivenUp(asked.Id, new Refusal("payment.code-gone"), nowMs));
        }

        _signOffAsked = false;
        hand.DeadlineMs = hand.Card is null ? nowMs + patience.CardMs : 0;
        _hands[asked.Id] = hand;
        return Done(begun);
    }

    private Step SetAmount(SetAmount set, long nowMs)
    {
        if (Waiting(set.Payment) is not { } payment || payment.AmountMinor is not null)
        {
            return Step.No(new Refusal("payment.amount-set"));
        }

        if (set.AmountMinor is < 1 or > Rules.MostMinor)
        {
            return Step.No(new Refusal("payment.amount"));
        }

        Await(payment.Id, nowMs);
        return Done(new AmountSet(payment.Id, set.AmountMinor, nowMs));
    }

    private Step Card(CardGiven given, long nowMs)
    {
        if (Waiting(given.Payment) is not { } payment || HandOf(payment.Id) is not { Card: null, Chip: ChipStage.None } hand)
        {
            return Step.No(new Refusal("payment.no-card-awaited"));
        }

        var hasChip = given.HasChip && ReadsChips();
        if (hasChip && !hand.MayFallBack)
        {
            // Service code 2 or 6: the stripe of a card with a chip is easily copied.
            hand.Notice = new Refusal("card.use-chip");
            return Step.No(hand.Notice);
        }

        hand.Card = hasChip ? given.Card with { Entry = CardEntry.Fallback } : given.Card;
        hand.Pin = given.Pin;
        hand.PinIsSettled = given.Pin == PinDemand.None;
        hand.Notice = null;
        Await(payment.Id, nowMs);
        return Step.None;
    }

    private Step Pin(PinGiven given, long nowMs)
    {
        if (Waiting(given.Payment) is not { } payment || HandOf(payment.Id) is not { Card: not null, PinIsSettled: false } hand)
        {
            return Step.No(new Refusal("payment.no-pin-awaited"));
        }

        if (!given.Entered && hand.Pin == PinDemand.Needed)
        {
            hand.Notice = new Refusal("pin.needed");
            return Step.None;
        }

        hand.PinIsSettled = true;
        hand.PinEntered = given.Entered && !hand.PinIsForChip;
        hand.Notice = null;
        Await(payment.Id, nowMs);
        return Step.None;
    }

    private Step Not(NotTaken not)
    {
        if (HandOf(not.Payment) is { } hand)
        {
            hand.Notice = not.Why;
        }

        return Step.None;
    }

    private Step Cancel(Cancel cancel, long nowMs)
    {
        if (!Books.Payments.TryGetValue(cancel.Payment, out var payment))
        {
            return Step.None;
        }

        if (payment.Phase == Phase.Begun)
        {
            return new Step([new GivenUp(payment.Id, new Refusal("payment.cancelled"), nowMs)], []);
        }

        if (AsksAgain(payment.Id))
        {
            _hands[payment.Id].AsksAgain = false;
        }

        if (payment.Phase == Phase.Awaited)
        {
            // The line is free: nobody has to hang up.
            return Done(new ReversalDue(payment.Id, "06", nowMs));
        }

        // What may have left is undone; the conversation about it ends, so that no answer to it can come between.
        var reversible = !payment.Offline && FlowRule.Of(payment.Flow).NoAnswer == NoAnswer.Reverse;
        if (reversible && (payment.Phase == Phase.Intended || payment is { Phase: Phase.Approved, Signs: true }))
        {
            return new Step([new ReversalDue(payment.Id, "06", nowMs)], Hangs(payment.Id));
        }

        if (payment.Phase == Phase.Intended && FlowRule.Of(payment.Flow).NoAnswer == NoAnswer.GiveUp)
        {
            return new Step([NoAnswerTo(payment, nowMs)], Hangs(payment.Id));
        }

        return payment.Signs ? Done(new Signed(payment.Id, null, nowMs)) : Step.None;
    }

    private Step Sign(SignatureGiven given, long nowMs) =>
        Books.Payments.TryGetValue(given.Payment, out var payment) && payment.Signs
            ? Done(new Signed(payment.Id, given.Strokes, nowMs))
            : Step.No(new Refusal("payment.no-signature-awaited"));

    private Step Report(Report report, long nowMs)
    {
        if (report.Record.Numbers is null)
        {
            return Step.No(new Refusal("payment.not-sent"));
        }

        Adopt(report.Record);
        return Books.Payments[report.Payment].Reported ? Step.None : Done(new Reported(report.Payment, nowMs));
    }

    private Step Settle(long nowMs)
    {
        if (Books.Stage != TerminalStage.Ready)
        {
            return Step.No(new Refusal("terminal.not-ready"));
        }

        if (Books.Settlement is null && Books.Payments.Values.Any(p => p.Phase is Phase.Begun or Phase.Intended || p.Signs))
        {
            return Step.No(new Refusal("terminal.busy"));
        }

        _settleAsked = true;
        _pauseUntilMs = nowMs;
        return Step.None;
    }

    private Step Activated(Activate activate, long nowMs) =>
        Books.Payments.Values.Any(p => p.IsOpen)
            ? Step.No(new Refusal("terminal.holds-payments"))
            : Afresh(
                new Activated(
                    activate.Terminal,
                    activate.Merchant,
                    activate.Mac,
                    activate.Hosts,
                    activate.Office,
                    activate.OfficeAuthority,
                    nowMs
                )
            );

    private Payment? Waiting(Guid id) => Books.Payments.TryGetValue(id, out var payment) && payment.Phase == Phase.Begun ? payment : null;

    // From now on something else is waited for.
    private void Await(Guid id, long nowMs)
    {
        var hand = _hands[id];
        hand.WaitsSinceMs = nowMs;
        hand.DeadlineMs = 0;
        hand.ReadyAtMs = 0;
        hand.TriedLines = 0;
    }

    /// <summary>What is being waited for.</summary>
    public PaymentWait WaitOf(Payment payment)
    {
        if (payment.Signs && payment.Phase == Phase.Approved)
        {
            return PaymentWait.Signature;
        }

        var hand = HandOf(payment.Id);
        return payment.Phase switch
        {
            Phase.Begun or Phase.Intended when hand is { Chip: ChipStage.Told } => PaymentWait.ChipEnd,
            Phase.Begun when hand is null or { Card: null, Chip: ChipStage.None } => PaymentWait.Card,
            Phase.Begun when payment.AmountMinor is null && payment.Kind != PaymentKind.Balance => PaymentWait.Amount,
            Phase.Begun when hand.Applications is not null => PaymentWait.Application,
            Phase.Begun when hand.Card is not null && !hand.PinIsSettled => PaymentWait.Pin,
            Phase.Begun when hand.Chip == ChipStage.Reads => PaymentWait.Chip,
            Phase.Begun when _line != Line.Up => PaymentWait.Line,
            Phase.Begun => PaymentWait.Turn,
            Phase.Intended => PaymentWait.Answer,
            Phase.Awaited => _line == Line.Up ? PaymentWait.Customer : PaymentWait.Line,
            Phase.Owed => PaymentWait.Reversal,
            Phase.Repeating when payment.Offline => payment.Signs ? PaymentWait.Signature : PaymentWait.None,
            Phase.Repeating => PaymentWait.Repeat,
            _ => PaymentWait.None,
        };
    }
}
