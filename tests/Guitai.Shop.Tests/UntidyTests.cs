using Guitai.Shop.Imports;

namespace Guitai.Shop.Tests;

public sealed class UntidyTests
{
    [Fact]
    public async Task Every_oddity_of_an_untidy_list_is_named_with_its_line()
    {
        await using var shop = await TestShop.SetUpAsync();
        var file = shop.Shop.Import.Open(TestShop.Owner, UntidyList.Bytes()).Value;
        Assert.Equal(("GB18030", 3), (file.Encoding, file.HeadingLine));
        Assert.All(file.Columns.Take(8), c => Assert.NotNull(c.Field));
        var report = (await shop.Shop.Import.CheckAsync(TestShop.Owner, file.Id, new ImportRequest(file.Guessed()))).Value;
        var said = report.Refused.Concat(report.Notes).Select(r => (r.Line, r.Code)).ToHashSet();
        Assert.Equal([], UntidyList.Said.Except(said));

        // And nothing is refused that is not odd.
        Assert.Equal([], report.Refused.Select(r => (r.Line, r.Code)).Except(UntidyList.Said));
        Assert.Equal(1, report.QuestionCount);
        Assert.Equal((UntidyList.Taken, 0), (report.Added, report.Changed));
    }

    [Fact]
    public async Task The_owner_decides_on_a_shared_barcode_all_is_saved_at_once_and_a_repeat_makes_no_doubles()
    {
        await using var shop = await TestShop.SetUpAsync();
        var file = shop.Shop.Import.Open(TestShop.Owner, UntidyList.Bytes()).Value;
        var look = (await shop.Shop.Import.CheckAsync(TestShop.Owner, file.Id, new ImportRequest(file.Guessed()))).Value;
        var question = Assert.Single(look.Questions);
        Assert.Equal(["一码两品甲", "一码两品乙"], question.Holders.Select(h => h.Name));
        var choices = new ImportRequest(file.Guessed(), Barcodes: [new(question.Barcode, question.Holders[1].Line)]);
        var saved = (await shop.Shop.Import.SaveAsync(TestShop.Owner, file.Id, choices)).Value;
        Assert.Equal(UntidyList.Taken + 2, saved.Added);
        Assert.Equal((0, 1), (shop.Product("O09").Barcodes.Count, shop.Product("O10").Barcodes.Count));
        Assert.Equal(("末尾空格", "可乐(大)"), (shop.Product("O01").Name, shop.Product("O04").Name));
        Assert.Equal((129_900, 99_900), (shop.Product("O31").PriceMinor, shop.Product("O31").CostMinor));
        Assert.Equal(
            ["6910000000328", "6910000000335", "6910000000038"],
            new[] { "O32", "O33", "O03" }.Select(c => shop.Product(c).Barcodes[0])
        );
        var again = await shop.ImportAsync(UntidyList.Bytes());
        Assert.Equal((0, 0, UntidyList.Taken + 2, 0), (again.Added, again.Changed, again.Unchanged, again.StockCounts));
    }

    [Fact]
    public async Task A_barcode_of_the_catalogue_stays_or_goes_over_as_the_owner_says()
    {
        await using var shop = await TestShop.SetUpAsync();
        await shop.ImportAsync("code,name,price,barcode\nA1,可乐,3,6901234567892\n");
        const string File = "code,name,price,barcode\nA2,雪碧,4,6901234567892\n";
        var refused = await shop.ImportAsync(File);
        Assert.Equal(
            (0, "import.barcode-shared", "可乐"),
            (refused.Added, refused.Refused[0].Code, refused.Refused[0].Parameters!["name"])
        );
        Assert.Equal([0, 2], refused.Questions[0].Holders.Select(h => h.Line));

        var kept = await shop.ImportAsync(File, c => c with { FirstKeeps = true });
        Assert.Equal((1, 0), (kept.Added, kept.RefusedCount));
        Assert.Empty(shop.Product("A2").Barcodes);

        var moved = await shop.ImportAsync(File, c => c with { Barcodes = [new("6901234567892", 2)] });
        Assert.Equal((0, 2), (moved.Added, moved.Changed));
        Assert.Equal((0, 1), (shop.Product("A1").Barcodes.Count, shop.Product("A2").Barcodes.Count));
        Assert.Equal(0, (await shop.ImportAsync(File)).RefusedCount);
    }

    [Fact]
    public async Task Two_products_of_the_catalogue_can_swap_barcodes_in_one_file()
    {
        await using var shop = await TestShop.SetUpAsync();
        await shop.ImportAsync("code,name,price,barcode\nA1,甲,3,6900000000001\nA2,乙,3,6900000000002\n");
        var report = await shop.ImportAsync("code,name,price,barcode\nA1,甲,3,6900000000002\nA2,乙,3,6900000000001\n");
        Assert.Equal((2, 0, 0), (report.Changed, report.RefusedCount, report.QuestionCount));
        Assert.Equal("6900000000002", shop.Product("A1").Barcodes[0]);
    }
}
