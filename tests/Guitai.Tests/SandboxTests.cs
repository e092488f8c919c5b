using System.Net.Http.Json;
using System.Text.Json;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary><c>guitai sandbox</c>: the issuer and its endpoints in the real program.</summary>
public sealed class SandboxTests
{
    [Fact]
    public async Task The_sandbox_runs_an_issuer_whose_cards_another_process_can_make_from_its_profile()
    {
        using var folder = new TemporaryFolder();
        var port = GuitaiProcess.FreePort();
        var link = GuitaiProcess.FreePort();
        using (
            var sandbox = GuitaiProcess.Start(
                port,
                ["sandbox", "--data", folder["data"], "--port", $"{port}", "--issuer-port", $"{link}", "--wallets-port", "0"]
            )
        )
        {
            using var http = new HttpClient { BaseAddress = sandbox.Address };
            var card = await UntilAsync(
                sandbox,
                () => http.GetFromJsonAsync<JsonElement>("/sandbox/api/cards?program=jcb-credit&from=100&count=1")
            );
            var files = new IssuerFolder(Path.Combine(folder["data"], "sandbox", "issuer"));
            var same = new CardBureau(IssuerProfile.Read(files.Profile)).Card("jcb-credit", 100);
            Assert.Equal(same.Pan, card[0].GetProperty("card").GetProperty("pan").GetString());
            Assert.Contains("BEGIN CERTIFICATE", await File.ReadAllTextAsync(files.AuthorityCertificate), StringComparison.Ordinal);
            Assert.NotEqual(files.Components().First.Text, files.Components().Second.Text);
            Assert.Contains($"{link}", sandbox.Output, StringComparison.Ordinal);
            var (code, _, errors) = await GuitaiProcess.RunAsync(
                "sandbox",
                "--data",
                folder["data"],
                "--port",
                $"{GuitaiProcess.FreePort()}"
            );
            Assert.Equal(1, code);
            Assert.Contains("Another guitai process", errors, StringComparison.Ordinal);
            await sandbox.StopAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(folder["data"], "sandbox", "issuer", "issuer.json"), "{}");
        var (damaged, _, told) = await GuitaiProcess.RunAsync("sandbox", "--data", folder["data"], "--port", $"{GuitaiProcess.FreePort()}");
        Assert.Equal(1, damaged);
        Assert.Contains("发卡行", told, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> UntilAsync(GuitaiProcess process, Func<Task<JsonElement>> ask)
    {
        while (true)
        {
            Assert.False(process.HasExited, process.Errors);
            try
            {
                return await ask();
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
