using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Receipts;
using Guitai.Shop.Settings;

namespace Guitai.Shop.Tests;

/// <summary>What the back office shows of paper comes from the bytes of the printer.</summary>
public class PaperTests
{
    [Fact]
    public async Task A_preview_shows_the_words_as_they_are_typed_and_refuses_what_no_printer_prints()
    {
        await using var shop = await TestShop.SetUpAsync();
        var edit = EditOf(shop.Shop.Stores.List()[0].Store) with { Name = "晨光便利" };
        var typed = edit with { Receipt = edit.Receipt with { Header = ["天天平价"], Footer = ["欢迎再来"], Advertisement = "周三八折" } };
        var words = Text(shop.Shop.Stores.Preview(typed).Value);
        Assert.All(
            ["晨光便利", "天天平价", "欢迎再来", "周三八折", "矿泉水"],
            word => Assert.Contains(word, words, StringComparison.Ordinal)
        );

        var english = Text(shop.Shop.Stores.Preview(typed with { Receipt = typed.Receipt with { Language = "en", PaperMm = 58 } }).Value);
        Assert.Contains("Spring water", english, StringComparison.Ordinal);
        Assert.NotEmpty(shop.Shop.Stores.Preview(typed with { Code = "", Name = "" }).Value);
        Assert.NotEmpty(shop.Shop.Stores.Preview(typed with { Display = new DisplaySettings([new DisplaySlide(null, "", "")], 8) }).Value);
        Assert.Equal(
            "receipt.paperMm",
            shop.Shop.Stores.Preview(typed with { Receipt = typed.Receipt with { PaperMm = 70 } }).Refusal?.Parameters?["field"]
        );
        var broken = Convert.ToBase64String("P4\n9 9\n\0"u8);
        Assert.Equal(
            "receipt.logoPbm",
            shop.Shop.Stores.Preview(typed with { Receipt = typed.Receipt with { LogoPbm = broken } }).Refusal?.Parameters?["field"]
        );
        var logo = Convert.ToBase64String("P4\n8 2\n\u0055\u002a"u8);
        var drawn = shop.Shop.Stores.Preview(typed with { Receipt = typed.Receipt with { LogoPbm = logo } }).Value;
        Assert.Single(drawn.OfType<RasterRow>());
    }

    [Fact]
    public async Task An_orders_receipt_is_shown_as_a_copy_and_only_to_its_own_store()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var sale = till.Sell(1000);
        var refund = till.Sell(400, FactKind.RefundCompleted, sale.Id);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var words = Text(shop.Shop.Orders.Receipt(sale.Id, null).Value);
        Assert.All([sale.ReceiptNumber, "副本 1", "10.00"], word => Assert.Contains(word, words, StringComparison.Ordinal));
        Assert.Contains("退货小票", Text(shop.Shop.Orders.Receipt(refund.Id, null).Value), StringComparison.Ordinal);
        Assert.Equal("store.not-yours", shop.Shop.Orders.Receipt(sale.Id, Guid.NewGuid()).Refusal?.Code);
        Assert.Equal("not-found", shop.Shop.Orders.Receipt(Guid.NewGuid(), null).Refusal?.Code);
    }

    internal static StoreEdit EditOf(Store store) =>
        new(
            0,
            store.Code,
            store.Name,
            store.NameEn,
            store.Address,
            store.AddressEn,
            store.Phone,
            store.TimeZone,
            store.DayChangeHour,
            store.CashRounding,
            store.Receipt
        );

    private static string Text(IEnumerable<PaperRow> rows) =>
        string.Join('\n', rows.OfType<TextRow>().Select(r => string.Concat(r.Spans.Select(s => s.Text))));
}
