using System.Globalization;
using System.Text;
using Guitai.Emv.Kernel;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Meeting;

/// <summary>
/// Every kind of chip of the sandbox before the terminal's kernel, with the sandbox's issuer behind. Neither shares code with the other: what a row says follows from
/// the books.
/// </summary>
public sealed partial class CardsMeetKernelTests : IAsyncLifetime
{
    // Of PBOC's card verification results, byte 2.
    private const int IssuerWrong = 0x08;
    private const int NotOnline = 0x01;

    private Encounter _encounter = null!;

    public static TheoryData<string> Rows => [.. s_contact, .. s_tap];

    public async ValueTask InitializeAsync() => _encounter = await Encounter.OpenAsync();

    public async ValueTask DisposeAsync() => await _encounter.DisposeAsync();

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_chip_and_the_kernel_come_to_what_the_books_say(string row)
    {
        var (given, expected) = Split(row);
        var card = _encounter.Make(given[0]);
        var side = given[1] == "tap" ? CardSides.Contactless : CardSides.Contact;
        var amount = long.Parse(given[2], CultureInfo.InvariantCulture);
        var words = given[3..];
        if (words.Contains("used"))
        {
            Assert.Equal(TransactionOutcome.Approved, (await _encounter.SellAsync(card, side, 10_000, new Circumstances()))!.Outcome);
        }

        var result = await _encounter.SellAsync(card, side, amount, Read(words));
        Assert.Equal(expected, result is null ? "no card" : Told(result));
        if (result is not null)
        {
            AssertCryptogram(result);
            await AssertMoneyAsync(result, amount);
            await AssertScriptsAsync(card, result);
        }
    }

    [Fact]
    public void No_kind_and_none_of_its_sides_is_without_a_row()
    {
        var met = Rows.Select(r => Split(r.Data).Given).Select(g => (g[0].Split('@')[0], g[1])).ToHashSet();
        var kinds = CardFiles.Own.All.SelectMany(f =>
            new[] { (f.Name, CardSides.Contact, "insert"), (f.Name, CardSides.Contactless, "tap") }.Where(s => f.Sides.HasFlag(s.Item2))
        );
        Assert.Equal([], kinds.Select(k => (k.Name, k.Item3)).Where(k => !met.Contains(k)));
    }

    // Kind, side, amount and circumstances; behind the bar what comes of it.
    private static (string[] Given, string Expected) Split(string row)
    {
        var parts = row.Split('|');
        string[] Words(string part) => part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (Words(parts[0]), string.Join(' ', Words(parts[1])));
    }

    private static Circumstances Read(string[] words) =>
        new()
        {
            WrongPin = words.Contains("wrong-pin"),
            NoPin = words.Contains("no-pin"),
            NoPinPad = words.Contains("no-pad"),
            Choice =
                words.Contains("nobody") ? null
                : words.Contains("third") ? 2
                : 0,
            NoAnswer = words.Contains("no-answer"),
            NotAsked = words.Contains("not-asked"),
            WrongProof = words.Contains("wrong-proof"),
        };

    // Outcome, reason, who was verified how, 9F34, TVR, TSI, cryptogram, the issuer's code, what the chip made of 91, what is still to be done.
    private string Told(TransactionResult result)
    {
        var told = new StringBuilder($"{result.Outcome} {result.Reason} {result.VerifiedBy} ");
        told.Append(_encounter.Data[0x9F34] is { } cvm ? Convert.ToHexString(cvm.Span) : "-");
        told.Append(
            CultureInfo.InvariantCulture,
            $" {result.Tvr} {result.Tsi} {(result.CryptogramName is "" ? "-" : result.CryptogramName)}"
        );
        told.Append(CultureInfo.InvariantCulture, $" {_encounter.Answer?[39] ?? "-"} {Proof()}");
        told.Append(result.SignatureWanted ? " signature" : "");
        told.Append(result.AdviceWanted ? " advice" : "");
        told.Append(result.ReversalWanted ? " reversal" : "");
        told.Append(result.FallbackAllowed ? " fallback" : "");
        told.Append(result.ScriptResults.IsEmpty ? "" : $" scripts={Convert.ToHexString(result.ScriptResults.Span)}");
        return told.ToString();
    }

    // 91 comes only after the issuer has found the ARQC right; what the chip made of it stands in its second cryptogram's verification results.
    private string Proof()
    {
        if (_encounter.Answer?[55]?.StartsWith("91", StringComparison.Ordinal) != true)
        {
            return "-";
        }

        var results = _encounter.Data[0x9F10]!.Value.Span[4];
        return results >> 6 == 2 || (results & NotOnline) != 0 ? "unheard"
            : (results & IssuerWrong) != 0 ? "distrusted"
            : "taken";
    }

    // The last cryptogram by the host's library, over what the terminal says of the transaction.
    private void AssertCryptogram(TransactionResult result)
    {
        if (result.Cryptogram.Length == 0)
        {
            return;
        }

        var data = _encounter.Data;
        var card = _encounter.Card(data.Pan);
        using var master = IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, Convert.FromHexString(_encounter.Keys.Cryptograms));
        using var cardKey = master.DeriveCardKey(card.Pan, card.Sequence.AsSpan(1));
        var counter = data[0x9F36]!.Value.Span;
        using var session = cardKey.DeriveSessionKey((ushort)((counter[0] << 8) | counter[1]));
        var isSession = card.CryptogramVersion == 18;
        List<byte> covered = [];
        foreach (var tag in (int[])[0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36])
        {
            covered.AddRange(data[tag]!.Value.Span);
        }

        var application = data[0x9F10]!.Value.Span;
        covered.AddRange(isSession ? application : application[3..7]);
        Assert.True(
            (isSession ? (CryptogramKey)session : cardKey).VerifyCryptogram(
                [.. covered],
                isSession ? CryptogramPadding.Bit : CryptogramPadding.Zeros,
                Convert.FromHexString(result.Cryptogram)
            )
        );
    }

    // The issuer has taken what was sold with it, and nothing else; what was not sold and may have been approved is turned round.
    private async Task AssertMoneyAsync(TransactionResult result, long amount)
    {
        Assert.Equal(_encounter.Question is not null, result.WentOnline);
        if (result.ReversalWanted)
        {
            Assert.NotNull(_encounter.Question);
            await _encounter.ReverseAsync();
            Assert.Equal(0, _encounter.TakenMinor);
        }
        else
        {
            Assert.Equal(result is { Outcome: TransactionOutcome.Approved, WentOnline: true } ? amount : 0, _encounter.TakenMinor);
        }
    }

    private async Task AssertScriptsAsync(ChipCard card, TransactionResult result)
    {
        if (result.ScriptResults.IsEmpty)
        {
            return;
        }

        Assert.NotEqual(CardScript.None, _encounter.Script(card.Pan));
        await _encounter.TellResultsAsync(Convert.ToHexString(result.ScriptResults.Span));
        Assert.Equal(CardScript.None, _encounter.Script(card.Pan));
    }
}
