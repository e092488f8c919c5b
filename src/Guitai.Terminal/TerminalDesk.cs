using Guitai.Contracts.Terminal;
using Guitai.Emv.Transport;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Terminal.Cards;
using Guitai.Terminal.HostLink;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Keys;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal;

/// <summary>What the desk needs from outside.</summary>
public sealed record TerminalSettings
{
    public required ITerminalStore Store { get; init; }

    public required ITerminalKeys Keys { get; init; }

    public required IHostDialler Dialler { get; init; }

    public required TimeProvider Time { get; init; }

    public required IRandomness Randomness { get; init; }

    public Patience Patience { get; init; } = new();

    /// <summary>Where PINs are entered; null: on the terminal's page.</summary>
    public IPinPad? PinPad { get; init; }

    /// <summary>Readers for chips that are there from the beginning.</summary>
    public IReadOnlyList<ICardReader> Readers { get; init; } = [];

    /// <summary>Called when the store breaks: the process has to stop.</summary>
    public required Action<Exception> OnBroken { get; init; }
}

/// <summary>
/// The shell around the machine: gives it inputs one at a time, makes its entries durable, and only then does what it wants done. It holds the connection, the clock's alarm and the cards in hand; it
/// decides nothing.
/// </summary>
public sealed partial class TerminalDesk : IAsyncDisposable
{
    private static readonly Refusal s_tooLate = new("terminal.too-late");
    private static readonly TimeSpan s_fullDiskPause = TimeSpan.FromSeconds(1);

    private readonly TerminalSettings _settings;
    private readonly TerminalMachine _machine;
    private readonly MessageCodec _codec;
    private readonly MessageCodec _reading;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<Guid, CardHand> _cards = [];
    private readonly ITimer _alarm;
    private CancellationTokenSource? _calling;
    private IHostConnection? _connection;
    private long _version;
    private bool _isFull;

    /// <summary>Opens the desk on what the store holds. Nothing happens by itself before <see cref="StartAsync"/>.</summary>
    public TerminalDesk(TerminalSettings settings)
    {
        _settings = settings;
        _codec = new MessageCodec(settings.Keys);
        _reading = new MessageCodec(settings.Keys);
        _version = settings.Time.GetUtcNow().ToUnixTimeMilliseconds();
        _machine = new TerminalMachine(settings.Store.Load(), settings.Patience)
        {
            BatchRecords = settings.Store.OfBatch,
            ReadsChips = () => Reads(CardInterface.Contact),
        };
        _alarm = settings.Time.CreateTimer(_ => Post(new Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // After every change. Never blocks.
    private event Action? Changed;

    /// <summary>The terminal's durable state.</summary>
    public Books Books => _machine.Books;

    /// <summary>Rises with every change.</summary>
    public long Version => Volatile.Read(ref _version);

    private long NowMs => _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes over what the last process left, and goes on line.</summary>
    public async Task StartAsync()
    {
        await HandleAsync(new Start());
        foreach (var reader in _settings.Readers)
        {
            Attach(reader);
        }
    }

    /// <summary>Hears an input in turn. When it is answered, what it led to is on disk.</summary>
    /// <returns>Why it was refused; null when it was not.</returns>
    public Task<Refusal?> HandleAsync(Input input) => HandleAsync(() => input, null);

    // What has to be looked up or encrypted first happens in the same turn: before it, it may be of yesterday.
    private async Task<Refusal?> HandleAsync(Func<Input> look, Func<Task<Refusal?>>? first)
    {
        await _turn.WaitAsync();
        try
        {
            if (first is not null && await first() is { } no)
            {
                return no;
            }

            var input = look();
            if (await DoAsync(_machine.Handle(input, NowMs), refusable: input is Begin or Activate or SettleBatch) is { } refusal)
            {
                return refusal;
            }

            Step next;
            while (!(next = _machine.Next(NowMs)).IsEmpty)
            {
                await DoAsync(next, refusable: false);
            }

            return null;
        }
        finally
        {
            LetGoOfCards();
            if (_settings.PinPad is { } pad)
            {
                AskPinPad(pad);
            }

            List<Action> tells = [.. LookForCards(), .. LookAtChips()];
            SetAlarm();
            SaySomethingChanged();
            _turn.Release();
            tells.ForEach(t => t());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        CallOff();
        await _alarm.DisposeAsync();
        await _turn.WaitAsync();
        await HangUpAsync();
        foreach (var card in _cards.Values)
        {
            card.Dispose();
        }

        _codec.Dispose();
        _reading.Dispose();
        _turn.Dispose();
        _stop.Dispose();
    }

    /// <summary>Waits until the version is above the given one, or the patience is over.</summary>
    public async Task WaitAsync(long afterVersion, TimeSpan patience, CancellationToken cancellation)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear()
        {
            if (Version > afterVersion)
            {
                heard.TrySetResult();
            }
        }

        // Each wait has a signal, a clock and an end of its own, so that nothing of it is left behind, and nothing leaves a simulation.
        Changed += Hear;
        try
        {
            Hear();
            await using var over = _settings.Time.CreateTimer(_ => heard.TrySetResult(), null, patience, Timeout.InfiniteTimeSpan);
            await using var stop = cancellation.Register(() => heard.TrySetCanceled(cancellation));
            await heard.Task;
        }
        finally
        {
            Changed -= Hear;
        }
    }

    private async Task<Refusal?> DoAsync(Step step, bool refusable)
    {
        if (step.Refusal is { } refusal)
        {
            return refusal;
        }

        if (step.Entries.Count > 0 && await CommitAsync(step.Entries, refusable) is { } full)
        {
            return full;
        }

        foreach (var act in step.Acts)
        {
            switch (act)
            {
                case Connect connect:
                    await HangUpAsync();
                    _calling = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                    _ = CallAsync(connect.Address, _calling.Token);
                    break;
                case Disconnect:
                    await HangUpAsync();
                    break;
                case Send send:
                    await SendAsync(send.Message);
                    break;
                case TellChip tell:
                    Tell(tell);
                    break;
                default:
                    throw new InvalidOperationException($"An act that nobody knows: {act.GetType().Name}.");
            }
        }

        return null;
    }

    private async Task<Refusal?> CommitAsync(IReadOnlyList<Entry> entries, bool refusable)
    {
        var before = _machine.Books.Payments;
        var after = entries.Aggregate(_machine.Books, (books, entry) => books.After(entry));
        var changed = after.Payments.Values.Where(p => !before.TryGetValue(p.Id, out var old) || !ReferenceEquals(old, p)).ToList();
        while (true)
        {
            WriteResult result;
            try
            {
                result = await _settings.Store.CommitAsync(entries, after, changed, CardRows(entries));
            }
            catch (StoreBrokenException broken)
            {
                _settings.OnBroken(broken);
                throw;
            }

            if (result == WriteResult.Committed)
            {
                break;
            }

            if (refusable)
            {
                return new Refusal("store.full");
            }

            // What happened outside cannot be refused: it waits for room, and the terminal does nothing else.
            _isFull = true;
            SaySomethingChanged();
            await Task.Delay(s_fullDiskPause, _settings.Time, _stop.Token);
        }

        _isFull = false;
        foreach (var entry in entries)
        {
            _machine.Apply(entry);
        }

        return null;
    }

    private List<CardRow> CardRows(IReadOnlyList<Entry> entries)
    {
        List<CardRow> rows = [];
        foreach (var entry in entries)
        {
            if (
                entry is Intended or ApprovedOffline
                && entry is PaymentEntry { Payment: var id }
                && _cards.TryGetValue(id, out var hand)
                && !hand.Number.IsEmpty
            )
            {
                rows.Add(new CardRow(id, SealCard(id, hand)));
            }
        }

        return rows;
    }

    // From where no answer can be waited for: a timer, or inside a turn.
    private void Post(Input input) => _ = PostAsync(input);

    private async Task PostAsync(Input input)
    {
        try
        {
            await HandleAsync(input);
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException or StoreBrokenException)
        {
            // The process ends; a broken store has been told.
        }
    }

    private void SetAlarm()
    {
        if (!_stop.IsCancellationRequested)
        {
            var due = _machine.DueAtMs is { } at ? TimeSpan.FromMilliseconds(Math.Max(1, at - NowMs)) : Timeout.InfiniteTimeSpan;
            _alarm.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void SaySomethingChanged()
    {
        Interlocked.Increment(ref _version);
        Changed?.Invoke();
    }
}
