using System.Diagnostics;
using System.Globalization;
using System.Text;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Shop;
using Guitai.Shop.Catalogue;
using Guitai.Shop.Imports;
using Guitai.Shop.Staff;
using Guitai.Shop.Verify;

namespace Guitai.Bench;

/// <summary>How long a large product list takes from the file's bytes to saved products with opening stock, and what memory that needs.</summary>
internal static class ShopBench
{
    /// <summary>Runs the bench in a folder of its own, which is removed afterwards.</summary>
    public static async Task<int> RunAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("guitai-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "shop.db");
            var store = RoleStore.Open(SqliteEngine.Open(file), ShopRole.Migrations);
            store.StartLoop(e => Environment.FailFast("The store failed.", e));
            using (store)
            using (var shop = await ShopRole.CreateAsync(store, TimeProvider.System, new SystemRandomness()))
            {
                await ImportAsync(shop, rows);
            }

            using var connection = SqliteEngine.OpenReadOnly(file);
            return ShopVerify.Run(connection).All(r => r.Ok) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ImportAsync(ShopDesk shop, int rows)
    {
        Check(
            await shop.Setup.RunAsync(new SetupRequest("测速", "一店", "掌柜", "1000", new("2580"), new("a-long-word-to-bench")), "bench")
        );
        var (bytes, actor) = (List(rows), Actor.Part("bench"));
        await Console.Error.WriteLineAsync($"importing {rows} rows, {bytes.Length / 1024 / 1024} MB");
        var took = Stopwatch.StartNew();
        var opened = shop.Import.Open(actor, bytes);
        Check(opened);
        await Console.Error.WriteLineAsync($"read after {took.Elapsed.TotalSeconds:0.0} s");
        var choices = new ImportRequest(opened.Value.Guessed());
        var looked = await shop.Import.CheckAsync(actor, opened.Value.Id, choices);
        Check(looked);
        await Console.Error.WriteLineAsync($"looked ahead after {took.Elapsed.TotalSeconds:0.0} s");
        var saved = await shop.Import.SaveAsync(actor, opened.Value.Id, choices);
        Check(saved);
        Figure.Print("shop.import_100k_s", took.Elapsed.TotalSeconds, "s");
        using var process = Process.GetCurrentProcess();
        Figure.Print("shop.import_cpu_s", process.TotalProcessorTime.TotalSeconds, "s");
        Figure.Print("shop.import_rss_mb", process.PeakWorkingSet64 / 1024.0 / 1024.0, "MB");

        took.Restart();
        Check(opened = shop.Import.Open(actor, bytes));
        var again = await shop.Import.SaveAsync(actor, opened.Value.Id, choices);
        Check(again);
        Figure.Print("shop.import_again_s", took.Elapsed.TotalSeconds, "s");
        var listed = shop.Products.List(new ProductQuery(null, null, null, 0, 1)).Total;
        if (saved.Value.Added != rows || again.Value.Unchanged != rows || listed != rows)
        {
            throw new InvalidOperationException($"{saved.Value.Added} added, {again.Value.Unchanged} unchanged, {listed} listed.");
        }
    }

    // As such lists are: some blanks at the ends, some full-width brackets, a category for every few hundred.
    private static byte[] List(int rows)
    {
        var text = new StringBuilder("商品编码,商品条码,商品名称,规格,所属分类,单位,零售价(元),进货价,当前库存\r\n");
        for (var i = 0; i < rows; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{i + 100_000},{Barcode(i)},商品（{i % 977}）号 {i}{(i % 5 == 0 ? " " : "")},{i % 900 + 100}ml,分类{i % 300},瓶,{i % 200}.{i % 10}0,{i % 100}.5,{i % 500}\r\n"
            );
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Barcode(int number)
    {
        var digits = "690" + number.ToString("D9", CultureInfo.InvariantCulture);
        var sum = digits.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        return digits + ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
    }

    private static void Check<T>(Outcome<T> outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The bench was refused: {refusal.Code}.");
        }
    }
}
