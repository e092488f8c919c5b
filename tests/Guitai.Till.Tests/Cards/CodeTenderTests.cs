using Guitai.Contracts.Terminal;
using Guitai.Till.Cards;
using Guitai.Till.Pages;
using Guitai.Till.Tenders;

namespace Guitai.Till.Tests.Cards;

/// <summary>Codes at the till: scanned among the goods, shown to the customer, given up, given back.</summary>
public sealed class CodeTenderTests
{
    private const string Code = "134512345678901234";
    private const string Shown = "weixin://wxpay/bizpayurl?pr=a1B2c3";

    [Fact]
    public async Task A_customers_code_scanned_among_the_goods_pays_at_once_and_says_whose_it_was()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        var order = till.View().Cart!.OrderId;
        await till.ScanAsync(Code);
        var payment = Assert.Single(till.View().Cards!.Payments);
        Assert.Equal(("wechat", 1299L), (payment.Wallet, payment.AmountMinor));
        await till.RoundAsync();
        Assert.Equal(Code, Assert.Single(till.Terminal!.Codes).Scanned!.Value.Reveal());
        till.Terminal.Await(payment.Id);
        await till.RoundAsync();
        Assert.Equal(("wechat", 45_000L), (till.Till.CardDesk.Code!.Wallet, till.Till.CardDesk.Code.UntilMs));
        till.Terminal.Approve(payment.Id);
        await till.RoundAsync();
        var tender = Assert.Single(till.Till.Book.Find(order)!.Value.Order.Tenders);
        Assert.Equal(("code-wechat", "微信支付", false), (tender.Kind, tender.Name, tender.NotVerified));
        Assert.Equal("4200001234202611220000000001", tender.Reference);
        Assert.Equal(1299, till.Till.Desk.State.Shift!.Totals.Tenders["code-wechat"].InMinor);
        till.AssertProved();
    }

    [Theory]
    [InlineData("134512345678901234", "wechat")]
    [InlineData("283456789012345678", "alipay")]
    [InlineData("6212345678901234567", "unionpay")]
    public async Task The_code_itself_is_searched_nowhere_and_stands_in_no_file(string code, string wallet)
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        await till.ScanAsync(code);
        await till.RoundAsync();
        Assert.Equal(wallet, Assert.Single(till.View().Cards!.Payments).Wallet);
        Assert.Single(till.View().Cart!.Lines);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(till.Database)!))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(code)));
            // The same search finds what is there.
            Assert.True(
                !file.EndsWith("-wal", StringComparison.Ordinal) || bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(wallet)) >= 0
            );
        }
    }

    [Fact]
    public async Task A_code_with_nothing_to_pay_is_refused_and_so_is_what_is_none()
    {
        await using var till = await CardTill.StartAsync();
        await till.RefusedAsync(
            "payment.nothing-to-pay",
            t => t.Checkout.ScanAsync(till.Page, new ScanRequest(Guid.CreateVersion7(), Code))
        );
        await till.ScanAsync("1002");
        await till.RefusedAsync("payment.not-a-code", t => t.CardTenders.AskCodeAsync(till.Page, Ask(till, "6901234567892", null)));
        await till.RefusedAsync("payment.not-a-code", t => t.CardTenders.AskCodeAsync(till.Page, Ask(till, null, "paypal")));
        Assert.Empty(till.Terminal!.Codes);
    }

    [Fact]
    public async Task A_shown_code_is_on_the_customers_screen_until_it_is_paid()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        var ask = Ask(till, null, "alipay");
        await till.DoAsync(t => t.CardTenders.AskCodeAsync(till.Page, ask));
        await till.RoundAsync();
        till.Terminal!.Await(ask.CommandId, Shown);
        await till.RoundAsync();
        Assert.Equal(Shown, till.Till.CardDesk.Code!.Text.ToString());
        await till.DoAsync(t => t.CardDesk.PrintCodeAsync(till.Page, new CardPaymentRequest(Guid.CreateVersion7(), ask.CommandId)));
        till.Terminal.Approve(ask.CommandId);
        await till.RoundAsync();
        Assert.Null(till.Till.CardDesk.Code);
        Assert.Equal(1299, till.View().LastSale!.TotalMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task A_till_that_dies_before_the_terminal_has_the_code_takes_nothing_and_says_so()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        await till.ScanAsync(Code);
        await till.RestartedAsync();
        await till.RoundAsync();
        await till.RoundAsync();
        Assert.Null(Assert.Single(till.Terminal!.Codes).Scanned);
        var tender = Assert.Single(till.View().Cart!.Tenders);
        Assert.Equal((TenderState.Failed, "payment.code-gone"), (tender.State, tender.Reason!.Code));
        await till.PayAsync();
        till.AssertProved();
    }

    [Fact]
    public async Task A_till_that_dies_while_the_customer_enters_the_password_waits_on_and_books_what_came()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        await till.ScanAsync(Code);
        await till.RoundAsync();
        var id = Assert.Single(till.View().Cards!.Payments).Id;
        till.Terminal!.Await(id);
        await till.RestartedAsync();
        await till.RoundAsync();
        till.Terminal.Approve(id);
        await till.RoundAsync();
        Assert.Equal(1299, till.Terminal.TakenMinor);
        Assert.Equal(1299, till.View().LastSale!.TotalMinor);
        till.AssertProved();
    }

    [Fact]
    public async Task Part_of_an_order_is_paid_by_code_and_the_rest_in_cash_and_each_goes_back_the_way_it_came()
    {
        await using var till = await CardTill.StartAsync();
        await till.ScanAsync("1002");
        await till.DoAsync(t => t.Checkout.ScanAsync(till.Page, new ScanRequest(Guid.CreateVersion7(), Code, 1000, 800)));
        await till.RoundAsync();
        till.Terminal!.Approve(Assert.Single(till.View().Cards!.Payments).Id);
        await till.RoundAsync();
        Assert.Equal(499, till.View().Cart!.RestMinor);
        var id = await till.PayAsync(500);
        var order = till.Till.Book.Find(id)!.Value.Order;
        Assert.Equal([("code-wechat", 800L), ("cash", 490L)], order.Tenders.Select(t => (t.Kind, t.AmountMinor)));
        till.AssertProved();
    }

    private static AskCodeRequest Ask(TestTill till, string? code, string? wallet) =>
        new(Guid.CreateVersion7(), till.View().Cart!.OrderId, till.View().Cart!.RestMinor, till.View().Cart!.RestMinor, code, wallet);
}
