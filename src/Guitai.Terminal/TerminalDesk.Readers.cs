using Guitai.Contracts.Terminal;
using Guitai.Emv.Parameters;
using Guitai.Emv.Transport;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Terminal.Check;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal;

/// <content>Card readers: each is asked for a card while a payment waits for one, and left alone until the card that it has read is taken out.</content>
public sealed partial class TerminalDesk
{
    private static readonly TimeSpan s_longWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_readerPause = TimeSpan.FromSeconds(2);

    // A payment that waits for a card, as long as it does.
    private sealed class CardWait(Guid payment, CancellationTokenSource over)
    {
        public Guid Payment => payment;

        // Asked of the source it would be a fault once that is disposed, and a reader may be late to see that nobody waits.
        public CancellationToken Over { get; } = over.Token;

        public void CallOff() => TerminalDesk.CallOff(over);
    }

    private sealed class Place(ICardReader reader)
    {
        public ICardReader Reader { get; } = reader;
        public CardTrouble Trouble { get; set; }
        public bool HoldsCard { get; set; }
    }

    private readonly Lock _placesLock = new();
    private CardTrouble _readerService;
    private List<Place> _places = [];
    private CardWait? _cardWait;
    private TaskCompletionSource<CardWait> _nextCardWait = new();

    /// <summary>A reader is there from now on, until the terminal ends.</summary>
    public void Attach(ICardReader reader)
    {
        var place = new Place(reader);
        lock (_placesLock)
        {
            _places = [.. _places, place];
        }

        _ = WatchAsync(place);
    }

    /// <summary>Readers are to be used: what is not in order about them, and about what they need, is told.</summary>
    public bool UsesReaders { get; set; }

    /// <summary>What the system's card reader service says, while nobody waits for a card.</summary>
    /// <param name="service">Whether it is there.</param>
    /// <param name="names">The readers that it has now.</param>
    public void HearReaders(CardTrouble service, IReadOnlyList<string> names)
    {
        _readerService = service;
        foreach (var place in _places.Where(p => p.Trouble is CardTrouble.None or CardTrouble.NoReader or CardTrouble.NoService))
        {
            place.Trouble = names.Contains(place.Reader.Name) ? CardTrouble.None : CardTrouble.NoReader;
        }
    }

    /// <summary>A card is in a reader that has been read, or is being read: it is not to be taken out yet, or to be taken out now.</summary>
    public bool HoldsCard => _places.Any(p => p.HoldsCard && p.Reader.Interface == CardInterface.Contact);

    private bool Reads(CardInterface way) =>
        Parameters.Applications.Count > 0
        && _places.Any(p => p.Reader.Interface == way && p.Trouble is not (CardTrouble.NoReader or CardTrouble.NoService));

    // Worst first. Where no reader ever was, nothing is broken: nobody has set it up.
    private IReadOnlyList<TerminalFinding>? CheckChips()
    {
        if (!UsesReaders)
        {
            return null;
        }

        var parameters = Parameters;
        var signedIn = _machine.Books.SignedInAtMs > 0;
        var found = ChipCheck.Of(
            new ChipReadings
            {
                Readers = [.. _places.Select(p => new ReaderReading(p.Reader.Name, p.Reader.Interface, p.Trouble))],
                Service = _readerService,
                Parameters = parameters.Applications.Count == 0 ? null : new KernelParameters(parameters.Applications, parameters.Keys),
                Version = parameters.Lists.Version,
                HostVersion = signedIn ? _machine.Books.ChipVersion : null,
                LeftOut = parameters.LeftOut,
            },
            ChinaTime.Today(NowMs)
        );
        var isSetUp = _places.Count > 0;
        return
        [
            .. found
                .Where(f => isSetUp || f.Code is "chips.no-service" or "chips.no-reader")
                .OrderByDescending(f => f.Severity)
                .Select(f => new TerminalFinding(
                    new Refusal(f.Code, f.Parameters),
                    !isSetUp ? FindingSeverity.NotSetUp
                        : f.Severity == CheckSeverity.Fail ? FindingSeverity.Fail
                        : FindingSeverity.Warn
                )),
        ];
    }

    private async Task WatchAsync(Place place)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var wait = _cardWait ?? await _nextCardWait.Task;
                if (wait.Over.IsCancellationRequested)
                {
                    continue;
                }

                await ReadAsync(place, wait);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException or StoreBrokenException)
        {
            // The process ends; a broken store has been told.
        }
        finally
        {
            await place.Reader.DisposeAsync();
        }
    }

    private async Task ReadAsync(Place place, CardWait wait)
    {
        var (card, trouble) = await place.Reader.WaitForCardAsync(s_longWait, wait.Over);
        var changed = place.Trouble != trouble;
        place.Trouble = trouble is CardTrouble.Cancelled or CardTrouble.NoCard ? CardTrouble.None : trouble;
        if (card is not null)
        {
            place.HoldsCard = true;
            await ServeAsync(wait.Payment, card);
            await card.DisposeAsync();
            await SeeOffAsync(place);
            return;
        }

        switch (trouble)
        {
            case CardTrouble.Mute:
                await HandleAsync(new CardMute(wait.Payment));
                await SeeOffAsync(place);
                break;
            case CardTrouble.Collision:
                await HandleAsync(new NotTaken(wait.Payment, new Refusal("card.two-cards")));
                await SeeOffAsync(place);
                break;
            case CardTrouble.Cancelled or CardTrouble.NoCard or CardTrouble.None:
                break;
            default:
                if (changed)
                {
                    SaySomethingChanged();
                }

                await Task.Delay(s_readerPause, _settings.Time, _stop.Token);
                break;
        }
    }

    // Until the card is gone nothing of it is read again, whatever waits for one.
    private async Task SeeOffAsync(Place place)
    {
        place.HoldsCard = true;
        SaySomethingChanged();
        while (!await place.Reader.WaitForRemovalAsync(s_longWait, _stop.Token))
        {
            _stop.Token.ThrowIfCancellationRequested();
            await Task.Delay(s_readerPause, _settings.Time, _stop.Token);
        }

        place.HoldsCard = false;
        SaySomethingChanged();
    }

    // In turn: which payment waits for a card now.
    private List<Action> LookForCards()
    {
        var waiting = Parameters.Applications.Count > 0 && !_stop.IsCancellationRequested ? WaitingForCard : null;
        if (waiting == _cardWait?.Payment)
        {
            return [];
        }

        List<Action> tells = [];
        if (_cardWait is { } over)
        {
            _cardWait = null;
            tells.Add(over.CallOff);
        }

        if (waiting is { } payment)
        {
            var wait = _cardWait = new CardWait(payment, CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
            var next = _nextCardWait;
            _nextCardWait = new TaskCompletionSource<CardWait>();
            tells.Add(() => next.TrySetResult(wait));
        }

        return tells;
    }
}
