using Guitai.Simulate.Cards;

namespace Guitai.Simulation.Tests;

/// <summary>A fixed share of the card payments with something going wrong at every step; <c>./soak cards</c> goes through all of them, and through many seeds.</summary>
public sealed class CardTests(ITestOutputHelper output)
{
    private const int Share = 131;
    private const int Seeds = 12;

    [Fact]
    public void Whatever_goes_wrong_at_a_step_of_a_card_payment_all_books_agree_in_the_end() =>
        Assert.Empty(CardCampaign.Enumerate([], Share, output.WriteLine));

    [Fact]
    public void Much_may_go_wrong_at_once_and_all_books_agree_in_the_end()
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            Assert.Null(CardCampaign.RunSeed(seed));
        }
    }

    [Theory]
    [InlineData(CardBug.NoIntent, "sale-pin", CardFault.TerminalDiesAfter)]
    [InlineData(CardBug.NumbersTwice, "sale-pin", CardFault.TerminalDiesAfter)]
    [InlineData(CardBug.DeclinesApprovals, "sale-pin", CardFault.Lost)]
    [InlineData(CardBug.TillForgetsAsking, "till-sale", CardFault.TillDiesAfter)]
    [InlineData(CardBug.TillAsksAnew, "till-sale", CardFault.TillDiesAfter)]
    [InlineData(CardBug.TillTakesUnknownForDeclined, "till-refunds", CardFault.Lost)]
    [InlineData(CardBug.TillBooksEarly, "till-sale", CardFault.Lost)]
    [InlineData(CardBug.TillConfirmsTwice, "till-part-cash", CardFault.TillDiesAfter)]
    [InlineData(CardBug.WalletNotThereIsUndone, "code-at-once", CardFault.LateAndCancelled)]
    [InlineData(CardBug.WalletSilenceIsRefusal, "code-password", CardFault.Lost)]
    [InlineData(CardBug.ChipRefusalForgotten, "chip-sale-declines-approval", CardFault.TerminalDiesAfter)]
    public void A_planted_bug_of_the_terminal_or_the_till_is_found(CardBug bug, string course, CardFault fault)
    {
        var found = CardCampaign.Enumerate([course], 1, output.WriteLine, bug, fault);
        Assert.NotEmpty(found);
        output.WriteLine(found[0]);
    }
}
