using System.Globalization;
using System.Text;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>Gives memories to the applications of chips.</summary>
internal interface IChipShelf
{
    /// <summary>The memory of an application.</summary>
    /// <param name="card">The card whose number and keys it has.</param>
    /// <param name="place">Which card file, and which of its applications.</param>
    /// <param name="born">What it remembers when it never was used.</param>
    ChipMemory Memory(VirtualCard card, string place, ChipFacts born);
}

/// <summary>Personalises chips: the bureau's cards, keys of schemes and issuer, and a card file.</summary>
public sealed class ChipBureau
{
    private const string Terminal = "9F02069F03069F1A0295055F2A029A039C019F37049F21039F4E14";
    private const string TapTerminal = "9F66049F02069F03069F1A0295055F2A029A039C019F37049F21039F4E14";

    private readonly CardBureau _cards;
    private readonly Func<ChipKeys>? _keys;
    private readonly IChipShelf _shelf;
    private readonly RandomFill _random;
    private readonly Des _cryptograms;
    private readonly Des _scripts;

    internal ChipBureau(CardBureau cards, Func<ChipKeys>? keys, IChipShelf shelf, RandomFill random)
    {
        _cards = cards;
        _keys = keys;
        _shelf = shelf;
        _random = random;
        _cryptograms = IssuerKeys.Key(cards.Profile.Keys.Cryptograms);
        _scripts = IssuerKeys.Key(cards.Profile.Keys.ScriptMac);
    }

    /// <summary>Makes a chip.</summary>
    /// <param name="file">What it is personalised from.</param>
    /// <param name="card">Whose number and keys it gets; null: those of the file's card.</param>
    /// <returns>Null when a card that the file names is not there, or has no chip.</returns>
    public ChipCard? Make(CardFile file, VirtualCard? card = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        var applications = new List<PaymentApplication>();
        foreach (var (number, application) in file.Applications.Index())
        {
            var of = application.Card is { } other
                ? _cards.TryCard(other.Program, other.Index)
                : card ?? _cards.TryCard(file.Card.Program, file.Card.Index);
            if (of is not { CryptogramVersion: > 0 })
            {
                return null;
            }

            applications.Add(Make(application, of, $"{file.Name}/{number}"));
        }

        return new ChipCard(file, applications);
    }

    private PaymentApplication Make(ApplicationFile file, VirtualCard card, string place)
    {
        var pan = Encoding.ASCII.GetBytes(card.Pan);
        var sequence = int.Parse(card.Sequence, CultureInfo.InvariantCulture);
        var version = card.CryptogramVersion == 18 ? Cryptograms.Version18 : Cryptograms.Version10;
        var cryptogramKey = new byte[16];
        Cryptograms.CardKey(_cryptograms, pan, sequence, cryptogramKey);
        var scriptKey = new byte[16];
        Cryptograms.CardKey(_scripts, pan, sequence, scriptKey);
        var isInList = file.IssuerInList ?? version == Cryptograms.Version18;
        var cdol1 = new ObjectList(Convert.FromHexString(Terminal));
        var proof = version == Cryptograms.Version18 ? "9108" : "910A";
        var cdol2 = new ObjectList(Convert.FromHexString("8A02" + (isInList ? proof : "") + Terminal));
        var keys = file.Proof == CardProof.None ? null : _keys?.Invoke();
        var records = new ChipRecords(file, card, keys, cdol1, cdol2);
        var rules = file.Rules ?? new CardRules();
        var data = new ApplicationData
        {
            File = file,
            Rules = rules,
            Aid = Convert.FromHexString(file.Aid ?? UsualAid(card)),
            Pan = pan,
            Sequence = sequence,
            Pin = card.Pin,
            Version = version,
            CryptogramKey = cryptogramKey,
            ScriptKey = scriptKey,
            Key = file.Proof >= CardProof.Dynamic ? keys?.Chip(card.Index) : null,
            Contact = records.Contact(!isInList),
            Tap = records.Tap(),
            Track2 = ChipRecords.Track2(card),
            Pdol = file.Pdol.Length == 0 ? null : new ObjectList(Convert.FromHexString(file.Pdol)),
            TapPdol = new ObjectList(Convert.FromHexString(TapTerminal)),
            Cdol1 = cdol1,
            Cdol2 = cdol2,
            Ddol = new ObjectList(Convert.FromHexString("9F3704")),
        };
        return new PaymentApplication(data, _shelf.Memory(card, place, data.Born), _random);
    }

    // JR/T 0025.5: 010101 debit, 010102 credit; the other schemes' usual ones.
    private string UsualAid(VirtualCard card)
    {
        var isCredit = _cards.Profile.Programs.First(p => p.Name == card.Program).Funds == CardFunds.Credit;
        var rid = ChipKeys.RidOf(card.Pan);
        return rid == ChipKeys.UnionPay ? rid + (isCredit ? "010102" : "010101") : rid + "1010";
    }
}
