using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Simulation;

namespace Guitai.Simulate.Cards;

/// <summary>What a card made of a transaction.</summary>
internal enum ChipVerdict
{
    /// <summary>AAC.</summary>
    Refuses = 0x00,

    /// <summary>TC.</summary>
    Approves = 0x40,

    /// <summary>ARQC.</summary>
    Asks = 0x80,
}

/// <summary>The customers' cards with chips, the places at the counter where they are put, and everything that the cards ever decided: the truth that books are held against.
/// None proves itself offline: keys would have to be made, and what is proved by them has tests of its own.</summary>
internal sealed class CardPurse
{
    private const string Program = "unionpay-debit";

    private static readonly CardFile s_ordinary = Of("ordinary", 51, new ApplicationFile("UNIONPAY DEBIT", Proof: CardProof.None));

    private static readonly CardFile s_refusing = Of(
        "refusing",
        64,
        new ApplicationFile("UNIONPAY DEBIT", Proof: CardProof.None, Rules: new CardRules(DeclinesApproval: true))
    );

    // No CVM, and nothing against deciding alone.
    private static readonly CardFile s_lenient = Of(
        "lenient",
        62,
        new ApplicationFile(
            "UNIONPAY DEBIT",
            Proof: CardProof.None,
            CvmList: "00000000000000001F03",
            ActionDefault: "0000000000",
            ActionOnline: "5868047800",
            Rules: new CardRules(OfflineLimitMinor: 200_00)
        )
    );

    // One issuer for all worlds: its cards follow from it, and what they remember is each world's own.
    private static readonly CardBureau s_bureau = new(
        IssuerProfile.Create(new VirtualTime(CardPremises.Begin), new SeededRandomness(new SimRandom(6200)).Fill)
    );

    private readonly Dictionary<CardFile, ChipCard> _cards = [];
    private readonly Dictionary<string, ChipVerdict> _verdicts = [];
    private readonly ChipBureau _bureau;

    public CardPurse(SimRandom random) =>
        _bureau = new ChipBureau(s_bureau, keys: null, new LooseMemories(0), new SeededRandomness(random).Fill);

    /// <summary>Where cards are inserted. It stays when the terminal's process dies, and so does the card in it.</summary>
    public CardSlot Contact { get; } = new(CardSides.Contact);

    /// <summary>Where cards are held to.</summary>
    public CardSlot Field { get; } = new(CardSides.Contactless);

    /// <summary>Does with the card what a customer does whose card is waited for: puts it there; when it is there already, takes it out first.</summary>
    public void Present(Customer customer)
    {
        var slot = customer is Customer.Taps or Customer.TapsWithPin ? Field : Contact;
        if (!slot.Take())
        {
            slot.Put(Card(customer));
        }
    }

    /// <summary>Takes the card out, wherever it is.</summary>
    public void Leave()
    {
        Contact.Take();
        Field.Take();
    }

    /// <summary>What a card decided under a cryptogram; null: no card made it.</summary>
    public ChipVerdict? Verdict(string cryptogram) => _verdicts.TryGetValue(cryptogram, out var verdict) ? verdict : null;

    /// <summary>Notes what a card did, whether its answer arrives or not.</summary>
    public void Note(ReadOnlySpan<byte> command, ReadOnlySpan<byte> answer)
    {
        switch (command)
        {
            case [0x80, 0xAE, ..] when answer is [0x80, _, var type, _, _, .. var rest]:
                _verdicts[Convert.ToHexString(rest[..8])] = (ChipVerdict)(type & 0xC0);
                break;
            case [0x80, 0xA8, ..]
                when Convert.ToHexString(answer) is var hex && hex.IndexOf("9F2608", StringComparison.Ordinal) is > 0 and var at:
                var kind = hex.AsSpan(hex.IndexOf("9F2701", StringComparison.Ordinal) + 6, 2);
                _verdicts[hex.Substring(at + 6, 16)] = (ChipVerdict)(Convert.FromHexString(kind)[0] & 0xC0);
                break;
        }
    }

    private ChipCard Card(Customer customer)
    {
        var file = customer switch
        {
            Customer.InsertsRefusing => s_refusing,
            Customer.InsertsWithoutPin => s_lenient,
            _ => s_ordinary,
        };
        if (!_cards.TryGetValue(file, out var card))
        {
            _cards[file] = card = _bureau.Make(file)!;
        }

        return card;
    }

    private static CardFile Of(string name, int index, ApplicationFile application) =>
        new(name, new CardOfProgram(Program, index), [application]);
}
