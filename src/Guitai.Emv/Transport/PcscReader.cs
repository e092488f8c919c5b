namespace Guitai.Emv.Transport;

/// <summary>How long a PC/SC reader waits for what should come at once.</summary>
/// <param name="Answer">A card's answer to one command. Cards may ask for more time again and again (T=1: S(WTX), T=0: 60); this ends it.</param>
/// <param name="Service">Any other call of the service.</param>
public sealed record PcscPatience(TimeSpan Answer, TimeSpan Service)
{
    /// <summary>Ten seconds for a card, five for the service.</summary>
    public static PcscPatience Usual { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
}

/// <summary>A reader of the system's PC/SC service.</summary>
public sealed class PcscReader : ICardReader
{
    // Between two looks whether patience ran out or the waiting was given up where the service was slow to cancel.
    private const int SliceMs = 200;

    private readonly TimeProvider _time;
    private readonly PcscPatience _patience;
    private PcscThread? _thread;

    /// <summary>A reader by its name. It need not be connected yet.</summary>
    /// <param name="name">As <see cref="ListAsync"/> says.</param>
    /// <param name="kind">What it is made for; null: as its name tells.</param>
    /// <param name="time">Measures patience.</param>
    /// <param name="patience">Null: the usual.</param>
    public PcscReader(string name, CardInterface? kind, TimeProvider time, PcscPatience? patience = null)
    {
        Name = name;
        Interface = kind ?? KindOf(name);
        _time = time;
        _patience = patience ?? PcscPatience.Usual;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public CardInterface Interface { get; }

    /// <summary>The readers that are connected now.</summary>
    /// <returns>Their names, or why there are none: <see cref="CardTrouble.NoService"/> or <see cref="CardTrouble.NoReader"/>.</returns>
    public static async ValueTask<(IReadOnlyList<string> Names, CardTrouble Trouble)> ListAsync(TimeProvider time)
    {
        var (thread, trouble) = PcscThread.Open();
        if (thread is null)
        {
            return ([], trouble);
        }

        using (thread)
        {
            try
            {
                return await thread.DoAsync<(IReadOnlyList<string>, CardTrouble)>(
                    () =>
                    {
                        var code = thread.Library.List(thread.Context, out var names);
                        return code == PcscCodes.Done && names.Length == 0 ? ([], CardTrouble.NoReader) : (names, PcscTroubles.Of(code));
                    },
                    PcscPatience.Usual.Service,
                    time
                );
            }
            catch (TimeoutException)
            {
                return ([], CardTrouble.Silent);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<CardArrival> WaitForCardAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var since = _time.GetTimestamp();
        var known = 0u;
        while (true)
        {
            var (look, trouble) = await LookAsync(known, since, patience, cancellation);
            if (trouble is not (CardTrouble.None or CardTrouble.NoCard))
            {
                return new CardArrival(null, trouble);
            }

            if ((look.State & PcscCodes.StatePresent) != 0)
            {
                var arrival = await TakeAsync(look);
                if (arrival.Trouble is not CardTrouble.CardGone)
                {
                    return arrival;
                }

                // It left between the look and the grip: wait for the next one.
            }

            if (cancellation.IsCancellationRequested)
            {
                return new CardArrival(null, CardTrouble.Cancelled);
            }

            if (_time.GetElapsedTime(since) >= patience)
            {
                return new CardArrival(null, CardTrouble.NoCard);
            }

            known = look.State & ~PcscCodes.StateChanged;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitForRemovalAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var since = _time.GetTimestamp();
        var known = 0u;
        while (true)
        {
            var (look, trouble) = await LookAsync(known, since, patience, cancellation);
            if (trouble is not (CardTrouble.None or CardTrouble.NoCard))
            {
                return trouble is CardTrouble.NoReader or CardTrouble.NoService;
            }

            if ((look.State & PcscCodes.StatePresent) == 0)
            {
                return true;
            }

            if (cancellation.IsCancellationRequested || _time.GetElapsedTime(since) >= patience)
            {
                return false;
            }

            known = look.State & ~PcscCodes.StateChanged;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _thread?.Dispose();
        _thread = null;
        return ValueTask.CompletedTask;
    }

    private readonly record struct Sight(uint State, byte[] Atr);

    // One slice of waiting. At first nothing is known, and the service answers at once.
    private async Task<(Sight Sight, CardTrouble Trouble)> LookAsync(
        uint known,
        long since,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        if (_thread is null or { IsLost: true })
        {
            _thread?.Dispose();
            (_thread, var trouble) = PcscThread.Open();
            if (_thread is null)
            {
                return (default, trouble);
            }
        }

        var thread = _thread;
        var left = patience - _time.GetElapsedTime(since);
        var waitMs = known == 0 ? 0 : (int)Math.Clamp(left.TotalMilliseconds, 0, SliceMs);
        CardTrouble found;
        Sight sight;
        try
        {
            // Cancelled while nobody waits, it would be lost: slices end by themselves.
            await using var cancel = cancellation.Register(thread.Cancel);
            (found, sight) = await thread.DoAsync(
                () =>
                {
                    var result = thread.Library.Change(thread.Context, Name, known, waitMs, out var state, out var atr);
                    return (PcscThread.Meaning(thread.Library, result), new Sight(state, atr));
                },
                _patience.Service,
                _time
            );
        }
        catch (TimeoutException)
        {
            return (default, CardTrouble.Silent);
        }

        if (found is CardTrouble.NoCard)
        {
            return (sight with { State = known }, found);
        }

        if (found is CardTrouble.NoService or CardTrouble.Failed)
        {
            // A service that was started anew knows no old context; one that died while it was asked may have left any error behind.
            _thread.Dispose();
            var (again, why) = found is CardTrouble.Failed ? PcscThread.Open() : (null, found);
            (_thread, found) = (again, again is null ? why : found);
        }

        if (found is CardTrouble.None && (sight.State & (PcscCodes.StateUnknown | PcscCodes.StateUnavailable)) != 0)
        {
            found = CardTrouble.NoReader;
        }

        return (sight, found);
    }

    private async Task<CardArrival> TakeAsync(Sight sight)
    {
        if ((sight.State & PcscCodes.StateMute) != 0)
        {
            return new CardArrival(null, Mute);
        }

        var thread = _thread!;
        try
        {
            var (code, card, protocol) = await thread.DoAsync(
                () =>
                {
                    var result = thread.Library.Connect(thread.Context, Name, out var connected, out var active);
                    return (result, connected, active);
                },
                _patience.Service,
                _time
            );
            return PcscTroubles.Of(code) switch
            {
                CardTrouble.None => new CardArrival(
                    new PcscCard(thread, Name, card, protocol, sight.Atr, InterfaceOf(sight.Atr), _patience, _time),
                    CardTrouble.None
                ),
                CardTrouble.Mute => new CardArrival(null, Mute),
                var trouble => new CardArrival(null, trouble),
            };
        }
        catch (TimeoutException)
        {
            return new CardArrival(null, CardTrouble.Silent);
        }
    }

    // A field that holds two cards activates none, and drivers have no other word for that.
    private CardTrouble Mute => Interface == CardInterface.Contactless ? CardTrouble.Collision : CardTrouble.Mute;

    // PC/SC part 3, 3.1.3.2.3: the reader of a contactless card answers the reset in its stead, with 80 01 as interface bytes.
    private CardInterface InterfaceOf(ReadOnlySpan<byte> atr) =>
        atr is [0x3B, >= 0x80 and <= 0x8F, 0x80, 0x01, ..] ? CardInterface.Contactless : Interface;

    private static CardInterface KindOf(string name) =>
        ((string[])["contactless", "picc", "nfc", " cl "]).Any(w => $"{name} ".Contains(w, StringComparison.OrdinalIgnoreCase))
            ? CardInterface.Contactless
            : CardInterface.Contact;
}
