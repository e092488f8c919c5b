using Guitai.Till.Cards;
using Guitai.Till.Pages;
using Guitai.Till.Verify;

namespace Guitai.Till.Tests.Cards;

/// <summary>What a test does at a till with a card terminal.</summary>
internal static class CardTill
{
    public static Task<TestTill> StartAsync(string number = "3001", string pin = "2468") =>
        TestTill.StartAsync(number: number, pin: pin, terminal: new FakeTerminal());

    public static Task RoundAsync(this TestTill till) => till.Till.Cards.RoundAsync(default);

    public static AskCardRequest Ask(this TestTill till, long? amountMinor) =>
        new(Guid.CreateVersion7(), till.View().Cart!.OrderId, till.View().Cart!.RestMinor, amountMinor, null);

    /// <summary>Asks for a card, and lets the terminal hear it.</summary>
    public static async Task<Guid> AskAsync(this TestTill till, long? amountMinor)
    {
        var ask = till.Ask(amountMinor);
        await till.DoAsync(t => t.CardTenders.AskAsync(till.Page, ask));
        await till.RoundAsync();
        return ask.CommandId;
    }

    public static async Task<Guid> PayByCardAsync(this TestTill till, long amountMinor)
    {
        var id = await till.AskAsync(amountMinor);
        till.Terminal!.Swipe(id);
        till.Terminal.Approve(id);
        await till.RoundAsync();
        return id;
    }

    public static Task CancelAsync(this TestTill till, Guid id) =>
        till.DoAsync(t => t.CardDesk.CancelAsync(till.Page, new CardPaymentRequest(Guid.CreateVersion7(), id)));

    public static Task HoldAsync(this TestTill till) =>
        till.DoAsync(t => t.HeldOrders.HoldAsync(till.Page, new HoldRequest(Guid.CreateVersion7(), null)));

    /// <summary>The till's process ends, another one begins, and the same person logs in.</summary>
    public static async Task RestartedAsync(this TestTill till, string number = "3001", string pin = "2468")
    {
        await till.RestartAsync();
        await till.LogInAsync(number, pin);
    }

    public static void AssertProved(this TestTill till) =>
        Assert.All(till.Till.Store.Read(TillVerify.Prove), proof => Assert.True(proof.Ok, $"{proof.Name}: {proof.Detail}"));
}
