using System.Text;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Issuer.Cards;

/// <summary>A virtual card as its holder has it: what is printed on it, written on its stripe and in its chip, and its PIN.</summary>
/// <param name="Program">The program that it belongs to.</param>
/// <param name="Index">Its place in the program.</param>
/// <param name="Pan">The card number.</param>
/// <param name="Expiry">YYMM.</param>
/// <param name="ServiceCode">Three digits.</param>
/// <param name="Sequence">The card sequence number in its chip, three digits as field 23 has it.</param>
/// <param name="Name">Its holder's as the stripe has it: SURNAME/GIVEN, at most 26 characters.</param>
/// <param name="Track1">Track 1 of the stripe in ISO/IEC 7813's format B, without its sentinels.</param>
/// <param name="Track2">Track 2 of the stripe, with <c>=</c>.</param>
/// <param name="ChipTrack2">Track 2 equivalent data of the chip, with <c>D</c>.</param>
/// <param name="Cvv2">The three digits on its back.</param>
/// <param name="Pin">The PIN that it was sent out with.</param>
/// <param name="CryptogramVersion">10 or 18; 0 without a chip.</param>
public sealed record VirtualCard(
    string Program,
    int Index,
    string Pan,
    string Expiry,
    string ServiceCode,
    string Sequence,
    string Name,
    string Track1,
    string Track2,
    string ChipTrack2,
    string Cvv2,
    string Pin,
    int CryptogramVersion
)
{
    /// <summary>Never printed whole: only the program and the index.</summary>
    public override string ToString() => $"{Program}/{Index}";
}

/// <summary>Makes the issuer's cards: every card follows from the profile and its index, so that a load generator in another process has the same ones.</summary>
public sealed class CardBureau
{
    private static readonly string[] s_holders =
    [
        "LIN/MEI",
        "CHEN/GUANGYU",
        "ZHAO/XIAOYUE",
        "SMITH/ALEX",
        "OUYANG/JIANHUA",
        "GARCIA/MARIA DEL CARMEN",
    ];

    private readonly CardDirectory _directory;
    private readonly CardValues _values;

    /// <summary>Begins from a profile, which may have been read from the issuer's <c>issuer.json</c>.</summary>
    public CardBureau(IssuerProfile profile)
        : this(profile, new CardDirectory(profile)) { }

    internal CardBureau(IssuerProfile profile, CardDirectory directory)
    {
        Profile = profile;
        _directory = directory;
        _values = Values(profile.Keys);
    }

    /// <summary>What the cards are made of.</summary>
    public IssuerProfile Profile { get; }

    /// <summary>A program's card.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="index">0 up to one less than the program has cards; special ones are listed in the profile.</param>
    /// <exception cref="ArgumentException">There is no such card.</exception>
    public VirtualCard Card(string program, int index)
    {
        return TryCard(program, index) ?? throw new ArgumentException($"There is no card {program}/{index}.", nameof(index));
    }

    /// <summary>A program's card; null when there is none.</summary>
    public VirtualCard? TryCard(string program, int index) =>
        _directory.Find(program) is >= 0 and var found && _directory.Has(new CardPlace((byte)found, index))
            ? Make(new CardPlace((byte)found, index))
            : null;

    /// <summary>The card of that number; null when this issuer has none.</summary>
    public VirtualCard? Find(string pan) => TryLocate(pan, out var place) ? Make(place) : null;

    /// <summary>The card's chip, in the hand of somebody who wants its cryptograms.</summary>
    /// <param name="card">A card of this bureau with a chip.</param>
    /// <param name="counter">The application transaction counter of its last transaction: the first one from here has the next.</param>
    /// <param name="offlineLimitMinor">The most that it approves without its issuer.</param>
    public ChipInHand Chip(VirtualCard card, int counter = 0, long offlineLimitMinor = 0) =>
        ChipInHand.Of(this, card, counter, offlineLimitMinor);

    internal static CardValues Values(IssuerKeys keys) =>
        new(IssuerKeys.Key(keys.CardVerification), IssuerKeys.Key(keys.PinVerification), IssuerKeys.Key(keys.PinGeneration));

    internal bool TryLocate(string pan, out CardPlace place)
    {
        place = default;
        return pan.Length is >= 12 and <= 19 && pan.All(char.IsAsciiDigit) && _directory.TryLocate(Encoding.ASCII.GetBytes(pan), out place);
    }

    private VirtualCard Make(CardPlace place)
    {
        var pan = _directory.Pan(place);
        var text = Encoding.ASCII.GetString(pan);
        var traits = _directory.Traits(place);
        var pin = _values.NaturalPin(pan);
        var pvv = _values.PinVerification(pan, pin);
        var name = s_holders[place.Index % s_holders.Length];
        string Values(int service) => $"{CardValues.KeyIndex}{pvv:D4}{_values.Verification(pan, traits.Expiry, service):D3}";
        string Track(char separator, int service) => $"{text}{separator}{traits.Expiry:D4}{traits.Service:D3}{Values(service)}";
        return new VirtualCard(
            _directory.ProgramOf(place).Name,
            place.Index,
            text,
            $"{traits.Expiry:D4}",
            $"{traits.Service:D3}",
            "001",
            name,
            $"B{text}^{name}^{traits.Expiry:D4}{traits.Service:D3}{Values(traits.Service)}",
            Track('=', traits.Service),
            Track('D', ServiceOfChip),
            $"{_values.Verification(pan, traits.Expiry, ServiceOfCvv2):D3}",
            $"{pin:D4}",
            traits.HasChip ? traits.CryptogramVersion : 0
        );
    }

    /// <summary>Stands for the service code in an iCVV.</summary>
    internal const int ServiceOfChip = 999;

    /// <summary>Stands for the service code in a CVV2.</summary>
    internal const int ServiceOfCvv2 = 0;
}
