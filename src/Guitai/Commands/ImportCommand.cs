using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guitai.Foundation;
using Guitai.Hosting;
using Guitai.Shop;
using Guitai.Shop.Imports;

namespace Guitai.Commands;

/// <summary><c>guitai import products FILE</c>: a product list into the shop, with every refused row and why as JSON lines, in both languages.</summary>
internal static class ImportCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV, .xls or .xlsx" };
        var data = new Option<string>("--data") { Description = "Folder of the shop's data", DefaultValueFactory = _ => "data" };
        var preview = new Option<bool>("--preview") { Description = "Look only, change nothing" };
        var sheet = new Option<string?>("--sheet") { Description = "Sheet of the workbook; else the first that holds something" };
        var column = new Option<string[]>("--column")
        {
            Description =
                "What a column holds where the guess is wrong, HEADING=FIELD or NUMBER=FIELD; without a field it is left out. Fields: "
                + string.Join(", ", Enum.GetNames<ImportField>().Select(JsonNamingPolicy.CamelCase.ConvertName)),
        };
        var store = new Option<string?>("--store") { Description = "Name of the store that opening stock goes to" };
        var first = new Option<bool>("--first-keeps-barcode")
        {
            Description = "Whoever has it first keeps a barcode that several products have; else such rows are refused",
        };
        var refused = new Option<FileInfo?>("--refused") { Description = "Write the refused rows there as CSV, with their reasons" };
        var english = new Option<bool>("--english") { Description = "Reasons in that file in English" };
        var products = new Command("products", "Brings products from a CSV file or a workbook")
        {
            file,
            data,
            preview,
            sheet,
            column,
            store,
            first,
            refused,
            english,
        };
        products.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed.GetValue(file)!,
                    parsed.GetValue(data)!,
                    new Wanted(
                        parsed.GetValue(preview),
                        parsed.GetValue(sheet),
                        parsed.GetValue(column) ?? [],
                        parsed.GetValue(store),
                        parsed.GetValue(first),
                        parsed.GetValue(refused),
                        parsed.GetValue(english)
                    )
                )
        );
        return new Command("import", "Brings data from another system") { products };
    }

    private static async Task<int> RunAsync(FileInfo file, string data, Wanted wanted)
    {
        if (!file.Exists)
        {
            throw new Failure($"There is no file {file}.", $"文件 {file} 不存在。");
        }

        if (file.Length > ProductImport.MostBytes)
        {
            return Refused(new Refusal("body.too-large"));
        }

        using var shop = await ShopHost.OpenAsync(Path.Combine(data, "shop"), postgres: null);
        var (import, actor) = (shop.Shop.Import, Actor.Part("import"));
        var opened = import.Open(actor, await File.ReadAllBytesAsync(file.FullName));
        if (opened.Ok && wanted.Sheet is { } sheet)
        {
            opened = await import.TurnAsync(actor, opened.Value.Id, sheet);
        }

        if (opened.Refusal is { } unread)
        {
            return Refused(unread);
        }

        var choices = Choose(opened.Value, wanted);
        if (choices.Refusal is { } unclear)
        {
            return Refused(unclear);
        }

        var outcome = wanted.Preview
            ? await import.CheckAsync(actor, opened.Value.Id, choices.Value)
            : await import.SaveAsync(actor, opened.Value.Id, choices.Value);
        if (outcome.Refusal is { } refusal)
        {
            return Refused(refusal);
        }

        var report = outcome.Value;
        foreach (var row in report.Notes)
        {
            Tell(row.Code, row.Parameters, row.Line, taken: true);
        }

        foreach (var row in report.Refused)
        {
            Tell(row.Code, row.Parameters, row.Line, taken: false);
        }

        if (wanted.Refused is { } target)
        {
            var rows = import.RefusedFile(actor, opened.Value.Id, wanted.English ? "en" : "zh-CN");
            await File.WriteAllBytesAsync(target.FullName, rows.Value);
        }

        Console.Out.WriteLine(JsonSerializer.Serialize(report with { Refused = [], Notes = [], Sample = [] }, s_json));
        return report.RefusedCount == 0 ? 0 : 1;
    }

    private static Outcome<ImportRequest> Choose(ImportFileView file, Wanted wanted)
    {
        var columns = file.Columns.Select(c => c.Field).ToArray();
        foreach (var text in wanted.Columns)
        {
            var at = text.LastIndexOf('=');
            var (heading, field) = at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
            var column = file.Columns.ToList().FindIndex(c => string.Equals(c.Heading, heading, StringComparison.OrdinalIgnoreCase));
            if (column < 0 && int.TryParse(heading, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                column = number - 1;
            }

            ImportField? meant = Enum.TryParse<ImportField>(field, ignoreCase: true, out var known) ? known : null;
            if (column < 0 || column >= columns.Length || (meant is null && field.Length > 0))
            {
                return Refusal.With("import.no-column", "column", text);
            }

            columns =
            [
                .. columns.Select(
                    (c, i) =>
                        i == column ? meant
                        : c == meant ? null
                        : c
                ),
            ];
        }

        if (wanted.Store is not { } name)
        {
            return new ImportRequest(Chosen(columns), FirstKeeps: wanted.FirstKeeps);
        }

        return file.Stores.FirstOrDefault(s => s.Name == name) is { } store
            ? new ImportRequest(Chosen(columns), store.Id, FirstKeeps: wanted.FirstKeeps)
            : new Refusal("import.store-needed");
    }

    private static IReadOnlyList<ColumnChoice> Chosen(ImportField?[] columns) =>
        [.. columns.Select((f, i) => (f, i)).Where(c => c.f is not null).Select(c => new ColumnChoice(c.i, c.f!.Value))];

    private static int Refused(Refusal refusal)
    {
        Tell(refusal.Code, refusal.Parameters, line: null, taken: null);
        return 1;
    }

    private static void Tell(string code, IReadOnlyDictionary<string, string>? parameters, int? line, bool? taken) =>
        Console.Out.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    line,
                    taken,
                    code,
                    parameters,
                    zh = ReasonTexts.In("zh-CN").Of(code, parameters),
                    en = ReasonTexts.In("en").Of(code, parameters),
                },
                s_json
            )
        );

    private sealed record Wanted(
        bool Preview,
        string? Sheet,
        IReadOnlyList<string> Columns,
        string? Store,
        bool FirstKeeps,
        FileInfo? Refused,
        bool English
    );
}
