using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <content>The line: one thing at a time, in its order (docs/decisions/0022-terminal.md).</content>
public sealed partial class TerminalMachine
{
    private enum Line
    {
        Down,
        Connecting,
        Up,
    }

    private sealed record Flight(Message Message, Guid? Payment, int Records, long DeadlineMs);

    private Line _line = Line.Down;
    private Flight? _flight;
    private int _address;
    private long _heardAtMs;
    private bool _settleAsked;
    private bool _signOffAsked;
    private Guid _lastRepeated;

    // After what nobody at the counter waits for failed: no new try before.
    private long _pauseUntilMs;
    private int _failures;

    /// <summary>The connection stands.</summary>
    public bool IsOnline => _line == Line.Up;

    /// <summary>A settlement is asked for, due because the batch is nearly full, or under way.</summary>
    public bool IsSettling => _settleAsked || Books.IsNearlyFull || Books.Settlement is not null;

    /// <summary>What went wrong on the line last; null when nothing did since.</summary>
    public Refusal? Trouble { get; private set; }

    /// <summary>Whether a message answers what is in flight.</summary>
    public bool Awaits(HostAnswer answer) =>
        _flight is { } flight && answer.Trace == flight.Message.Trace && answer.Mti == flight.Message.AnswerMti;

    /// <summary>The next thing to do, now that the last one is on disk and done; empty when all that is left is to wait.</summary>
    public Step Next(long nowMs)
    {
        LetGo();
        var step = People(nowMs);
        step = step.IsEmpty ? Overdue(nowMs) : step;
        if (step.IsEmpty && Books.Stage == TerminalStage.Ready && _flight is null)
        {
            step = _line switch
            {
                Line.Down => Call(nowMs),
                Line.Up => Speak(nowMs),
                _ => Step.None,
            };
        }

        Schedule(nowMs);
        return step;
    }

    // A connection is wanted when somebody waits for it, or when something is due whose pause is over.
    private Step Call(long nowMs)
    {
        if (nowMs < _pauseUntilMs && !IsHurried)
        {
            return Step.None;
        }

        _line = Line.Connecting;
        return new Step([], [new Connect(_address % Math.Max(1, Books.Hosts.Count))]);
    }

    // Somebody at the counter waits for the line alone, and not every way was tried for him yet: no pause holds.
    private bool IsHurried => Ready.Any(h => h.TriedLines < Math.Max(1, Books.Hosts.Count));

    // Of payments that have not left yet: a hand of one that has hurries nobody.
    private IEnumerable<Hand> Ready => _hands.Where(h => h.Value.ReadyAtMs > 0 && Waiting(h.Key) is not null).Select(h => h.Value);

    private Step Up(long nowMs)
    {
        if (_line != Line.Connecting)
        {
            return Step.None;
        }

        _line = Line.Up;
        _heardAtMs = nowMs;
        return Step.None;
    }

    private Step Down(long nowMs)
    {
        if (_line == Line.Down)
        {
            return Step.None;
        }

        if (_line == Line.Connecting)
        {
            _address++;
            Trouble = new Refusal("terminal.no-line");
        }

        _line = Line.Down;
        Pause(nowMs);
        return FlightFailed("98", nowMs);
    }

    // No right answer will come to what is in flight.
    private Step FlightFailed(string why, long nowMs)
    {
        if (_flight is not { } flight)
        {
            return Step.None;
        }

        _flight = null;
        return
            flight.Message.Kind is MessageKind.Question
            && Books.Payments.TryGetValue(flight.Payment!.Value, out var payment)
            && payment.Phase == Phase.Intended
            ? Done(NoAnswerTo(payment, nowMs) is ReversalDue due ? due with { Why = why } : NoAnswerTo(payment, nowMs))
            : Step.None;
    }

    // The conversation about a payment is over for us, whatever the host still says.
    private IReadOnlyList<Act> Hangs(Guid payment)
    {
        if (_flight?.Payment != payment)
        {
            return [];
        }

        _flight = null;
        _line = Line.Down;
        return [new Disconnect()];
    }

    private void Pause(long nowMs)
    {
        _pauseUntilMs = nowMs + Math.Min(patience.LongestPauseMs, patience.AgainMs << Math.Min(_failures, 10));
        if (Awaited.Any())
        {
            // A customer stands there.
            _pauseUntilMs = Math.Min(_pauseUntilMs, nowMs + patience.AgainMs);
        }

        _failures++;
        foreach (var hand in Ready)
        {
            hand.TriedLines++;
        }

        // Who waits that long has gone.
        foreach (var hand in _hands.Values)
        {
            hand.AsksAgain = false;
        }
    }

    private Step Hurried(long nowMs)
    {
        _pauseUntilMs = 0;
        return Books.IsSignedOff ? Done(new SignInDue("asked", nowMs)) : Step.None;
    }

    private Step Afresh(Entry entry)
    {
        (_line, _flight, _failures, _pauseUntilMs) = (Line.Down, null, 0, 0);
        return new Step([entry], [new Disconnect()]);
    }

    // What is in flight gets no answer any more. What is open stays so, and is told at the new address.
    private Step Moved(MoveHost move, long nowMs)
    {
        var down = Down(nowMs);
        (_address, _failures, _pauseUntilMs, Trouble) = (0, 0, 0, null);
        return new Step([.. down.Entries, new HostMoved(move.Hosts, move.Office, nowMs)], [.. down.Acts, new Disconnect()]);
    }

    private Step TimesUp(long nowMs)
    {
        if (_flight is { } flight && nowMs >= flight.DeadlineMs)
        {
            // What comes now comes too late: the connection ends with the wait.
            Trouble = new Refusal("terminal.host-silent");
            _line = Line.Down;
            Pause(nowMs);
            var step = FlightFailed("98", nowMs);
            return step with { Acts = [new Disconnect()] };
        }

        return Step.None;
    }

    private Step KeysAreWrong(long nowMs)
    {
        Trouble = new Refusal("terminal.keys-not-taken");
        _flight = null;
        Pause(nowMs);
        return Done(new SignInDue("keys", nowMs));
    }

    // The order on the line.
    private Step Speak(long nowMs)
    {
        var mayTry = nowMs >= _pauseUntilMs || IsHurried;
        var question = Books.Payments.Values.FirstOrDefault(p => p.Phase == Phase.Begun && WaitOf(p) == PaymentWait.Turn);
        var owed = Books.Payments.Values.Where(p => p.Phase == Phase.Owed).OrderBy(p => p.IntendedAtMs).FirstOrDefault();
        var signedIn = nowMs < Books.SignedInUntilMs;
        if (!signedIn && (!Books.IsSignedOff || NeedsKeys))
        {
            return mayTry ? Own(trace => Messages.SignIn(Books, trace, 1), nowMs) : Step.None;
        }

        if (owed is not null)
        {
            return mayTry ? Fly(Messages.Reversal(owed), owed.Id, nowMs) : Step.None;
        }

        if (mayTry && ToAskAbout(nowMs) is { } awaited)
        {
            return Own(trace => Messages.Inquiry(Books, awaited, trace), nowMs, awaited.Id);
        }

        var repeats = Books.Payments.Values.Where(p => p.Phase == Phase.Repeating).OrderBy(p => p.IntendedAtMs).ToList();
        var first = question is null ? (mayTry ? InTurn(repeats) : null) : repeats.FirstOrDefault(p => p.Id == question.Of);
        if (first is not null)
        {
            _lastRepeated = first.Id;
            return first.Numbers!.Batch != Books.Batch
                ? Own(trace => Messages.Inquiry(Books, first, trace), nowMs, first.Id)
                : Fly(Messages.Question(first, Original(first), again: true), first.Id, nowMs);
        }

        if (question is not null)
        {
            return Ask(question, nowMs);
        }

        if (Books.Payments.Values.FirstOrDefault(p => p.ScriptsDue) is { } ran && mayTry)
        {
            return Fly(Messages.Scripts(ran), ran.Id, nowMs);
        }

        if (ChipListsDue && mayTry)
        {
            return FetchChipLists(nowMs);
        }

        if (Books.Payments.Values.FirstOrDefault(p => p.ReportDue) is { } reported && mayTry)
        {
            return Own(trace => Messages.Report(Books, reported, trace), nowMs, reported.Id);
        }

        if (IsSettling && mayTry && repeats.Count == 0)
        {
            return SettleNext(nowMs);
        }

        if (_signOffAsked && signedIn && mayTry)
        {
            return Own(trace => Messages.SignOff(Books, trace), nowMs);
        }

        return nowMs - _heardAtMs >= patience.EchoMs ? Own(trace => Messages.Echo(Books, trace), nowMs) : Step.None;
    }

    // Signed off, it is quiet until somebody wants something: already a payment that waits for its card, so that no PIN is typed under keys that are gone.
    private bool NeedsKeys => IsSettling || Books.Payments.Values.Any(p => p.IsOpen);

    // One that is not answered must not keep the others from being heard.
    private Payment? InTurn(List<Payment> repeats) =>
        repeats.Count == 0 ? null : repeats[(repeats.FindIndex(p => p.Id == _lastRepeated) + 1) % repeats.Count];

    // The intent: numbers are made, on disk, and then the message leaves.
    private Step Ask(Payment payment, long nowMs)
    {
        var hand = _hands[payment.Id];
        var original = Original(payment);
        var flow = FlowRule.FlowOf(payment.Kind, payment.AmountMinor ?? 0, original, Books.Batch);
        var intended = new Intended(payment.Id, flow, Books.NextNumbers, hand.Card!, hand.PinEntered, nowMs);
        var message = Messages.Question(Books.After(intended).Payments[payment.Id], original, again: false);
        hand.WaitsSinceMs = nowMs;
        _flight = new Flight(message, payment.Id, 0, nowMs + patience.AnswerMs);
        return new Step([intended], [new Send(message)]);
    }

    // A message of the terminal's own: its number is used up on disk before it leaves.
    private Step Own(Func<int, Message> make, long nowMs, Guid? payment = null, int records = 0)
    {
        var trace = Books.NextTrace;
        var message = make(trace);
        _flight = new Flight(message, payment, records, nowMs + patience.AnswerMs);
        return new Step([new NumberUsed(trace, nowMs)], [new Send(message)]);
    }

    private Step Fly(Message message, Guid? payment, long nowMs)
    {
        _flight = new Flight(message, payment, 0, nowMs + patience.AnswerMs);
        return new Step([], [new Send(message)]);
    }

    private Payment? Original(Payment payment) => payment.Of is { } of ? Books.Payments.GetValueOrDefault(of) : null;

    private Step SettleNext(long nowMs)
    {
        if (Books.Payments.Values.Any(p => p.Phase is not (Phase.Approved or Phase.Declined or Phase.Cancelled) || p.Signs || p.ScriptsDue))
        {
            return Step.None;
        }

        if (Books.Settlement is not { } settlement)
        {
            var begun = new SettlementBegun(Books.NextTrace, Books.Totals, nowMs);
            var message = Messages.Settlement(Books.After(begun), new Settlement(begun.Trace, begun.Totals, false, 0));
            _flight = new Flight(message, null, 0, nowMs + patience.AnswerMs);
            return new Step([begun], [new Send(message)]);
        }

        if (!settlement.Compared)
        {
            return Fly(Messages.Settlement(Books, settlement), null, nowMs);
        }

        var records = BatchRecords(Books.Batch);
        var next = records.Skip(settlement.Uploaded).Take(Messages.RecordsInOne).ToList();
        if (next.Count == 0)
        {
            // What was approved here went up with its advice.
            var chips = records.Where(r => r is { Offline: false, Chip.Approves: true });
            if (chips.Skip(settlement.Uploaded - records.Count).FirstOrDefault() is { } chip)
            {
                return Own(trace => Messages.UploadChip(Books, trace, chip), nowMs, records: settlement.Uploaded + 1);
            }
        }

        return Own(trace => Messages.Upload(Books, trace, next, records.Count), nowMs, records: settlement.Uploaded + next.Count);
    }

    /// <summary>The batch's approved payments, in order: asked of the store when a settlement did not balance.</summary>
    public required Func<int, IReadOnlyList<Payment>> BatchRecords { get; init; }
}
