using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Journal;

namespace Guitai.Till.Cards;

/// <summary>Follows every payment under way to its end: asks the terminal, waits for its word, and puts it into the books in one commit. The page
/// asks for nothing here but what is on disk already, so that any process may end at any moment.</summary>
public sealed class CardWatch
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_unheard = TimeSpan.FromSeconds(3);

    private readonly TillDesk _desk;
    private readonly CardBook _book;
    private TaskCompletionSource _news = NewSignal();

    internal CardWatch(TillDesk desk, CardBook book)
    {
        (_desk, _book) = (desk, book);
        Booking = new CardBooking(desk, book, Wake);
    }

    /// <summary>The terminal; null where there is none.</summary>
    public ITerminalLine? Line { get; private set; }

    /// <summary>As it last told itself; null until it did.</summary>
    public TerminalView? Terminal { get; private set; }

    /// <summary>Its process answers.</summary>
    public bool Reachable { get; private set; }

    /// <summary>How what is heard comes into the books.</summary>
    internal CardBooking Booking { get; }

    internal void Attach(ITerminalLine line)
    {
        Line = line;
        Wake();
    }

    /// <summary>Follows payments and terminal until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var running = new Dictionary<Guid, Task>();
        Task? stand = null;
        _desk.FactsAppended += Wake;
        try
        {
            while (true)
            {
                var news = NewSignal();
                Volatile.Write(ref _news, news);
                await using var stop = cancellation.Register(() => news.TrySetCanceled(cancellation));
                if (Line is not null)
                {
                    stand ??= FollowTerminalAsync(cancellation);
                    foreach (var id in await OpenAsync())
                    {
                        running.TryAdd(id, FollowAsync(id, cancellation));
                    }

                    await Booking.FinishAsync();
                }

                await Task.WhenAny([HeardAsync(news.Task), .. running.Values, .. stand is null ? Array.Empty<Task>() : [stand]]);
                foreach (var (id, ended) in running.Where(r => r.Value.IsCompleted).ToList())
                {
                    await ended;
                    running.Remove(id);
                }

                if (stand is { IsCompleted: true } || news.Task.IsCanceled)
                {
                    await (stand ?? news.Task);
                    cancellation.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            _desk.FactsAppended -= Wake;
            if (cancellation.IsCancellationRequested)
            {
                // Nothing of it may touch the till once it is closed.
                await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Asks once about everything that is under way, and about the terminal: a round of <see cref="RunAsync"/> without its waiting.</summary>
    public async Task RoundAsync(CancellationToken cancellation)
    {
        if (Line is null)
        {
            return;
        }

        foreach (var id in await OpenAsync())
        {
            await StepAsync(id, TimeSpan.Zero, cancellation);
        }

        await Booking.FinishAsync();
        await StandAsync(TimeSpan.Zero, cancellation);
    }

    /// <summary>Something new is to be followed.</summary>
    internal void Wake() => Volatile.Read(ref _news).TrySetResult();

    /// <summary>Passes on at once what is on disk about a payment; should the terminal not hear, the next step says it again.</summary>
    internal async Task TellAsync(Guid id)
    {
        if (Line is not { } line || _book.Find(id) is not { View: not null } live)
        {
            Wake();
            return;
        }

        try
        {
            await PassOnAsync(live, line, CancellationToken.None);
        }
        catch (TerminalUnreachableException)
        {
            await Booking.MissAsync(live);
        }
    }

    /// <summary>Asks the terminal something that is no payment's.</summary>
    internal async Task<Outcome<T>> AskAsync<T>(Func<ITerminalLine, Task<Outcome<T>>> ask)
    {
        if (Line is not { } line)
        {
            return CardRefusals.NoTerminal;
        }

        try
        {
            return await ask(line);
        }
        catch (TerminalUnreachableException)
        {
            return CardRefusals.Unreachable;
        }
    }

    private async Task FollowAsync(Guid id, CancellationToken cancellation)
    {
        while (_book.Find(id) is not null)
        {
            if (await StepAsync(id, s_patience, cancellation) is { } pause && pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, _desk.Time, cancellation);
            }
        }
    }

    private async Task FollowTerminalAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(await StandAsync(s_patience, cancellation), _desk.Time, cancellation);
        }
    }

    private async Task<TimeSpan> StandAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var before = (Terminal, Reachable);
        try
        {
            // Only a terminal that answered is waited for: another one may count its versions anew.
            var heard = await Line!.StandAsync(Reachable ? Terminal?.Version ?? 0 : 0, Reachable ? patience : TimeSpan.Zero, cancellation);
            (Terminal, Reachable) = (heard.Ok ? heard.Value : Terminal, true);
        }
        catch (TerminalUnreachableException)
        {
            Reachable = false;
        }

        if (before != (Terminal, Reachable))
        {
            await _desk.InTurnAsync(() =>
            {
                _desk.SaySomethingChanged();
                return Task.FromResult(true);
            });
        }

        return Reachable ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(2);
    }

    // One question to the terminal about one payment, and how long to leave it alone after.
    private async Task<TimeSpan> StepAsync(Guid id, TimeSpan patience, CancellationToken cancellation)
    {
        if (_book.Find(id) is not { } live)
        {
            return TimeSpan.Zero;
        }

        try
        {
            var before = live.View?.Version;
            var pause = await AskAsync(live, patience, cancellation);
            live.Failures = 0;
            return pause ?? (before is { } version && version == live.View?.Version ? TimeSpan.FromMilliseconds(250) : TimeSpan.Zero);
        }
        catch (TerminalUnreachableException)
        {
            await Booking.MissAsync(live);
            var pause = TimeSpan.FromMilliseconds(500) * (1 << Math.Min(live.Failures++, 4));
            return pause < s_longestPause ? pause : s_longestPause;
        }
    }

    private async Task<TimeSpan?> AskAsync(LivePayment live, TimeSpan patience, CancellationToken cancellation)
    {
        var line = Line!;
        var payment = live.Payment;
        if (live.Fresh && !payment.GivenUp)
        {
            live.Fresh = false;
            return await BeginAsync(live, cancellation);
        }

        live.Fresh = false;

        // What ended and could not be booked yet, and a terminal that was away, are not waited for.
        var known = live is { Reached: true, View: { } view } && (!view.HasEnded || live.Payment.SlipWaits) ? view.Version : 0;
        var heard = await line.LookAsync(payment.Id, known, known == 0 ? TimeSpan.Zero : patience, cancellation);
        if (heard.Refusal is { } refusal)
        {
            return refusal.Code != CardRefusals.UnknownPayment ? s_longestPause
                : payment.GivenUp ? await ForgottenAsync(live)
                : await BeginAsync(live, cancellation);
        }

        live.UnheardSinceMs = null;
        if (!await Booking.HearAsync(live, heard.Value))
        {
            return s_unheard;
        }

        await PassOnAsync(live, line, cancellation);
        return null;
    }

    // What the cashier said meanwhile.
    private async Task PassOnAsync(LivePayment live, ITerminalLine line, CancellationToken cancellation)
    {
        var payment = live.Payment;
        if (!payment.IsOpen)
        {
            return;
        }

        if (payment.GivenUp && !live.CancelSent)
        {
            if (await line.CancelAsync(payment.Id, cancellation) is { Ok: true } cancelled)
            {
                live.CancelSent = true;
                await Booking.HearAsync(live, cancelled.Value);
            }
        }
        else if (live.View?.Waits == PaymentWait.Amount && payment.AmountMinor is { } amount)
        {
            if (await line.SetAmountAsync(payment.Id, new PaymentAmount(amount), cancellation) is { Ok: true } set)
            {
                await Booking.HearAsync(live, set.Value);
            }
        }
    }

    private async Task<TimeSpan?> BeginAsync(LivePayment live, CancellationToken cancellation)
    {
        live.UnheardSinceMs ??= _desk.NowMs;
        var begun = await Line!.BeginAsync(live.Payment.Question(live.Scanned), cancellation);
        (live.UnheardSinceMs, live.Scanned) = (null, null);
        if (begun.Refusal is { } refusal)
        {
            // Refused with nothing done: that is an end.
            return await Booking.EndAsync(live, PaymentState.Declined, refusal) ? null : s_unheard;
        }

        return await Booking.HearAsync(live, begun.Value) ? null : s_unheard;
    }

    // Given up, and the terminal never heard of it. A question that was lost on its way may still arrive: it gets a moment.
    private async Task<TimeSpan?> ForgottenAsync(LivePayment live)
    {
        live.UnheardSinceMs ??= _desk.NowMs;
        if (_desk.NowMs - live.UnheardSinceMs < s_unheard.TotalMilliseconds)
        {
            return s_unheard;
        }

        return await Booking.EndAsync(live, PaymentState.Cancelled, new Refusal("payment.given-up")) ? null : s_unheard;
    }

    private Task<List<Guid>> OpenAsync() => _desk.InTurnAsync(() => Task.FromResult(_book.Live.Select(l => l.Payment.Id).ToList()));

    // Waited for from where the loop runs: as it is, the signal would end the wait for any of many on a thread of the pool, and leave a simulation.
    private static async Task HeardAsync(Task signal) => await signal;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
