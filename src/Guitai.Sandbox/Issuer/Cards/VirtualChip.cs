using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Issuer.Cards;

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

/// <summary>A card's chip as far as the issuer sees it: it counts transactions, makes their cryptograms, and checks what comes back.</summary>
public sealed class VirtualChip
{
    private const string Profile = "1C00";

    private readonly VirtualCard _card;
    private readonly Des _issuer;
    private readonly Des _scripts;
    private readonly byte[] _pan;
    private readonly int _sequence;
    private Des? _key;
    private ulong _cryptogram;

    internal VirtualChip(VirtualCard card, Des issuer, Des scripts, int counter)
    {
        _card = card;
        _issuer = issuer;
        _scripts = scripts;
        _pan = Encoding.ASCII.GetBytes(card.Pan);
        _sequence = int.Parse(card.Sequence, CultureInfo.InvariantCulture);
        Counter = counter;
    }

    /// <summary>The last transaction's counter.</summary>
    public int Counter { get; private set; }

    private bool IsVersion18 => _card.CryptogramVersion == 18;

    /// <summary>Asks for online authorisation (first GENERATE AC with an ARQC as its answer).</summary>
    public ChipAnswer Generate(ChipTransaction transaction)
    {
        Counter++;
        var version = IsVersion18 ? Cryptograms.Version18 : Cryptograms.Version10;
        var application = $"0701{version:X2}03A00000";
        var covered = Convert.FromHexString(
            $"{transaction.AmountMinor:D12}{transaction.OtherAmountMinor:D12}{transaction.Country}{transaction.TerminalResults}{transaction.Currency}"
                + $"{transaction.Date}{transaction.Type}{transaction.UnpredictableNumber}{Profile}{Counter:X4}"
                + (IsVersion18 ? application : application[6..])
        );
        _key = Cryptograms.TransactionKey(_issuer, _pan, _sequence, version, Counter);
        _cryptogram = Cryptograms.Compute(_key, version, covered);
        return new ChipAnswer($"{_cryptogram:X16}", Counter, application, Objects(transaction, application));
    }

    /// <summary>Checks the issuer's answer, tag 91, as EXTERNAL AUTHENTICATE or the second GENERATE AC would.</summary>
    /// <param name="authentication">The value of tag 91: ten bytes for version 10, eight for version 18.</param>
    /// <returns>True when it is the issuer's answer to the last cryptogram.</returns>
    public bool Accepts(ReadOnlySpan<byte> authentication)
    {
        if (_key is null || authentication.Length != (IsVersion18 ? 8 : 10))
        {
            return false;
        }

        return IsVersion18
            ? Cryptograms.Answer2(_key, _cryptogram, BinaryPrimitives.ReadUInt32BigEndian(authentication[4..]))
                == BinaryPrimitives.ReadUInt32BigEndian(authentication)
            : Cryptograms.Answer1(_key, _cryptogram, BinaryPrimitives.ReadUInt16BigEndian(authentication[8..]))
                == BinaryPrimitives.ReadUInt64BigEndian(authentication);
    }

    /// <summary>Checks a script command's MAC, as the card would before it does what it says.</summary>
    /// <param name="command">The value of tag 86: header, length, MAC of eight bytes.</param>
    public bool Obeys(ReadOnlySpan<byte> command)
    {
        if (command.Length != Scripts.CommandBytes)
        {
            return false;
        }

        var version = IsVersion18 ? Cryptograms.Version18 : Cryptograms.Version10;
        var key = Cryptograms.ScriptKey(_scripts, _pan, _sequence, version, Counter, _cryptogram);
        return Scripts.Mac(key, command[..5], Counter, _cryptogram) == BinaryPrimitives.ReadUInt64BigEndian(command[5..]);
    }

    private string Objects(ChipTransaction transaction, string application) =>
        $"9F2608{_cryptogram:X16}9F2701809F10{application.Length / 2:X2}{application}9F3704{transaction.UnpredictableNumber}9F3602{Counter:X4}"
        + $"9505{transaction.TerminalResults}9A03{transaction.Date}9C01{transaction.Type}9F0206{transaction.AmountMinor:D12}5F2A02{transaction.Currency}"
        + $"8202{Profile}9F1A02{transaction.Country}9F0306{transaction.OtherAmountMinor:D12}9F3303E0F8C89F34030203009F3501229F1E083132333435363738"
        + $"8407A00000033301019F090200309F41040000{Counter:X4}";
}
