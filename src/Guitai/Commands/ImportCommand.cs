using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Guitai.Hosting;
using Guitai.Shop;

namespace Guitai.Commands;

/// <summary><c>guitai import products FILE</c>: a product list into the shop, with every refused row and why as JSON lines.</summary>
internal static class ImportCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV with a heading row" };
        var data = new Option<string>("--data") { Description = "Folder of the shop's data", DefaultValueFactory = _ => "data" };
        var preview = new Option<bool>("--preview") { Description = "Look only, change nothing" };
        var products = new Command("products", "Brings products from a CSV file") { file, data, preview };
        products.SetAction((parsed, _) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(data)!, parsed.GetValue(preview)));
        return new Command("import", "Brings data from another system") { products };
    }

    private static async Task<int> RunAsync(FileInfo file, string data, bool preview)
    {
        if (!file.Exists)
        {
            throw new Failure($"There is no file {file}.", $"文件 {file} 不存在。");
        }

        using var shop = await ShopHost.OpenAsync(Path.Combine(data, "shop"), postgres: null);
        var outcome = await shop.Shop.Import.RunAsync(Actor.Part("import"), await File.ReadAllBytesAsync(file.FullName), preview);
        if (outcome.Refusal is { } refusal)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(refusal, s_json));
            return 1;
        }

        var report = outcome.Value;
        foreach (var row in report.Refused)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(row, s_json));
        }

        Console.Out.WriteLine(JsonSerializer.Serialize(report with { Refused = [] }, s_json));
        return report.Refused.Count == 0 ? 0 : 1;
    }
}
