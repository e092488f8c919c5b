using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <content>Who is verified, and how a tap ends.</content>
public sealed partial class ContactlessTests
{
    // Above the CVM limit, and a question of the card.
    private static Script Verified(string? wants, string more = "", bool small = false, string? reader = null) =>
        Tapped(
            Gpo("80", wants, more),
            50_000,
            small ? (reader ?? "36") + "804000" : (reader ?? "36") + Qualified[2..],
            small,
            s =>
            {
                if (reader is not null)
                {
                    s.Profile = s.Profile with { ContactlessQualifiers = Hex(reader + "004000") };
                }
            }
        );

    private static TransactionResult Ends(Script script) =>
        script.Expect<GoOnline>(new HostAnswered(true, "00", default)).PlayContactless();

    [Fact]
    [Point(48, Side.Well)]
    public void The_cards_qualifiers_decide_between_PIN_device_and_signature()
    {
        // The PIN goes before all else.
        foreach (var wants in (string[])["8000", "C000", "8080"])
        {
            var pin = Verified(wants)
                .Expect<EnterPin>(
                    new OnlinePinTaken(),
                    p => Assert.Equal((PinUse.Online, true, false, 0), (p.Use, p.CardMayLeave, p.Again, p.RandomBytes))
                );
            var result = Ends(pin);
            Assert.Equal((VerifiedBy.OnlinePin, false), (result.VerifiedBy, result.SignatureWanted));
            Assert.Equal("020000", Text(pin.Kernel!.Data[0x9F34]!.Value.ToArray()));
        }

        // The device before the signature; the copy under the card's hand says the same.
        Assert.Equal((VerifiedBy.Device, false), Of(Ends(Verified("4080"))));
        Assert.Equal(VerifiedBy.Device, Ends(Verified("0080", Wrap("9F69", "01AABBCCDD0080"))).VerifiedBy);
        var signed = Verified("4000");
        Assert.Equal((VerifiedBy.Signature, true), Of(Ends(signed)));
        Assert.Equal("1E0000", Text(signed.Kernel!.Data[0x9F34]!.Value.ToArray()));
        // A card without qualifiers, where the reader wants somebody verified.
        Assert.Equal((VerifiedBy.Signature, true), Of(Ends(Verified(null))));
        // A reader without PIN pad leaves the PIN out.
        Assert.Equal(VerifiedBy.Signature, Ends(Verified("C000", reader: "32")).VerifiedBy);
    }

    private static (VerifiedBy, bool) Of(TransactionResult result) => (result.VerifiedBy, result.SignatureWanted);

    [Fact]
    public void Below_the_no_PIN_no_signature_limit_nobody_is_verified()
    {
        foreach (var wants in (string?[])["8000", "4000", "C000", null, "0000"])
        {
            var result = Ends(Verified(wants, small: true));
            Assert.Equal(
                (TransactionOutcome.Approved, VerifiedBy.Nothing, false),
                (result.Outcome, result.VerifiedBy, result.SignatureWanted)
            );
        }

        Assert.Equal(VerifiedBy.Device, Ends(Verified("0080", small: true)).VerifiedBy);
    }

    [Fact]
    public void The_no_PIN_no_signature_limit_itself_is_below_it()
    {
        foreach (var (limit, verified) in ((long, bool)[])[(12_345, false), (12_344, true)])
        {
            var script = Tapped(Gpo("80", "8000"), change: s => s.Profile = s.Profile with { NoPinNoSignatureLimit = limit });
            Assert.Equal(verified, script.PlayOpen(contactless: true) is EnterPin);
        }
    }

    [Theory]
    [InlineData(ContactlessKernel.QPboc, 0x00, false)]
    [InlineData(ContactlessKernel.QVsdc, 0x00, true)]
    [InlineData(ContactlessKernel.QPboc, 0x03, true)]
    [InlineData(ContactlessKernel.QPboc, 0x31, true)]
    public void The_no_PIN_no_signature_limit_is_for_purchases_with_UnionPay_cards(ContactlessKernel kernel, int type, bool verified)
    {
        // From the CVM limit on, and below it, as the terminal's qualifiers tell the card.
        foreach (var (amount, qualifiers) in ((long, string)[])[(12_345, "36004000"), (30_000, verified ? "36C04000" : "36804000")])
        {
            var script = Tapped(
                Gpo("80", "8000"),
                amount,
                qualifiers,
                small: true,
                s =>
                {
                    s.Application = s.Application with { Kernel = kernel };
                    s.Request = s.Request with { TransactionType = (byte)type };
                }
            );
            Assert.Equal(verified, script.PlayOpen(contactless: true) is EnterPin);
        }
    }

    [Fact]
    public void The_issuers_data_have_1_to_32_bytes_and_an_application_for_the_contact_reader_is_not_tapped()
    {
        foreach (var (bytes, isFine) in ((int, bool)[])[(0, false), (1, true), (32, true), (33, false)])
        {
            var answer = Gpo("80")
                .Replace(Wrap("9F10", Script.IssuerData), Wrap("9F10", new string('0', 2 * bytes)), StringComparison.Ordinal);
            answer = Wrap("77", answer.StartsWith("7781", StringComparison.Ordinal) ? answer[6..^4] : answer[4..^4]) + "9000";
            Assert.Equal(isFine, Tapped(answer).PlayOpen(contactless: true) is GoOnline);
        }

        var script = New();
        script.More.Add(new ApplicationParameters(Aid.Parse("A0000000041010")!.Value, true, 0x0030));
        script.Select(Ascii("2PAY.SYS.DDF01"), Directory(Entry("A0000000041010", "01")));
        Assert.Equal(EndReason.NoApplication, script.PlayContactless().Reason);
    }

    [Fact]
    public void A_card_without_remainder_and_without_sequence_number_proves_itself_too()
    {
        var listed = -2;
        var result = Offline(
            change: c =>
            {
                c.Key = TestKey.SmallCard;
                c.Afl = "0801010110010400";
            },
            arrange: s =>
            {
                s.Card.Unsigned.Insert(0, ("DF77", "00"));
                s.Adjust = p => p with { IsOnExceptionFile = (_, n) => (listed = n) == 99 };
            }
        );
        Assert.Equal((TransactionOutcome.Approved, 1), (result.Outcome, listed));
    }

    [Fact]
    public void A_card_that_wants_a_PIN_with_its_approval_goes_online()
    {
        var card = new TestCard { Aip = "2000" };
        card.Without("8C").Without("8D").Without("57").Without("5F34");
        var script = New(card: card.Sign());
        var more = Wrap("94", "0801010110010400") + Wrap("9F4B", Text(card.Key.Sign(Hex("0501" + "03" + "020017"), Hex(Number))));
        Start(Tap(script), "36004000", Gpo("40", "8000", more)).Records().Expect<EnterPin>(new OnlinePinTaken());
        Assert.Equal((VerifiedBy.OnlinePin, true), (Ends(script).VerifiedBy, script.PlayContactless().WentOnline));
    }

    [Theory]
    [Point(48, Side.Ill)]
    // Nothing that the reader asked for; a device that its signed copy does not know; no pen either.
    [InlineData("0000", "")]
    [InlineData("0080", "9F690701AABBCCDD0000")]
    [InlineData("0080", "9F690601AABBCCDD00")]
    [InlineData("4000", "", "34")]
    [InlineData(null, "", "34")]
    [InlineData("0000", "", "34")]
    public void Where_nobody_can_be_verified_it_is_refused(string? wants, string more, string? reader = null)
    {
        var result = Verified(wants, more, reader: reader).PlayContactless();
        Assert.Equal((TransactionOutcome.Declined, EndReason.CvmImpossible, false), (result.Outcome, result.Reason, result.WentOnline));
    }

    [Theory]
    [InlineData("36", true)]
    [InlineData("34", false)]
    public void Without_the_PIN_a_signature_is_left(string reader, bool isSigned)
    {
        foreach (var input in (KernelInput[])[new PinBypassed(), new PinPadBroken()])
        {
            var script = Verified("8000", reader: reader).Expect<EnterPin>(input);
            var result = isSigned ? Ends(script) : script.PlayContactless();
            Assert.Equal(isSigned ? EndReason.None : EndReason.CvmImpossible, result.Reason);
            Assert.Equal(isSigned, result.SignatureWanted);
        }
    }

    [Fact]
    public void An_approval_with_a_device_that_nothing_proves_is_none()
    {
        Assert.Equal(EndReason.CvmImpossible, Offline(wants: "0080").Reason);
        var result = Offline(Number + "000000012345" + "0156" + "01AABBCCDD0080", "01AABBCCDD0080", "0080");
        Assert.Equal((TransactionOutcome.Approved, VerifiedBy.Device), (result.Outcome, result.VerifiedBy));
    }

    [Theory]
    [InlineData(TransactionKind.ManualCash, "0400", true)]
    [InlineData(TransactionKind.UnattendedCash, "0400", true)]
    [InlineData(TransactionKind.Cashback, "0200", true)]
    [InlineData(TransactionKind.Cashback, "0400", false)]
    [InlineData(TransactionKind.ManualCash, "0200", false)]
    [InlineData(TransactionKind.Goods, "0600", false)]
    public void A_card_may_want_its_chip_for_cash(TransactionKind kind, string wants, bool chip)
    {
        var wanted = Tapped(Gpo("80", wants), change: s => s.Request = s.Request with { Kind = kind }).PlayOpen(contactless: true);
        Assert.Equal(chip, wanted is Finished { Result.Outcome: TransactionOutcome.UseChip });
    }

    [Fact]
    public void For_a_refund_the_card_is_read_and_let_go()
    {
        var script = Tapped(Gpo("80"), change: s => s.Request = s.Request with { Extent = TransactionExtent.CardData });
        Assert.Equal(TransactionOutcome.CardRead, script.PlayContactless().Outcome);
        Assert.Equal(Track2[..^1], script.Kernel!.Data.Track2);
    }

    [Fact]
    public void A_card_that_leaves_while_it_is_needed_is_to_be_held_there_again_and_afterwards_may_go()
    {
        var script = Verified("8000").Expect<EnterPin>(new OnlinePinTaken());
        for (var step = 0; step < 3; step++)
        {
            var result = script.PlayUntil(step, new CardGone(), contactless: true);
            Assert.Equal((TransactionOutcome.TryAgain, EndReason.CardGone), (result.Outcome, result.Reason));
            Assert.Equal(EndReason.Cancelled, script.PlayUntil(step, new Cancelled(), contactless: true).Reason);
        }

        script = Verified("8000");
        Assert.Same(script.PlayOpen(contactless: true), script.Kernel!.Handle(new CardGone()));
        Assert.IsType<GoOnline>(script.Kernel.Handle(new OnlinePinTaken()));
        Assert.IsType<GoOnline>(script.Kernel.Handle(new CardGone()));
        var end = Assert.IsType<Finished>(script.Kernel.Handle(new Cancelled())).Result;
        Assert.Equal((TransactionOutcome.Ended, EndReason.Cancelled, true), (end.Outcome, end.Reason, end.ReversalWanted));
    }
}
