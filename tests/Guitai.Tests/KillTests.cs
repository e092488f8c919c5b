using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Guitai.Foundation.Store;
using Guitai.Receipts;

namespace Guitai.Tests;

/// <summary>SIGKILL at random moments of a stream of sales and refunds. <c>GUITAI_KILLS</c> sets how many; <c>./soak kill-till</c> runs 300.</summary>
public sealed class KillTests
{
    private static readonly int s_kills = int.Parse(
        Environment.GetEnvironmentVariable("GUITAI_KILLS") ?? "15",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public async Task Whatever_moment_the_process_is_killed_every_sale_on_paper_exists_exactly_once()
    {
        using var folder = new TemporaryFolder();
        using var paper = new PaperCatcher();
        var random = new Random(20260301);
        var told = new List<string>();
        for (var kill = 1; kill <= s_kills; kill++)
        {
            using var guitai = await GuitaiProcess.DemoAsync(folder["data"], paper.Name);
            using var till = new TillClient(guitai.Address);
            var stream = StreamAsync(till, random.Next(), told);
            await Task.WhenAny(stream, Task.Delay(random.Next(1, 1500)));
            guitai.Kill();
            await ExpectEndAsync(stream);
            if (kill % 25 == 0)
            {
                await Console.Error.WriteLineAsync(
                    $"kill-till: {kill} of {s_kills}, {told.Count} sales and refunds told, {paper.Documents.Count} papers"
                );
            }
        }

        using (var last = await GuitaiProcess.DemoAsync(folder["data"], paper.Name))
        {
            await AllSentAsync(last);
        }

        var (code, output, _) = await GuitaiProcess.RunAsync("verify", "--data", folder["data"]);
        Assert.True(code == 0, output);
        var numbers = Numbers(folder["data/till/till.db"]);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => $"WT01-01-{n:000000}"), numbers);
        Assert.NotEmpty(told);
        Assert.Empty(told.Except(numbers, StringComparer.Ordinal));
        var originals = paper
            .Documents.Where(d => !PaperCatcher.TextOf(d).Contains("副本", StringComparison.Ordinal))
            .Select(NumberOn)
            .OfType<string>()
            .ToList();
        Assert.NotEmpty(originals);
        Assert.Equal(originals.Count, originals.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(originals.Except(numbers, StringComparer.Ordinal));
        Assert.Equal(numbers, Numbers(folder["data/shop/shop.db"]));
    }

    // Sells and gives back until the connection breaks; notes what the till told it.
    private static async Task StreamAsync(TillClient till, int seed, List<string> told)
    {
        var random = new Random(seed);
        var view = await till.LogInAsync();
        if (view["shift"] is null)
        {
            await till.OpenShiftAsync();
        }

        for (var sale = 0; ; sale++)
        {
            for (var line = random.Next(1, 4); line > 0; line--)
            {
                view = await till.ScanAsync($"{10001 + random.Next(10)}");
            }

            view = await till.PayAsync(view);
            told.Add((string)view["lastSale"]!["receiptNumber"]!);
            if (sale % 3 == 2)
            {
                await RefundAsync(till, (string)view["lastSale"]!["orderId"]!, told);
            }
        }
    }

    private static async Task RefundAsync(TillClient till, string orderId, List<string> told)
    {
        var story = await till.GetAsync($"/till/api/orders/{orderId}");
        var line = story["refundable"]![0]!;
        var refund = await till.PostAsync(
            "/till/api/orders/refund",
            new
            {
                commandId = Guid.NewGuid(),
                originalOrderId = orderId,
                reason = "测试",
                lines = new[] { new { lineId = (string)line["lineId"]!, quantityMilli = 1000 } },
            }
        );
        told.Add((string)refund["order"]!["receiptNumber"]!);
    }

    private static async Task ExpectEndAsync(Task stream)
    {
        try
        {
            await stream;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The process was killed under it.
        }
    }

    private static async Task AllSentAsync(GuitaiProcess guitai)
    {
        using var till = new TillClient(guitai.Address);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        JsonNode view;
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            view = await till.GetAsync("/till/api/view");
        } while ((long)view["sync"]!["waiting"]! > 0);
    }

    private static List<string> Numbers(string database)
    {
        using var connection = SqliteEngine.OpenReadOnly(database);
        return [.. connection.Query<string>("SELECT receipt_number FROM order_row ORDER BY receipt_number")];
    }

    private static string? NumberOn(IReadOnlyList<PaperRow> document) => document.OfType<QrRow>().FirstOrDefault()?.Data;
}
