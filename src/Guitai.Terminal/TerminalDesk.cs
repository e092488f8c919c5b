using Guitai.Contracts.Terminal;
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
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
        _machine = new TerminalMachine(settings.Store.Load(), settings.Patience) { BatchRecords = settings.Store.OfBatch };
        _alarm = settings.Time.CreateTimer(_ => Post(new Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The terminal's durable state.</summary>
    public Books Books => _machine.Books;

    /// <summary>Rises with every change.</summary>
    public long Version => Volatile.Read(ref _version);

    private long NowMs => _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes over what the last process left, and goes on line.</summary>
    public Task StartAsync() => HandleAsync(new Start());

    /// <summary>Hears an input in turn. When it is answered, what it led to is on disk.</summary>
    /// <returns>Why it was refused; null when it was not.</returns>
    public Task<Refusal?> HandleAsync(Input input) => HandleAsync(input, null);

    // What has to be looked up or encrypted first happens in the same turn.
    private async Task<Refusal?> HandleAsync(Input input, Func<Task<Refusal?>>? first)
    {
        await _turn.WaitAsync();
        try
        {
            if (first is not null && await first() is { } no)
            {
                return no;
            }

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

            SetAlarm();
            SaySomethingChanged();
            _turn.Release();
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
        var until = _settings.Time.GetTimestamp();
        while (Version <= afterVersion && _settings.Time.GetElapsedTime(until) is var waited && waited < patience)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (Version > afterVersion)
            {
                return;
            }

            try
            {
                await changed.WaitAsync(patience - waited, _settings.Time, cancellation);
            }
            catch (TimeoutException)
            {
                return;
            }
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
            if (entry is Intended or ApprovedOffline && entry is PaymentEntry { Payment: var id } && _cards.TryGetValue(id, out var hand))
            {
                rows.Add(new CardRow(id, SealCard(id, hand)));
            }
        }

        return rows;
    }

    private async Task SendAsync(Message message)
    {
        var hand = message.Card == CardSource.Hand && message.CardOf is { } of ? _cards.GetValueOrDefault(of) : null;
        using var card = message.Card == CardSource.Sealed && message.CardOf is { } from ? OpenCard(from) : null;
        var connection = _connection;
        var books = _machine.Books;
        var frame = _codec.Write(message, books.Terminal, books.Merchant, hand, card);
        try
        {
            if (connection is null || frame.IsEmpty)
            {
                Post(frame.IsEmpty ? new KeysNotTaken() : new LineDown());
                return;
            }

            await connection.SendAsync(frame, _stop.Token);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            Post(new LineDown());
        }
        finally
        {
            _codec.Wipe();
            hand?.WipePin();
        }
    }

    private async Task CallAsync(int address, CancellationToken cancellation)
    {
        var hosts = _machine.Books.Hosts;
        try
        {
            var connection = await _settings.Dialler.DialAsync(hosts.Count > 0 ? hosts[address % hosts.Count] : "", cancellation);
            await _turn.WaitAsync(CancellationToken.None);
            var late = cancellation.IsCancellationRequested;
            _connection = late ? _connection : connection;
            _turn.Release();
            if (late)
            {
                await connection.DisposeAsync();
                return;
            }

            await HandleAsync(new LineUp());
            await ListenAsync(connection, cancellation);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // As if it had ended.
        }

        if (!cancellation.IsCancellationRequested)
        {
            await HandleAsync(new LineDown());
        }
    }

    private async Task ListenAsync(IHostConnection connection, CancellationToken cancellation)
    {
        while (await connection.ReceiveAsync(cancellation) is { } message)
        {
            var answer = _reading.Read(message.Span, NowMs, out var keys);
            if (answer is null)
            {
                return;
            }

            var notTaken = false;
            await HandleAsync(
                new Heard(answer),
                async () =>
                {
                    if (cancellation.IsCancellationRequested)
                    {
                        return s_tooLate;
                    }

                    // The keys first: a sign-in is on disk only when they are.
                    notTaken = keys.Length > 0 && _machine.Awaits(answer) && HostCodes.Approves(answer.Code) && !await TakeKeysAsync(keys);
                    return notTaken ? s_tooLate : null;
                }
            );
            if (notTaken)
            {
                await HandleAsync(new KeysNotTaken());
            }
        }
    }

    private async Task HangUpAsync()
    {
        if (_calling is { } calling)
        {
            _calling = null;
            CallOff(calling);
        }

        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    // At once and here, not on some other thread later.
    private void CallOff() => _stop.Cancel();

    private static void CallOff(CancellationTokenSource calling)
    {
        calling.Cancel();
        calling.Dispose();
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
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
