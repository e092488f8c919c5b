using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Till.Checkout;
using Guitai.Till.Pages;

namespace Guitai.Till.Tests;

/// <summary>Labels of the store's own scale: apples (2001) are sold by weight at 12.80 a kilogram, cola (1001) by piece.</summary>
public sealed class LabelTests
{
    private static readonly LabelRule s_grams = new("21", LabelValue.Weight, 5, 5, 3);
    private static readonly LabelRule s_fen = new("22", LabelValue.Price, 5, 5, 2);
    private static readonly LabelRule s_checked = new("23", LabelValue.Price, 5, 4, 2, ValueCheck: true);

    // GS1 General Specifications 7.9, examples of the price verifier digit; and neighbours of them that must not pass.
    [Theory]
    [InlineData("2875", '9')]
    [InlineData("14685", '6')]
    public void A_value_check_digit_is_the_one_that_GS1_computes(string value, char digit) =>
        Assert.Equal(digit, LabelBarcode.ValueCheckDigit(value));

    [Fact]
    public void Any_other_digit_in_a_value_gives_another_check_digit()
    {
        for (var value = 0; value < 100_000; value += 37)
        {
            var text = value.ToString("00000", System.Globalization.CultureInfo.InvariantCulture);
            for (var place = 0; place < 5; place++)
            {
                var other = text.ToCharArray();
                other[place] = (char)('0' + ((other[place] - '0' + 1 + (value % 9)) % 10));
                if (other[place] != text[place])
                {
                    Assert.NotEqual(LabelBarcode.ValueCheckDigit(text), LabelBarcode.ValueCheckDigit(other));
                }
            }
        }
    }

    [Theory]
    [InlineData("690123456789", '2')]
    [InlineData("590123412345", '7')]
    public void A_check_digit_of_an_EAN_is_the_published_one(string digits, char digit) =>
        Assert.Equal(digit, LabelBarcode.CheckDigit(digits));

    [Fact]
    public async Task A_weight_label_rings_up_its_weight_at_the_unit_price()
    {
        await using var test = await StartAsync(s_grams);
        await test.ScanAsync(Code("21" + "02001" + "01250"));
        var line = Assert.Single(test.View().Cart!.Lines);
        Assert.Equal((1250L, 1600L, test.Shop.Apples.Id), (line.QuantityMilli, line.GrossMinor, line.ProductId!.Value));
        Assert.Null(line.LabelMinor);
    }

    [Theory]
    [InlineData(0, 4, 4000)]
    [InlineData(1, 45, 4500)]
    [InlineData(2, 125, 1250)]
    public async Task Decimals_of_a_weight_are_the_owners(int decimals, int value, long milli)
    {
        await using var test = await StartAsync(s_grams with { Decimals = decimals });
        await test.ScanAsync(Code($"2102001{value:00000}"));
        Assert.Equal(milli, Assert.Single(test.View().Cart!.Lines).QuantityMilli);
    }

    [Fact]
    public async Task A_price_label_costs_what_it_says_to_the_fen()
    {
        await using var test = await StartAsync(s_fen);

        // 9.99 ÷ 12.80 = 780 g, and 780 g × 12.80 would be 9.98.
        await test.ScanAsync(Code("22" + "02001" + "00999"));
        var line = Assert.Single(test.View().Cart!.Lines);
        Assert.Equal((780L, 999L, 999L), (line.QuantityMilli, line.GrossMinor, line.LabelMinor!.Value));
        await test.PayAsync();
        var order = Guitai.Contracts.ContractJson.Read<Order>(await SentOrderAsync(test));
        Assert.Equal((999L, 990L), (order.Totals.GrossMinor, order.Totals.TotalMinor));
    }

    [Fact]
    public async Task Every_price_of_a_label_is_paid_exactly()
    {
        await using var test = await StartAsync(s_fen);
        for (var price = 1; price < 3000; price += 53)
        {
            await test.ScanAsync(Code($"2202001{price:00000}"));
            Assert.Equal(price, test.View().Cart!.Lines[^1].NetMinor);
        }

        Assert.Equal(57, test.View().Cart!.Lines.Count);
    }

    [Fact]
    public async Task A_price_label_on_something_sold_by_piece_is_one_piece_at_that_price_and_joins_no_other_line()
    {
        await using var test = await StartAsync(s_fen);
        await test.ScanAsync("1001");
        await test.ScanAsync(Code("22" + "01001" + "00300"));
        await test.ScanAsync("1001");
        Assert.Equal([(2000L, 700L), (1000L, 300L)], test.View().Cart!.Lines.Select(l => (l.QuantityMilli, l.GrossMinor)));
    }

    [Fact]
    public async Task Another_quantity_or_price_of_the_cashiers_ends_the_labels_word()
    {
        await using var test = await StartAsync(s_fen);
        await test.ScanAsync(Code("22" + "02001" + "00999"));
        var line = test.View().Cart!.Lines[0].Id;
        await test.DoAsync(t => t.Checkout.ChangeQuantityAsync(test.Page, new ChangeQuantityRequest(Guid.CreateVersion7(), line, 500)));
        Assert.Equal(640, test.View().Cart!.Lines[0].GrossMinor);
    }

    [Fact]
    public async Task A_label_with_a_value_check_digit_is_read_and_a_wrong_one_refused()
    {
        await using var test = await StartAsync(s_checked);
        await test.ScanAsync(Code("23" + "02001" + "9" + "2875"));
        Assert.Equal(2875, Assert.Single(test.View().Cart!.Lines).GrossMinor);
        await RefusedAsync(test, "label.check-digit", Code("23" + "02001" + "8" + "2875"));
    }

    [Fact]
    public async Task Labels_that_cannot_be_sold_are_refused_with_the_reason_and_leave_the_cart_as_it_was()
    {
        await using var test = await StartAsync(s_grams, s_fen);
        var free = test.Shop.AddProduct("2002", null, "试吃", 0, 0, weighed: true);
        await test.Till.Sync.RoundAsync(default);
        var good = Code("21" + "02001" + "01250");
        await RefusedAsync(test, "label.check-digit", good[..12] + (char)('0' + ((good[12] - '0' + 1) % 10)));
        await RefusedAsync(test, "label.unknown-item", Code("21" + "99999" + "01250"));
        await RefusedAsync(test, "label.zero", Code("21" + "02001" + "00000"));
        await RefusedAsync(test, "label.zero", Code("22" + "02001" + "00000"));
        await RefusedAsync(test, "label.not-weighed", Code("21" + "01001" + "01250"));
        await RefusedAsync(test, "label.no-unit-price", Code("22" + free.Code.PadLeft(5, '0') + "00100"));
        await RefusedAsync(test, "cart.unknown-barcode", Code("24" + "02001" + "01250"));
        await RefusedAsync(test, "cart.unknown-barcode", good[..12]);
        Assert.Null(test.View().Cart);
    }

    [Fact]
    public async Task A_barcode_that_a_product_has_is_that_product_whatever_the_rules_say()
    {
        var whole = Code("21" + "02001" + "01250");
        var shop = Shop(s_grams);
        shop.AddProduct("3001", whole, "礼盒", 8800, 5000);
        await using var test = await TestTill.StartAsync(shop);
        await test.ScanAsync(whole);
        Assert.Equal("礼盒", Assert.Single(test.View().Cart!.Lines).Name);
    }

    [Fact]
    public async Task Several_packages_with_one_label_are_rung_up_at_once()
    {
        await using var test = await StartAsync(s_grams, s_fen);
        await test.ScanAsync(Code("21" + "02001" + "00500"), 3000);
        await test.ScanAsync(Code("22" + "02001" + "00999"), 2000);
        Assert.Equal([(1500L, 1920L), (1560L, 1998L)], test.View().Cart!.Lines.Select(l => (l.QuantityMilli, l.GrossMinor)));
        await test.RefusedAsync(
            "cart.whole-units-only",
            t => t.Checkout.ScanAsync(test.Page, new ScanRequest(Guid.CreateVersion7(), Code("21" + "02001" + "00500"), 1500))
        );
    }

    [Fact]
    public async Task A_labelled_line_comes_back_for_what_it_cost()
    {
        await using var test = await TestTill.StartAsync(Shop(s_fen), number: "2001", pin: "1357");
        await test.ScanAsync(Code("22" + "02001" + "00999"));
        var sale = await test.PayAsync();
        await test.DoAsync(t => t.Refunds.RefundAsync(test.Page, new RefundRequest(Guid.CreateVersion7(), sale, null, "坏了", null)));
        await test.Till.Sync.RoundAsync(default);
        var refund = Guitai.Contracts.ContractJson.Read<Order>(test.Shop.Facts.Single(f => f.Kind == FactKind.RefundCompleted).Body);
        Assert.Equal((999L, 990L), (refund.Totals.GrossMinor, refund.Totals.TotalMinor));
    }

    [Theory]
    [InlineData("19", 5, 5, 3, false)]
    [InlineData("2", 5, 5, 3, false)]
    [InlineData("21", 5, 4, 3, false)]
    [InlineData("21", 3, 6, 2, true)]
    [InlineData("21", 5, 5, 4, false)]
    [InlineData("21", 10, 0, 0, false)]
    public void Rules_by_which_nothing_can_be_read_are_unsound(string prefix, int item, int value, int decimals, bool check) =>
        Assert.False(new LabelRule(prefix, LabelValue.Weight, item, value, decimals, check).IsSound());

    private static string Code(string twelve) => twelve + LabelBarcode.CheckDigit(twelve);

    private static TestShop Shop(params LabelRule[] rules)
    {
        var shop = new TestShop();
        shop.ChangeStore(s => s with { LabelRules = rules });
        return shop;
    }

    private static Task<TestTill> StartAsync(params LabelRule[] rules) => TestTill.StartAsync(Shop(rules));

    private static Task RefusedAsync(TestTill test, string code, string barcode) =>
        test.RefusedAsync(code, t => t.Checkout.ScanAsync(test.Page, new ScanRequest(Guid.CreateVersion7(), barcode)));

    private static async Task<string> SentOrderAsync(TestTill test)
    {
        await test.Till.Sync.RoundAsync(default);
        return test.Shop.Facts.Single(f => f.Kind == FactKind.SaleCompleted).Body;
    }
}
