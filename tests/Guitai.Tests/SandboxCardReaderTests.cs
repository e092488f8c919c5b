using Guitai.Emv.Transport;
using Guitai.Hosting;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>The sandbox's slot as a reader in the same process: it says the same of a card as a real reader does.</summary>
public sealed class SandboxCardReaderTests : IAsyncLifetime
{
    private const string Directory = "00A404000E315041592E5359532E444446303100";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();
    private ChipDesk _desk = null!;
    private SandboxCardReader _contact = null!;
    private SandboxCardReader _field = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        var random = new Random(3);
        _desk = ChipDesk.Open(
            _folder.Path,
            new CardBureau(IssuerProfile.Create(TimeProvider.System, random.NextBytes)),
            TimeProvider.System,
            random.NextBytes
        );
        _contact = new SandboxCardReader(_desk.Contact, TimeProvider.System);
        _field = new SandboxCardReader(_desk.Field, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("no-proof", false)]
    [InlineData("contact-t0", true)]
    public async Task A_card_that_comes_is_read_until_it_is_torn_out(string file, bool isBytewise)
    {
        var waiting = _contact.WaitForCardAsync(s_patience, Cancellation).AsTask();
        _desk.Put(CardSides.Contact, file, placing: new CardPlacing(TearAt: 2));
        var (card, trouble) = await waiting;
        Assert.Equal(CardTrouble.None, trouble);
        Assert.Equal(isBytewise, card!.IsBytewise);
        Assert.Equal(isBytewise ? 0x61 : 0x90, (await AskAsync(card)).Status >> 8);
        Assert.Equal(CardTrouble.CardGone, (await AskAsync(card)).Trouble);
        Assert.True(await _contact.WaitForRemovalAsync(TimeSpan.Zero, Cancellation));
        _desk.Put(CardSides.Contact, file);
        Assert.Equal(CardTrouble.CardGone, (await AskAsync(card)).Trouble);
        Assert.False(await _contact.WaitForRemovalAsync(TimeSpan.Zero, Cancellation));
    }

    [Fact]
    public async Task What_cannot_be_read_says_why()
    {
        Assert.Equal(CardTrouble.NoCard, (await _contact.WaitForCardAsync(TimeSpan.Zero, Cancellation)).Trouble);
        _desk.Put(CardSides.Contact, "mute");
        Assert.Equal(CardTrouble.Mute, (await _contact.WaitForCardAsync(s_patience, Cancellation)).Trouble);
        _desk.Put(CardSides.Contactless, "no-proof");
        _desk.Put(CardSides.Contactless, "no-cvm");
        Assert.Equal(CardTrouble.Collision, (await _field.WaitForCardAsync(s_patience, Cancellation)).Trouble);
        _desk.Field.Take();
        using var given = new CancellationTokenSource();
        var never = _field.WaitForCardAsync(s_patience, given.Token).AsTask();
        await given.CancelAsync();
        Assert.Equal(CardTrouble.Cancelled, (await never).Trouble);
    }

    private static async Task<CardReply> AskAsync(ICardLink card) =>
        await card.TransmitAsync(Convert.FromHexString(Directory), Cancellation);
}
