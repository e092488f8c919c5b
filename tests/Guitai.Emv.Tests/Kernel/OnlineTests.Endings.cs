using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using static Guitai.Emv.Tests.Kernel.TestCard;

namespace Guitai.Emv.Tests.Kernel;

/// <content>What the card says last, and cards that break off.</content>
public sealed partial class OnlineTests
{
    [Theory]
    [Point(42, Side.Well)]
    [InlineData(true, "00", "40", TransactionOutcome.Approved, EndReason.None)]
    [InlineData(true, "10", "40", TransactionOutcome.Approved, EndReason.None)]
    [InlineData(false, "51", "00", TransactionOutcome.Declined, EndReason.IssuerDeclined)]
    public void The_card_confirms_what_the_issuer_said(bool approved, string code, string p1, TransactionOutcome outcome, EndReason reason)
    {
        var result = New().Host(approved, code).Second(p1, code, Tvr, Script.Format1(p1, Script.Tc)).Play();
        Assert.Equal((outcome, reason, false, true), (result.Outcome, result.Reason, result.ReversalWanted, result.WentOnline));
        Assert.False(result.AdviceWanted);
    }

    [Theory]
    [Point(42, Side.Ill)]
    [InlineData("00", EndReason.CardDeclinedApproval, TransactionOutcome.Declined)]
    // Book 3, 9.3: a second question, or what no type is, is a refusal too.
    [InlineData("80", EndReason.CardDeclinedApproval, TransactionOutcome.Declined)]
    [InlineData("C0", EndReason.CardDeclinedApproval, TransactionOutcome.Declined)]
    [InlineData("", EndReason.CardError, TransactionOutcome.Ended)]
    public void A_card_that_refuses_an_approval_wants_it_turned_round(string cid, EndReason reason, TransactionOutcome outcome)
    {
        var answer = cid.Length == 0 ? "6985" : Script.Format1(cid, Script.Tc);
        var result = New().Host().Second("40", "00", Tvr, answer).Play();
        Assert.Equal((outcome, reason, true), (result.Outcome, result.Reason, result.ReversalWanted));
        Assert.Equal(cid.Length == 0 ? "ARQC" : "AAC", result.CryptogramName);
    }

    [Fact]
    public void A_refusal_of_the_card_may_want_an_advice_and_one_that_was_asked_for_does_not()
    {
        Assert.True(New().Host().Second("40", "00", Tvr, Script.Format1("08", Script.Tc)).Play().AdviceWanted);
        Assert.False(New().Host(false, "51").Second("00", "51", Tvr, Script.Format1("08", Script.Tc)).Play().AdviceWanted);
    }

    [Theory]
    [InlineData("40", EndReason.IssuerDeclined, TransactionOutcome.Declined)]
    [InlineData("80", EndReason.IssuerDeclined, TransactionOutcome.Declined)]
    public void A_card_that_approves_what_the_issuer_refused_is_not_believed(string cid, EndReason reason, TransactionOutcome outcome)
    {
        var result = New().Host(false, "51").Second("00", "51", Tvr, Script.Format1(cid, Script.Tc)).Play();
        Assert.Equal((outcome, reason, false), (result.Outcome, result.Reason, result.ReversalWanted));
    }

    [Fact]
    public void A_second_list_that_cannot_be_filled_ends_with_a_reversal()
    {
        var result = New(change: c => c.With("8D", "9F02")).Host().Play();
        Assert.Equal((TransactionOutcome.Ended, EndReason.BadCardData, true), (result.Outcome, result.Reason, result.ReversalWanted));
    }

    [Fact]
    public void An_approval_of_the_card_under_a_bad_signature_is_turned_round()
    {
        var script = new Script(new TestCard { Aip = "7D00" }.Sign()).UpToRecords();
        var went = script.PdolData + script.CdolData("0000008000");
        script.First("90", "0000008000", script.Card.Combined("80", Script.Tc, went) + "9000").Host();
        script.Second("50", "00", "0000008000", script.Card.Combined("40", Script.Tc, went, wentInside: "00") + "9000");
        var result = script.Play();
        Assert.Equal(
            (TransactionOutcome.Declined, EndReason.NotGenuine, true, "0400008000"),
            (result.Outcome, result.Reason, result.ReversalWanted, result.Tvr)
        );
    }

    [Fact]
    public void A_signature_of_the_cardholder_is_wanted_for_what_was_approved_only()
    {
        Script Signed() => new Script(
                new TestCard { Aip = "1C00" }
                    .With("8E", "00000000000000001E00")
                    .Sign()
            ).UpToRecords().First("80", Tvr);
        Assert.True(Signed().Host().Second("40", "00", Tvr).Play().SignatureWanted);
        Assert.False(Signed().Host(false, "51").Second("00", "51", Tvr, Script.Format1("00", Script.Tc)).Play().SignatureWanted);
    }

    [Fact]
    public void A_card_that_leaves_at_any_step_has_a_clear_end_and_a_reversal_only_when_the_host_may_have_approved()
    {
        var script = Authenticate(New().Host(data: Answer + Scripted(0x71, "11223344", Update)))
            .Say(Update, "9000")
            .Second("40", "00", Tvr);
        // Directory, two records of it, selection, start, five records, first cryptogram; then the host.
        const int Online = 11;
        foreach (var input in (KernelInput[])[new CardGone(), new Cancelled()])
        {
            for (var step = 0; step < script.Count; step++)
            {
                var result = script.PlayUntil(step, input);
                Assert.Equal(
                    (TransactionOutcome.Ended, input is CardGone ? EndReason.CardGone : EndReason.Cancelled, step >= Online),
                    (result.Outcome, result.Reason, result.ReversalWanted)
                );
                Assert.Same(result, Assert.IsType<Finished>(script.Kernel!.Handle(new CardAnswered(Hex("9000")))).Result);
            }
        }

        Assert.False(New().Host(false, "51").PlayUntil(12, new CardGone()).ReversalWanted);
    }

    [Fact]
    public void An_answer_without_a_status_ends_the_transaction_at_any_step()
    {
        var script = New().Host().Second("40", "00", Tvr);
        for (var step = 0; step < script.Count; step++)
        {
            if (step != 11)
            {
                Assert.Equal(EndReason.CardError, script.PlayUntil(step, new CardAnswered(Hex("90"))).Reason);
            }
        }
    }

    [Fact]
    public void What_is_no_answer_is_misuse()
    {
        using var kernel = new EmvKernel(new Script().Parameters, new Script().Profile);
        Assert.Throws<InvalidOperationException>(() => kernel.Handle(new CardGone()));
        Assert.Throws<InvalidOperationException>(() => kernel.Data);
        kernel.Start(new Script().Request, Hex(Script.Reset));
        foreach (
            var input in (KernelInput[])
                [
                    new ApplicationChosen(0),
                    new PinBypassed(),
                    new OnlinePinTaken(),
                    new HostSilent(true),
                    new HostAnswered(true, "00", default),
                ]
        )
        {
            Assert.Throws<InvalidOperationException>(() => kernel.Handle(input));
        }

        var online = New();
        online.PlayOpen();
        Assert.Throws<InvalidOperationException>(() => online.Kernel!.Handle(new HostAnswered(true, "0", default)));
        Assert.Throws<InvalidOperationException>(() => online.Kernel!.Handle(new CardAnswered(Hex("9000"))));
        foreach (
            var change in (Func<TransactionRequest, TransactionRequest>[])
                [
                    r => r with { AmountMinor = -1 },
                    r => r with { AmountMinor = 1_000_000_000_000 },
                    r => r with { OtherAmountMinor = -1 },
                    r => r with { OtherAmountMinor = 12_346 },
                    r => r with { SequenceCounter = -1 },
                    r => r with { UnpredictableNumber = Hex("123456") },
                ]
        )
        {
            Assert.Throws<ArgumentException>(() => kernel.Start(change(new Script().Request), Hex(Script.Reset)));
        }

        foreach (
            var change in (Func<TerminalProfile, TerminalProfile>[])
                [
                    p => p with { Capabilities = Hex("E0") },
                    p => p with { AdditionalCapabilities = Hex("E0") },
                    p => p with { ContactlessQualifiers = Hex("E0") },
                ]
        )
        {
            Assert.Throws<ArgumentException>(() =>
                new EmvKernel(new Script().Parameters, change(new Script().Profile)).StartContactless(new Script().Request)
            );
        }
    }
}
