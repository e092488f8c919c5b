using System.Net;
using System.Net.Http.Json;
using Guitai.Sandbox.Cards;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Tests.Chip;
using Guitai.Sandbox.Tests.Issuer;

namespace Guitai.Sandbox.Tests.Slots;

/// <summary>Chip cards over HTTP, as the sandbox's page uses them.</summary>
public sealed class ChipEndpointTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guitai-chips-");
    private ChipDesk _desk = null!;
    private SandboxApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "chip-keys.json"),
            TestChips.KeyFile,
            TestContext.Current.CancellationToken
        );
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "chips"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "chips", "mine.json"),
            """{ "name": "mine", "card": { "program": "visa-credit", "index": 9 }, "applications": [{ "label": "MINE" }] }""",
            TestContext.Current.CancellationToken
        );
        var cards = new CardBureau(IssuerProfile.Create(new TestClock(), new Random(9).NextBytes));
        _desk = ChipDesk.Open(_folder.FullName, cards, new TestClock(), new Random(4).NextBytes);
        _app = await SandboxApp.StartAsync(app => ChipEndpoints.Map(app, _desk));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _desk.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Kinds_begin_with_the_usual_one_and_know_whose_they_are()
    {
        var state = await LookAsync();
        Assert.Equal(CardFiles.Usual, state.Kinds[0].Name);
        Assert.Equal(["mine"], state.Kinds.Where(k => !k.IsOwn).Select(k => k.Name));
        Assert.All(state.Kinds, k => Assert.NotNull(k.Pan));
        Assert.Equal([CardSides.Contact, CardSides.Contactless], state.Slots.Select(s => s.Side));
        Assert.All(state.Slots, s => Assert.Null(s.ReaderHasIt));
    }

    [Fact]
    public async Task A_card_is_put_used_and_taken()
    {
        var slot = (await PutAsync(new PutOrder(CardSides.Contact, "pin-last-try"))).Slots[0];
        Assert.Equal(("pin-last-try", 1), (slot.File, slot.Cards));
        Assert.Null(slot.Last);
        Assert.Equal(new ChipApplicationState("UNIONPAY DEBIT", 0, 1, false, null, 0), Assert.Single(slot.Applications));
        _desk.Contact.Power(out _);
        _desk.Contact.Transmit(Convert.FromHexString("00A4040008A00000033301010100"));
        _desk.Contact.Transmit(Convert.FromHexString("80A8000002830000"));
        _desk.Contact.Transmit(Convert.FromHexString("0020008008240000FFFFFFFFFF"));
        slot = (await LookAsync()).Slots[0];
        Assert.Equal(new LastCommand("20", "63C0", 3), slot.Last);
        Assert.Equal(new ChipApplicationState("UNIONPAY DEBIT", 1, 0, false, null, 0), Assert.Single(slot.Applications));
        using var taken = await _app.Http.PostAsJsonAsync("chips/take", new TakeOrder(CardSides.Contact), SandboxApp.Json);
        taken.EnsureSuccessStatusCode();
        Assert.Null((await LookAsync()).Slots[0].File);
        using var renewed = await _app.Http.PostAsJsonAsync("chips/renew", new RenewOrder("pin-last-try"), SandboxApp.Json);
        renewed.EnsureSuccessStatusCode();
        slot = (await PutAsync(new PutOrder(CardSides.Contact, "pin-last-try"))).Slots[0];
        Assert.Equal((1, 1), (slot.Applications[0].Counter, slot.Applications[0].PinTries));
    }

    [Fact]
    public async Task Any_card_with_a_chip_can_be_made_in_any_kind()
    {
        var cards = new CardBureau(IssuerProfile.Create(new TestClock(), new Random(9).NextBytes));
        var pan = cards.Card("jcb-credit", 100).Pan;
        var slot = (await PutAsync(new PutOrder(CardSides.Contactless, Pan: pan))).Slots[1];
        Assert.Equal((CardFiles.Usual, pan), (slot.File, slot.Pan));
        await AssertRefusedAsync(
            HttpStatusCode.NotFound,
            "chips.no-such-card",
            new PutOrder(CardSides.Contact, Pan: cards.Card("jcb-credit", 10).Pan)
        );
    }

    [Fact]
    public async Task What_cannot_be_put_or_taken_is_refused_with_its_reason()
    {
        await AssertRefusedAsync(HttpStatusCode.NotFound, "chips.no-such-file", new PutOrder(CardSides.Contact, "none"));
        await AssertRefusedAsync(
            HttpStatusCode.NotFound,
            "chips.no-such-card",
            new PutOrder(CardSides.Contact, Pan: "6299990100000000017")
        );
        await PutAsync(new PutOrder(CardSides.Contact));
        await AssertRefusedAsync(HttpStatusCode.Conflict, "chips.occupied", new PutOrder(CardSides.Contact));
        using var nothing = await _app.Http.PostAsJsonAsync("chips/take", new TakeOrder(CardSides.Contactless), SandboxApp.Json);
        Assert.Equal(HttpStatusCode.Conflict, nothing.StatusCode);
        using var nowhere = await _app.Http.PostAsJsonAsync("chips/put", new PutOrder(CardSides.Dual), SandboxApp.Json);
        Assert.Equal(HttpStatusCode.BadRequest, nowhere.StatusCode);
        using var never = await _app.Http.PostAsJsonAsync("chips/put", new PutOrder(CardSides.Contactless, TearAt: 0), SandboxApp.Json);
        Assert.Equal(HttpStatusCode.BadRequest, never.StatusCode);
    }

    [Fact]
    public async Task Schemes_keys_are_there_for_terminals()
    {
        var keys = await _app.Http.GetFromJsonAsync<AuthorityKey[]>(
            "chips/authorities",
            SandboxApp.Json,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(TestChips.Keys.Authorities(), keys);
    }

    private async Task<ChipDeskState> LookAsync() =>
        (await _app.Http.GetFromJsonAsync<ChipDeskState>("chips", SandboxApp.Json, TestContext.Current.CancellationToken))!;

    private async Task<ChipDeskState> PutAsync(PutOrder order)
    {
        using var answer = await _app.Http.PostAsJsonAsync("chips/put", order, SandboxApp.Json);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<ChipDeskState>(SandboxApp.Json))!;
    }

    private async Task AssertRefusedAsync(HttpStatusCode status, string code, PutOrder order)
    {
        using var answer = await _app.Http.PostAsJsonAsync("chips/put", order, SandboxApp.Json);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<SandboxRefusal>(SandboxApp.Json))!.Code);
    }
}
