using Guitai.Emv.Kernel;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Slots;

namespace Guitai.Sandbox.Tests.Meeting;

/// <summary>A chip that leaves the reader at any command, before it did it or behind it: what the terminal sells is what the issuer took.</summary>
public sealed class TearingTests : IAsyncLifetime
{
    // Over T=0 each answer is fetched by a command of its own.
    private const int MostCommands = 80;

    private Encounter _encounter = null!;

    public async ValueTask InitializeAsync() => _encounter = await Encounter.OpenAsync();

    public async ValueTask DisposeAsync() => await _encounter.DisposeAsync();

    [Theory]
    [InlineData("dual", CardSides.Contact, 60_000, true)]
    [InlineData("pin-offline", CardSides.Contact, 60_000, true)]
    [InlineData("contact-t0", CardSides.Contact, 60_000, true)]
    [InlineData("declines-approval", CardSides.Contact, 60_000, true)]
    [InlineData("dual@8", CardSides.Contact, 10_000, true)]
    [InlineData("offline-below-limit", CardSides.Contact, 10_000, false)]
    [InlineData("dual", CardSides.Contactless, 5_000, true)]
    [InlineData("tap-offline", CardSides.Contactless, 5_000, false)]
    public async Task A_chip_may_leave_at_any_command(string kind, CardSides side, long amountMinor, bool asksIssuer)
    {
        var card = _encounter.Make(kind);
        await AskAboutNewAsync(card);
        Assert.Equal(asksIssuer, (await SellAsync(card, side, amountMinor)).WentOnline);
        var commands = _encounter.Commands.Count;
        Assert.InRange(commands, 3, MostCommands);
        for (var at = 1; at <= commands; at++)
        {
            foreach (var isBehind in (bool[])[false, true])
            {
                card.Renew();
                await AskAboutNewAsync(card);
                var result = await SellAsync(card, side, amountMinor, new CardPlacing(TearAt: at, TearBehind: isBehind));
                Assert.Equal(at, _encounter.Commands.Count);
                await AssertAsync(result, amountMinor);
            }
        }
    }

    private async Task<TransactionResult> SellAsync(ChipCard card, CardSides side, long amountMinor, CardPlacing? placing = null) =>
        (await _encounter.SellAsync(card, side, amountMinor, new Circumstances { Placing = placing }))!;

    // What a chip may decide by itself begins once its issuer was asked; a question that never ended, or three sales alone, end that.
    private async Task AskAboutNewAsync(ChipCard card)
    {
        if (card.File.Applications[0].Rules is { OfflineLimitMinor: > 0 })
        {
            Assert.True((await SellAsync(card, CardSides.Contact, 60_000)) is { WentOnline: true, Outcome: TransactionOutcome.Approved });
        }
    }

    // Sold is what the chip's TC, or for a tap the issuer's answer, says is sold; then nothing is turned round. Otherwise what the issuer took is.
    private async Task AssertAsync(TransactionResult result, long amountMinor)
    {
        var isAsked = _encounter.Question is not null;
        var isTaken = _encounter.Answer?[39] == "00";
        Assert.Equal((isAsked, false), (result.WentOnline, result.FallbackAllowed));
        if (result.Outcome == TransactionOutcome.Approved)
        {
            Assert.True(result.CryptogramName == "TC" || (result.CryptogramName == "ARQC" && isTaken));
            Assert.False(result.ReversalWanted);
            Assert.Equal(isAsked ? amountMinor : 0, _encounter.TakenMinor);
            return;
        }

        Assert.NotEqual(EndReason.None, result.Reason);
        Assert.Equal((isTaken, false), (result.ReversalWanted, result.SignatureWanted));
        if (result.ReversalWanted)
        {
            await _encounter.ReverseAsync();
        }

        Assert.Equal(0, _encounter.TakenMinor);
    }
}
