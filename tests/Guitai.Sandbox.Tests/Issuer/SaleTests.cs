namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>Selling with every way of reading a card, and every reason to refuse it.</summary>
public sealed class SaleTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private HostClient _host = null!;

    public async ValueTask InitializeAsync() => _host = await _issuer.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_stripe_with_its_PIN_is_approved_and_the_money_is_taken()
    {
        var card = _issuer.Card(200);
        var answer = await _host.AskAsync(_host.Stripe(card, 12_345, card.Pin));
        Assert.Equal("00", answer[39]);
        Assert.Matches("^[0-9]{6}$", answer[38]!);
        Assert.Equal(10_000_000 - 12_345, _issuer.Issuer.Standing(card.Pan)!.AvailableMinor);
    }

    [Fact]
    public async Task A_reversal_gives_the_money_back_and_a_repeat_of_it_nothing_more()
    {
        var card = _issuer.Card(200);
        var sale = _host.Stripe(card, 12_345, card.Pin);
        Assert.Equal("00", await _host.CodeAsync(sale));
        var reversal = _host.Reversal(sale);
        Assert.Equal("00", await _host.CodeAsync(reversal));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(reversal, 421)));
        Assert.Equal(10_000_000, _issuer.Issuer.Standing(card.Pan)!.AvailableMinor);
    }
}
