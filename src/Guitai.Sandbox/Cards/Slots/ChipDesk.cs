using System.Net;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Journal;

namespace Guitai.Sandbox.Cards.Slots;

/// <summary>What became of putting a card somewhere.</summary>
public enum PutOutcome
{
    /// <summary>It is there.</summary>
    Done,

    /// <summary>There is no card of that number, or it has no chip.</summary>
    NoSuchCard,

    /// <summary>No chip is made like that.</summary>
    NoSuchFile,

    /// <summary>Another card is there.</summary>
    Occupied,
}

/// <summary>The customer's side of chip cards: all that the sandbox's issuer can make, a slot and a field to put them to, and the lines from there to readers.</summary>
public sealed class ChipDesk : IAsyncDisposable
{
    private readonly CardBureau _cards;
    private readonly Lazy<ChipKeys> _keys;
    private readonly ChipShelf _shelf;
    private readonly ChipBureau _bureau;
    private readonly TimeProvider _time;
    private readonly List<VpcdLine> _lines = [];

    private ChipDesk(CardBureau cards, Lazy<ChipKeys> keys, ChipShelf shelf, CardFiles files, TimeProvider time, RandomFill random)
    {
        _cards = cards;
        _keys = keys;
        _shelf = shelf;
        _time = time;
        Files = files;
        _bureau = new ChipBureau(cards, () => keys.Value, shelf, random);
        Contact.Changed += () => Changed?.Invoke();
        Field.Changed += () => Changed?.Invoke();
    }

    /// <summary>Raised after a card came, went or answered. Never blocks.</summary>
    public event Action? Changed;

    /// <summary>Where cards are inserted.</summary>
    public CardSlot Contact { get; } = new(CardSides.Contact);

    /// <summary>Where cards are tapped.</summary>
    public CardSlot Field { get; } = new(CardSides.Contactless);

    /// <summary>What chips are made from.</summary>
    public CardFiles Files { get; }

    /// <summary>The schemes' keys, for terminals.</summary>
    /// <exception cref="InvalidDataException">The file of keys is damaged.</exception>
    public IReadOnlyList<AuthorityKey> Authorities => _keys.Value.Authorities();

    /// <summary>Which lines to virtual readers have their card; empty without any.</summary>
    public IReadOnlyList<bool> Lines => [.. _lines.Select(l => l.IsConnected)];

    /// <summary>Opens keys and memories in the issuer's folder, and makes them where they are not there. Files in its folder <c>chips</c> are chips' kinds of one's own.</summary>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be written, or another process has the chips.</exception>
    public static ChipDesk Open(string folder, CardBureau cards, TimeProvider time, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(cards);
        Directory.CreateDirectory(folder);
        // Made when the first chip is: that takes a second, and many start a sandbox without any.
        var keys = new Lazy<ChipKeys>(() => ChipKeys.Open(Path.Combine(folder, "chip-keys.json"), time));
        var files = CardFiles.Load(Path.Combine(folder, "chips"));
        var shelf = ChipShelf.Open(RecordFile.Open(Path.Combine(folder, "chips.journal")));
        return new ChipDesk(cards, keys, shelf, files, time, random);
    }

    /// <summary>All kinds of chips, the usual one first.</summary>
    public IReadOnlyList<ChipKind> Kinds =>
        [
            .. Files
                .All.OrderBy(f => f.Name != CardFiles.Usual)
                .Select(f => new ChipKind(
                    f.Name,
                    f.Sides,
                    f.Card,
                    _cards.TryCard(f.Card.Program, f.Card.Index)?.Pan,
                    CardFiles.Own.Find(f.Name) is not null
                )),
        ];

    /// <summary>The place of a side.</summary>
    public CardSlot Slot(CardSides side) => side == CardSides.Contactless ? Field : Contact;

    /// <summary>Joins slot and field to the virtual readers of a PC/SC service.</summary>
    /// <param name="contact">Where the first one listens; the second one listens on the next port.</param>
    public void Join(IPEndPoint contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        _lines.Add(new VpcdLine(Contact, contact, _time));
        _lines.Add(new VpcdLine(Field, new IPEndPoint(contact.Address, contact.Port + 1), _time));
    }

    /// <summary>Makes a chip.</summary>
    /// <param name="file">What from.</param>
    /// <param name="pan">Whose number it gets; null: that of the file's card.</param>
    /// <returns>Null when there is no such file or card, or the card has no chip.</returns>
    public ChipCard? Make(string file, string? pan = null)
    {
        var card = pan is null ? null : _cards.Find(pan);
        return (pan is not null && card is null) || Files.Find(file) is not { } found ? null : _bureau.Make(found, card);
    }

    /// <summary>Gives a chip back as it was sent out: PIN tries, balance, blocks. Its counters go on, since its issuer remembers them.</summary>
    /// <returns>False when there is no such chip.</returns>
    public bool Renew(string file, string? pan = null)
    {
        if (Make(file, pan) is not { } chip)
        {
            return false;
        }

        chip.Renew();
        return true;
    }

    /// <summary>Inserts or taps a chip.</summary>
    public PutOutcome Put(CardSides side, string file, string? pan = null, CardPlacing? placing = null) =>
        Files.Find(file) is null ? PutOutcome.NoSuchFile
        : Make(file, pan) is not { } chip ? PutOutcome.NoSuchCard
        : Slot(side).Put(chip, placing) ? PutOutcome.Done
        : PutOutcome.Occupied;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var line in _lines)
        {
            await line.DisposeAsync();
        }

        _shelf.Dispose();
    }
}
