using Guitai.Bench.Host;
using Guitai.Emv.Tlv;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Authorisation;
using Guitai.Host.Operations;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Host.Tests.Chips;

public sealed class SqliteChipFlowTests() : ChipFlowTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresChipFlowTests(PostgresCluster cluster)
    : ChipFlowTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"chipflow{n}"), TimeProvider.System));

/// <summary>Chips' payments between a terminal and the sandbox's issuer, on both engines.</summary>
public abstract class ChipFlowTests(Func<string, int, ISqlEngine> open) : IssuerWorld(open)
{
    private const string Certificate = "9F270140";

    [Theory]
    [InlineData("unionpay-debit", 10)]
    [InlineData("unionpay-credit", 8)]
    public async Task A_chips_sale_hold_and_balance_reach_the_issuer_and_its_proof_reaches_the_chip(string program, int proof)
    {
        var terminal = await ConnectAsync();
        var card = Bank.Cards.Card(program, 200);
        var chip = Bank.Cards.Chip(card);
        TerminalQuestion[] questions =
        [
            Sale(30_00),
            Hold(40_00),
            new(200, 1)
            {
                Processing = 310000,
                Amount = 0,
                Condition = 0,
            },
        ];
        foreach (var (question, type) in questions.Zip(["00", "03", "31"]))
        {
            var asked = WithChip(question, card, chip.Generate(Say(question.Amount ?? 0, type)));
            var answer = await terminal.AskAsync(asked);
            Assert.Equal(("00", true), (answer!.Code, answer.MacRight));
            Assert.True(chip.Accepts(Object(answer.Icc, 0x91)), Convert.ToHexString(answer.Icc));
            Assert.Equal(proof, Object(answer.Icc, 0x91).Length);
            Assert.Equal(type == "31", answer.Balance.Length > 0);
        }

        // The chip's key goes by its sequence number: another one proves nothing, and there is no proof for the chip.
        var wrong = WithChip(Sale(10_00), card, chip.Generate(Say(10_00))) with
        {
            CardSequence = 2,
        };
        var refused = await terminal.AskAsync(wrong);
        Assert.Equal(("05", 0), (refused!.Code, refused.Icc.Length));
        BooksAre(30_00, -29_89, -11);
    }

    [Theory]
    [InlineData(52, true)]
    [InlineData(72, true)]
    [InlineData(802, false)]
    [InlineData(22, false)]
    public async Task Chip_tap_fallback_and_stripe_are_all_passed_on_as_they_were_read(int entry, bool isChip)
    {
        var terminal = await ConnectAsync();
        var card = Bank.Cards.Card("unionpay-debit", 201);
        var sale = isChip
            ? WithChip(Sale(5_00), card, Bank.Cards.Chip(card).Generate(Say(5_00)))
            : Sale(5_00) with
            {
                Track2 = card.Track2,
            };
        var answer = await terminal.AskAsync(sale with { Entry = entry });
        Assert.Equal("00", answer!.Code);
        Assert.Equal(entry, Story(answer.Rrn).Entry);
        Assert.Equal(isChip, answer.Icc.Length > 0);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(100)]
    public async Task What_the_issuer_wants_of_the_chip_comes_with_the_answer_and_what_the_chip_did_reaches_the_issuer(int mti)
    {
        var terminal = await ConnectAsync();
        var card = Bank.Cards.Card("unionpay-debit", 202);
        var chip = Bank.Cards.Chip(card);
        Bank.Change(card.Pan, new CardChange(Script: CardScript.UnblockPin));
        var question = mti == 200 ? Sale(30_00) : Hold(30_00);
        var answer = await terminal.AskAsync(WithChip(question, card, chip.Generate(Say(30_00, mti == 200 ? "00" : "03"))));
        Assert.Equal("00", answer!.Code);
        var script = Object(answer.Icc, 0x72);
        Assert.True(chip.Accepts(Object(answer.Icc, 0x91)));
        Assert.True(chip.Obeys(Object(script, 0x86)));
        Assert.Equal(CardScript.UnblockPin, Bank.Standing(card.Pan)!.Script);

        // It is asked again until it is answered; the issuer hears of it once.
        var result = new TerminalQuestion(620, 0)
        {
            Network = 951,
            Original = $"{1:D6}{terminal.Trace:D6}",
            Icc = [0xDF, 0x31, 5, 0x20, .. Object(script, 0x9F18)],
            Trace = 500,
        };
        Assert.Equal("00", (await terminal.AskAsync(result))!.Code);
        Assert.Equal("00", (await terminal.AskAsync(result))!.Code);
        await ToldAsync();
        Assert.Equal(CardScript.None, Bank.Standing(card.Pan)!.Script);
        Assert.Equal("30", (await terminal.AskAsync(result with { Icc = [0xDF, 0x31, 9], Trace = 501 }))!.Code);
        Assert.Equal("25", (await terminal.AskAsync(result with { Original = "000001009999", Trace = 502 }))!.Code);
    }

    [Fact]
    public async Task What_chip_and_terminal_approved_together_is_posted_and_the_chips_certificate_proves_it_to_the_issuer()
    {
        var terminal = await ConnectAsync();
        foreach (var (program, n) in new[] { ("unionpay-debit", 1), ("unionpay-credit", 2) })
        {
            var card = Bank.Cards.Card(program, 203);
            var answer = Approve(Bank.Cards.Chip(card, 7, offlineLimitMinor: 50_00), 45_00);
            var told = WithChip(Sale(45_00), card, answer) with { Mti = 220, Type = 30, Authorisation = "OFF001" };
            var reply = await terminal.AskAsync(told);
            Assert.Equal(("00", "OFF001"), (reply!.Code, reply.Authorisation));
            await ToldAsync();
            var known = AtBank(reply.Rrn, 2);
            Assert.Equal(("00", 45_00L, CertificateOutcome.Right), (known.Code, known.TakenMinor, known.Certificate));
            Assert.Equal(45_00 * n, Balance("issuer.sandbox"));
        }

        Assert.Equal(0, Bank.Counters.WrongCertificates);
    }

    [Fact]
    public async Task A_certificate_that_proves_nothing_changes_no_posting_and_the_issuer_notes_it()
    {
        var terminal = await ConnectAsync();
        var card = Bank.Cards.Card("unionpay-debit", 204);
        var chip = Bank.Cards.Chip(card, 7, offlineLimitMinor: 50_00);
        var sale = Sale(45_00) with { Mti = 220, Type = 30, Authorisation = "OFF001" };
        TerminalQuestion Told() => WithChip(sale, card, Approve(chip, 45_00));
        var flipped = Told();
        flipped.Icc![5] ^= 1;
        TerminalQuestion[] wrong =
        [
            flipped,
            Told() with
            {
                Amount = 46_00,
            },
            Told() with
            {
                CardSequence = null,
            },
            Told() with
            {
                Icc = [0x9F, 0x26, 0x08, 1, 2, 3, 4, 5, 6, 7, 8],
            },
            Told() with
            {
                Icc = [0x9F, 0x26, 0x09, 1, 2],
            },
            WithChip(sale, card, chip.Generate(Say(45_00))),
        ];
        foreach (var (place, question) in wrong.Index())
        {
            var reply = await terminal.AskAsync(question);
            Assert.Equal("00", reply!.Code);
            await ToldAsync();
            var known = AtBank(reply.Rrn, 2);
            var isSilent = place == 4;
            Assert.Equal(
                ("00", question.Amount!.Value, isSilent ? CertificateOutcome.None : CertificateOutcome.Wrong),
                (known.Code, known.TakenMinor, known.Certificate)
            );
        }

        Assert.Equal(5, Bank.Counters.WrongCertificates);
        Assert.Equal((6 * 45_00) + 1_00, Balance("issuer.sandbox"));
        Assert.All(Store.Read(Verify.HostVerify.Prove), p => Assert.True(p.Ok, $"{p.Name}: {p.Detail}"));
    }

    [Fact]
    public async Task A_card_that_refuses_what_the_host_approved_has_nothing_taken()
    {
        var terminal = await ConnectAsync();
        var card = Bank.Cards.Card("unionpay-debit", 205);
        var before = Bank.Standing(card.Pan)!.AvailableMinor;
        var sale = WithChip(Sale(60_00), card, Bank.Cards.Chip(card).Generate(Say(60_00)));
        var answer = await terminal.AskAsync(sale);
        Assert.Equal(("00", before - 60_00), (answer!.Code, Bank.Standing(card.Pan)!.AvailableMinor));
        var reversed = await terminal.AskAsync(Reverse(sale, terminal.Trace) with { Reason = "06" });
        Assert.Equal("00", reversed!.Code);
        await ToldAsync();
        Assert.Equal((before, true), (Bank.Standing(card.Pan)!.AvailableMinor, AtBank(answer.Rrn, 2).Reversed));
        BooksAre(0, 0, 0);
    }

    [Fact]
    public async Task A_repeated_chip_sale_gets_the_first_proof_again_and_another_cryptogram_under_its_numbers_gets_94()
    {
        var terminal = await ConnectAsync();
        var card = Bank.Cards.Card("unionpay-debit", 206);
        var chip = Bank.Cards.Chip(card);
        var sale = WithChip(Sale(20_00), card, chip.Generate(Say(20_00)));
        var first = await terminal.AskAsync(sale with { Trace = 77 });
        var again = await terminal.AskAsync(sale with { Trace = 77 });
        Assert.Equal((first!.Code, first.Rrn, Convert.ToHexString(first.Icc)), (again!.Code, again.Rrn, Convert.ToHexString(again.Icc)));
        var other = WithChip(Sale(20_00), card, chip.Generate(Say(20_00))) with { Trace = 77 };
        Assert.Equal("94", (await terminal.AskAsync(other))!.Code);
        Assert.Equal(20_00, Balance("issuer.sandbox"));
    }

    [Fact]
    public async Task Certificates_of_a_batch_that_does_not_balance_are_kept_counted_and_end_with_it()
    {
        var terminal = await ConnectAsync();
        var card = Bank.Cards.Card("unionpay-debit", 207);
        var chip = Bank.Cards.Chip(card);
        List<(int Trace, TerminalQuestion Sale)> sold = [];
        for (var i = 0; i < 3; i++)
        {
            var sale = WithChip(Sale(10_00), card, chip.Generate(Say(10_00)));
            Assert.Equal("00", (await terminal.AskAsync(sale))!.Code);
            sold.Add((terminal.Trace, sale));
        }

        var batch = terminal.Batch;
        var settled = await terminal.AskAsync(new TerminalQuestion(500, 0) { Network = 201, Totals = $"{99_00:D12}003{0:D12}0000{0:D31}" });
        Assert.Equal('2', settled!.Totals[30]);
        foreach (var (trace, sale) in sold)
        {
            var certificate = new TerminalQuestion(320, 0)
            {
                Network = 205,
                Original = $"{batch:D6}{trace:D6}",
                Amount = sale.Amount,
                Icc = sale.Icc,
                Trace = 800 + trace,
            };
            Assert.Equal("00", (await terminal.AskAsync(certificate))!.Code);

            // A repeat is kept once.
            Assert.Equal("00", (await terminal.AskAsync(certificate))!.Code);
        }

        Assert.Equal(
            "00",
            (
                await terminal.AskAsync(
                    new TerminalQuestion(320, 0)
                    {
                        Network = 202,
                        Totals = "0004",
                        Trace = 900,
                    }
                )
            )!.Code
        );
        var closed = Assert.Single(new Registry(Host.Services).Batches(null, terminal.Number, unbalanced: true));
        Assert.Equal((batch, 3), (closed.Batch, closed.Certificates));
        var alarm = Assert.Single(new Registry(Host.Services).Alarms(all: true), a => a.Kind == "batch.unbalanced");
        Assert.Equal("3", alarm.Parameters["certificates"]);
    }

    private static byte[] Object(byte[] objects, int tag)
    {
        var reader = new TlvReader(objects);
        while (reader.TryRead(out var found))
        {
            if (found.Tag.Value == tag)
            {
                return found.Value.ToArray();
            }
        }

        throw new KeyNotFoundException($"{tag:X} is not in {Convert.ToHexString(objects)}.");
    }

    private static TerminalQuestion Hold(long amount) =>
        new(100, 10)
        {
            Processing = 30000,
            Amount = amount,
            Condition = 6,
        };

    // The chip says yes by itself.
    private ChipAnswer Approve(ChipInHand chip, long amount)
    {
        var answer = chip.Approve(Say(amount));
        Assert.Contains(Certificate, answer.Objects, StringComparison.Ordinal);
        return answer;
    }

    private TransactionStory Story(string rrn)
    {
        var search = new TransactionSearch(Host.Services, Host.Cards);
        return new TransactionStories(Host.Services, search).Tell(rrn).Value;
    }
}
