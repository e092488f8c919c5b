using System.Globalization;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>What a terminal tells a chip about a transaction. Texts are hexadecimal, as the terminal's objects are.</summary>
/// <param name="AmountMinor">9F02.</param>
/// <param name="UnpredictableNumber">9F37, eight characters.</param>
/// <param name="Date">9A, YYMMDD.</param>
/// <param name="Type">9C: 00 goods, 03 pre-authorisation, 20 refund, 31 balance.</param>
/// <param name="TerminalResults">95.</param>
/// <param name="Currency">5F2A, 0156.</param>
/// <param name="Country">9F1A, 0156.</param>
/// <param name="OtherAmountMinor">9F03.</param>
public sealed record ChipTransaction(
    long AmountMinor,
    string UnpredictableNumber,
    string Date,
    string Type = "00",
    string TerminalResults = "0000000000",
    string Currency = "0156",
    string Country = "0156",
    long OtherAmountMinor = 0
)
{
    /// <summary>True when every text is hexadecimal of its length and the amounts fit.</summary>
    public bool IsWellFormed =>
        AmountMinor is >= 0 and < 1_000_000_000_000
        && OtherAmountMinor is >= 0 and < 1_000_000_000_000
        && IsHex(UnpredictableNumber, 8)
        && IsHex(Date, 6)
        && IsHex(Type, 2)
        && IsHex(TerminalResults, 10)
        && IsHex(Currency, 4)
        && IsHex(Country, 4);

    private static bool IsHex(string? text, int length) => text?.Length == length && text.All(char.IsAsciiHexDigit);
}

/// <summary>What the chip answered.</summary>
/// <param name="Cryptogram">9F26, sixteen hexadecimal characters.</param>
/// <param name="Counter">9F36.</param>
/// <param name="ApplicationData">9F10 in hexadecimal.</param>
/// <param name="Objects">Field 55 whole: the objects that a sale has, in hexadecimal.</param>
public sealed record ChipAnswer(string Cryptogram, int Counter, string ApplicationData, string Objects);

/// <summary>A chip in the hand of somebody who wants its cryptograms and nothing else: a load generator, a test of the issuer. It is the chip itself, without a reader's line, certificates or a memory that outlives it.</summary>
public sealed class ChipInHand
{
    private static readonly CardFile s_bare = new("bare", new CardOfProgram("", 0), [new ApplicationFile("BARE", Proof: CardProof.None)]);
    private const int FailedAuthentication = 0x08;

    private readonly ChipCard _chip;
    private readonly string _select;
    private readonly bool _answerInList;
    private string _values = "";

    private ChipInHand(ChipCard chip, int counter)
    {
        _chip = chip;
        Counter = counter;
        var aid = Convert.ToHexString(chip.FirstName);
        _select = $"00A40400{aid.Length / 2:X2}{aid}00";
        _answerInList = !chip.TakesIssuerByCommand;
    }

    /// <summary>The last transaction's counter.</summary>
    public int Counter { get; private set; }

    /// <summary>Takes a card's chip in hand.</summary>
    /// <param name="cards">The bureau whose card it is.</param>
    /// <param name="card">A card with a chip.</param>
    /// <param name="counter">The application transaction counter of its last transaction.</param>
    /// <param name="offlineLimitMinor">The most that it approves without its issuer.</param>
    /// <exception cref="ArgumentException">The card has no chip.</exception>
    public static ChipInHand Of(CardBureau cards, VirtualCard card, int counter = 0, long offlineLimitMinor = 0) =>
        new ChipBureau(cards, keys: null, new LooseMemories(counter), bytes => bytes.Clear()).Make(Bare(offlineLimitMinor), card)
            is { } chip
            ? new ChipInHand(chip, counter)
            : throw new ArgumentException($"{card} has no chip.", nameof(card));

    /// <summary>Asks for online authorisation (first GENERATE AC with an ARQC as its answer).</summary>
    /// <exception cref="InvalidOperationException">The chip was blocked by a script.</exception>
    public ChipAnswer Generate(ChipTransaction transaction) => Generate(transaction, "80");

    /// <summary>Wants an approval without its issuer (first GENERATE AC with a TC as its answer); above its limit the chip asks for the issuer all the same.</summary>
    /// <exception cref="InvalidOperationException">The chip was blocked by a script.</exception>
    public ChipAnswer Approve(ChipTransaction transaction) => Generate(transaction, "40");

    private ChipAnswer Generate(ChipTransaction transaction, string wanted)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        _chip.Power(CardSides.Contact);
        Ask(_select);
        var profile = Ask("80A8000002830000")[4..8];
        _values =
            $"{transaction.AmountMinor:D12}{transaction.OtherAmountMinor:D12}{transaction.Country}{transaction.TerminalResults}{transaction.Currency}"
            + $"{transaction.Date}{transaction.Type}{transaction.UnpredictableNumber}101112{new string('2', 40)}";
        var answer = Ask($"80AE{wanted}00{_values.Length / 2:X2}{_values}00");
        Counter = int.Parse(answer.AsSpan(6, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var cryptogram = answer[10..26];
        var application = answer[26..^4];
        return new ChipAnswer(cryptogram, Counter, application, Objects(transaction, profile, answer[4..6], cryptogram, application));
    }

    /// <summary>Brings the issuer's answer, tag 91, to the chip: by EXTERNAL AUTHENTICATE, or with the second GENERATE AC.</summary>
    /// <param name="authentication">The value of tag 91: ten bytes for version 10, eight for version 18.</param>
    /// <returns>True when the chip takes it for its issuer's answer to the last cryptogram.</returns>
    public bool Accepts(ReadOnlySpan<byte> authentication)
    {
        var proof = Convert.ToHexString(authentication);
        if (!_answerInList)
        {
            return Send($"00820000{authentication.Length:X2}{proof}") == "9000";
        }

        var values = $"3030{proof}{_values}";
        var answer = Send($"80AE0000{values.Length / 2:X2}{values}00");
        return answer is { Length: > 40 } && (Convert.FromHexString(answer[34..36])[0] & FailedAuthentication) == 0;
    }

    /// <summary>Brings a script's command to the chip.</summary>
    /// <param name="command">The value of tag 86.</param>
    /// <returns>True when it did what the command says.</returns>
    public bool Obeys(ReadOnlySpan<byte> command) => _chip.Answer(command) is [0x90, 0x00];

    private string Send(string command) => Convert.ToHexString(_chip.Answer(Convert.FromHexString(command)));

    private string Ask(string command) =>
        Send(command) is var answer && answer.EndsWith("9000", StringComparison.Ordinal)
            ? answer
            : throw new InvalidOperationException($"The chip answered {answer[^4..]}.");

    private static CardFile Bare(long offlineLimitMinor) =>
        s_bare with
        {
            Applications =
            [
                s_bare.Applications[0] with
                {
                    Rules = new CardRules(OfflineLimitMinor: offlineLimitMinor, LowerOffline: int.MaxValue, UpperOffline: int.MaxValue),
                },
            ],
        };

    private string Objects(ChipTransaction transaction, string profile, string information, string cryptogram, string application) =>
        $"9F2608{cryptogram}9F2701{information}9F10{application.Length / 2:X2}{application}9F3704{transaction.UnpredictableNumber}9F3602{Counter:X4}"
        + $"9505{transaction.TerminalResults}9A03{transaction.Date}9C01{transaction.Type}9F0206{transaction.AmountMinor:D12}5F2A02{transaction.Currency}"
        + $"8202{profile}9F1A02{transaction.Country}9F0306{transaction.OtherAmountMinor:D12}9F3303E0F8C89F34030203009F3501229F1E083132333435363738"
        + $"84{_chip.FirstName.Length:X2}{Convert.ToHexString(_chip.FirstName)}9F090200309F41040000{Counter:X4}";
}
