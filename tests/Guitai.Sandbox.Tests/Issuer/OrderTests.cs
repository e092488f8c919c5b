using System.Globalization;
using Guitai.Emv.Qr;
using Guitai.Iso8583;
using Guitai.Sandbox.Wallets.Phone;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>Codes that a shop shows at UnionPay: an order that any card pays once, within its time, unless it was turned round before.</summary>
public sealed class OrderTests : IAsyncLifetime
{
    private const long Full = 10_000_000;
    private const int Card = 1_000;

    private readonly TestIssuer _issuer = new();
    private HostClient _host = null!;

    private long Left => _issuer.Issuer.Standing(_issuer.Card(Card).Pan)!.AvailableMinor;

    public async ValueTask InitializeAsync() => _host = await _issuer.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Its_code_names_merchant_amount_and_sale_and_is_read_by_others()
    {
        var (sale, text) = await ShowAsync(12_345);
        Assert.True(MerchantQr.Parse(text, out var code).IsNone);
        Assert.Equal(("12", "156", "123.45", "CN"), (code!["01"], code["53"], code["54"], code["58"]));
        Assert.Equal($"00048001234{sale[37]}", code["62.05"]);
        var order = Assert.Single(_issuer.Issuer.Orders());
        Assert.Equal((text, 12_345), (order.Text, order.AmountMinor));
    }

    [Fact]
    public async Task It_is_paid_once_and_the_inquiry_says_so_and_goes_back_in_parts()
    {
        var (sale, text) = await ShowAsync(900);
        var reference = Reference(text);
        Assert.Equal("09", await _host.CodeAsync(Inquiry(sale)));
        Assert.Equal("13", _issuer.Issuer.PayOrder(reference, 901, Card));
        Assert.Equal("00", _issuer.Issuer.PayOrder(reference, 900, Card));
        Assert.Equal("94", _issuer.Issuer.PayOrder(reference, 900, Card));
        Assert.Equal(Full - 900, Left);
        var paid = await _host.AskAsync(Inquiry(sale));
        Assert.Equal(("00", "A4020"), (paid[39], paid[59]![..5]));
        await _issuer.RestartAsync();
        await using var host = await _issuer.ConnectAsync();
        Assert.Equal("00", await host.CodeAsync(Inquiry(sale)));
        Assert.Equal("00", await host.CodeAsync(_host.About(220, "200000", "00", sale, 400)));
        Assert.Equal("00", await host.CodeAsync(_host.About(220, "200000", "00", sale, 500)));
        Assert.Equal("13", await host.CodeAsync(_host.About(220, "200000", "00", sale, 1)));
        Assert.Equal(Full, Left);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turned_round_it_takes_nothing_whether_it_was_paid_or_not(bool paid)
    {
        var (sale, text) = await ShowAsync(900);
        if (paid)
        {
            Assert.Equal("00", _issuer.Issuer.PayOrder(Reference(text), 900, Card));
        }

        Assert.Equal("00", await _host.CodeAsync(_host.Reversal(sale)));
        Assert.Equal("68", await _host.CodeAsync(Inquiry(sale)));
        Assert.Equal("68", _issuer.Issuer.PayOrder(Reference(text), 900, Card));
        Assert.Equal(Full, Left);
        Assert.Empty(_issuer.Issuer.Orders());
        await _issuer.RestartAsync();
        Assert.Equal("68", _issuer.Issuer.PayOrder(Reference(text), 900, Card));
        Assert.Equal(Full, Left);
    }

    [Fact]
    public async Task After_three_minutes_nobody_can_pay_it()
    {
        var (sale, text) = await ShowAsync(900);
        _issuer.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("68", _issuer.Issuer.PayOrder(Reference(text), 900, Card));
        Assert.Equal("68", await _host.CodeAsync(Inquiry(sale)));
        Assert.Empty(_issuer.Issuer.Orders());
    }

    [Fact]
    public async Task What_is_no_order_can_be_neither_asked_about_nor_paid()
    {
        Assert.Equal("25", await _host.CodeAsync(Inquiry(_host.Message(200, "000000", "00", 900))));
        foreach (var reference in new[] { "", "1", new string('9', 23), new string('x', 23) })
        {
            Assert.Equal("25", _issuer.Issuer.OrderStanding(reference));
            Assert.Equal("25", _issuer.Issuer.PayOrder(reference, 900, Card));
        }

        var stripe = _host.Stripe(_issuer.Card(Card), 900);
        Assert.Equal("00", await _host.CodeAsync(stripe));
        Assert.Equal("94", _issuer.Issuer.PayOrder($"00048001234{stripe[37]}", 900, Card));
        var (_, text) = await ShowAsync(Full + 1);
        Assert.Equal("61", _issuer.Issuer.PayOrder(Reference(text), Full + 1, Card));
    }

    private static string Reference(string text)
    {
        Assert.True(MerchantQr.Parse(text, out var code).IsNone);
        return code!["62.05"]!;
    }

    private async Task<(IsoMessage Sale, string Text)> ShowAsync(long amountMinor)
    {
        var sale = _host.Message(200, "000000", "00", amountMinor);
        sale[22] = "032";
        sale[59] = "A5008unionpay";
        var answer = await _host.AskAsync(sale);
        Assert.Equal("09", answer[39]);
        var field = answer[59]!;
        Assert.Equal(("A5", field.Length - 5), (field[..2], int.Parse(field.AsSpan(2, 3), CultureInfo.InvariantCulture)));
        return (sale, field[5..]);
    }

    // The same number of the transaction, another class of message.
    private IsoMessage Inquiry(IsoMessage sale)
    {
        var inquiry = _host.About(100, "390000", "00", sale, long.Parse(sale[4]!, CultureInfo.InvariantCulture));
        inquiry[37] = sale[37];
        return inquiry;
    }
}
