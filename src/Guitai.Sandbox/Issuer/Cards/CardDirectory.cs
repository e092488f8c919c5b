using System.Text;
using Guitai.Sandbox.Issuer.Wire;

namespace Guitai.Sandbox.Issuer.Cards;

/// <summary>Which card: its program's place in the profile and its index there.</summary>
internal readonly record struct CardPlace(byte Program, int Index);

/// <summary>What the profile says of a card.</summary>
/// <param name="Expiry">YYMM as a number.</param>
/// <param name="Service">Service code as a number.</param>
internal readonly record struct CardTraits(
    int Expiry,
    int Service,
    int CryptogramVersion,
    CardFunds Funds,
    CardCondition Condition,
    CardScript Script,
    long OpeningMinor,
    long LimitMinor
)
{
    /// <summary>True when the service code says that there is a chip.</summary>
    public bool HasChip => Service / 100 is 2 or 6;
}

/// <summary>From card numbers to cards and back, by arithmetic alone.</summary>
internal sealed class CardDirectory
{
    private readonly Program[] _programs;

    public CardDirectory(IssuerProfile profile) => _programs = [.. profile.Programs.Select(p => new Program(p))];

    /// <summary>Finds the card that a number names.</summary>
    /// <returns>False when this issuer has no such card.</returns>
    public bool TryLocate(ReadOnlySpan<byte> pan, out CardPlace place)
    {
        place = default;
        for (var number = 0; number < _programs.Length; number++)
        {
            var program = _programs[number];
            if (pan.Length == program.Rule.PanLength && pan.StartsWith(program.Prefix))
            {
                var index = Numerals.Number(pan[program.Prefix.Length..^1]);
                place = new CardPlace((byte)number, (int)Math.Min(index, int.MaxValue));
                return index < program.Rule.Cards && Luhn(pan[..^1]) == pan[^1] - '0';
            }
        }

        return false;
    }

    /// <summary>True when there is such a card.</summary>
    public bool Has(CardPlace place) =>
        place.Program < _programs.Length && place.Index >= 0 && place.Index < _programs[place.Program].Rule.Cards;

    /// <summary>What the profile says of a card.</summary>
    public CardTraits Traits(CardPlace place)
    {
        var program = _programs[place.Program];
        return program.Special.TryGetValue(place.Index, out var special) ? special : program.Plain;
    }

    /// <summary>The card's program.</summary>
    public CardProgram ProgramOf(CardPlace place) => _programs[place.Program].Rule;

    /// <summary>The program of that name; -1 for none.</summary>
    public int Find(string program) => Array.FindIndex(_programs, p => p.Rule.Name == program);

    /// <summary>The program whose cards are behind phones' codes; -1 for none.</summary>
    public int FirstUnionPay => Array.FindIndex(_programs, p => p.Rule.Name.StartsWith("unionpay", StringComparison.Ordinal));

    /// <summary>The card's number.</summary>
    public byte[] Pan(CardPlace place)
    {
        var program = _programs[place.Program];
        var pan = new byte[program.Rule.PanLength];
        program.Prefix.CopyTo(pan, 0);
        Numerals.WriteNumber(pan.AsSpan(program.Prefix.Length..^1), (uint)place.Index);
        pan[^1] = (byte)('0' + Luhn(pan.AsSpan(..^1)));
        return pan;
    }

    // The check digit that belongs behind the digits (ISO/IEC 7812-1, annex B).
    private static int Luhn(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var digit = digits[^(place + 1)] - '0';
            digit = place % 2 == 0 ? 2 * digit : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return (10 - (sum % 10)) % 10;
    }

    private sealed class Program
    {
        public Program(CardProgram rule)
        {
            Rule = rule;
            Prefix = Encoding.ASCII.GetBytes(rule.Prefix);
            Plain = Make(rule, new SpecialCard(0));
            Special = rule.Special.ToDictionary(s => s.Index, s => Make(rule, s));
        }

        public CardProgram Rule { get; }
        public byte[] Prefix { get; }
        public CardTraits Plain { get; }
        public Dictionary<int, CardTraits> Special { get; }

        private static CardTraits Make(CardProgram rule, SpecialCard card) =>
            new(
                int.Parse(card.Expiry ?? rule.Expiry),
                int.Parse(card.ServiceCode ?? rule.ServiceCode),
                rule.CryptogramVersion,
                rule.Funds,
                card.Condition,
                card.Script,
                card.OpeningMinor ?? rule.OpeningMinor,
                card.LimitMinor ?? rule.LimitMinor
            );
    }
}
