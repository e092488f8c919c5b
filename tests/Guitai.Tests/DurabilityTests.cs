using System.Text.RegularExpressions;

namespace Guitai.Tests;

/// <summary>What the operating system saw: the journal is synced before the first byte of the receipt leaves.</summary>
public sealed partial class DurabilityTests
{
    [Fact]
    public async Task The_journal_is_synced_before_the_receipts_bytes_leave()
    {
        using var folder = new TemporaryFolder();
        using var paper = new PaperCatcher();
        var trace = folder["trace"];
        using (
            var guitai = await GuitaiProcess.DemoAsync(
                folder["data"],
                paper.Name,
                null,
                "strace",
                "-f",
                "-y",
                "-s",
                "60",
                "-o",
                trace,
                "-e",
                "trace=recvfrom,recvmsg,read,sendto,sendmsg,write,pwrite64,fdatasync,fsync"
            )
        )
        {
            using var till = new TillClient(guitai.Address);
            await till.LogInAsync();
            await till.OpenShiftAsync();
            await till.PayAsync(await till.ScanAsync("10001"));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (paper.Documents.Count == 0)
            {
                await Task.Delay(20, limit.Token);
            }
        }

        var lines = File.ReadAllLines(trace);
        var asked = Array.FindIndex(lines, l => l.Contains("POST /till/api/cart/pay-cash", StringComparison.Ordinal));
        Assert.True(asked >= 0, "strace did not see the request");
        var printed = Array.FindIndex(lines, asked, l => Printed().IsMatch(l));
        Assert.True(printed >= 0, "strace did not see the receipt's bytes");
        var written = Array.FindIndex(
            lines,
            asked,
            l => l.Contains("pwrite64", StringComparison.Ordinal) && l.Contains("till.db-wal", StringComparison.Ordinal)
        );
        Assert.InRange(written, asked, printed);
        var lastWrite = Array.FindLastIndex(
            lines,
            printed,
            printed - asked,
            l => l.Contains("pwrite64", StringComparison.Ordinal) && l.Contains("till.db-wal", StringComparison.Ordinal)
        );
        Assert.Contains(SyncsBetween(lines, lastWrite, printed), end => end < printed);
    }

    // Indices at which a sync of the till's log, begun after the write, had ended.
    private static IEnumerable<int> SyncsBetween(string[] lines, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (!lines[i].Contains("fdatasync(", StringComparison.Ordinal) || !lines[i].Contains("till.db-wal", StringComparison.Ordinal))
            {
                continue;
            }

            var thread = lines[i].Split(' ', 2)[0];
            yield return lines[i].Contains("unfinished", StringComparison.Ordinal)
                ? Array.FindIndex(
                    lines,
                    i,
                    l => l.StartsWith(thread + " ", StringComparison.Ordinal) && l.Contains("fdatasync resumed", StringComparison.Ordinal)
                )
                : i;
        }
    }

    // A document begins with ESC @; the drawer's pulse goes before it.
    [GeneratedRegex("""(sendto|sendmsg|write)\(.*"(\\33p\\0\\31\\372)?\\33@""")]
    private static partial Regex Printed();
}
