using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Guitai.Bench.Host;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>An issuer is changed while terminals sell: no question is lost, and none is asked in vain.</summary>
public sealed class IssuerEditTests
{
    [Fact]
    public async Task A_sale_that_is_with_an_issuer_and_those_that_follow_are_answered_while_its_link_is_made_anew()
    {
        await using var world = await HostWorld.MakeAsync(terminals: 2, postgres: null);
        using var http = await EnterAsync(world);
        var issuer = (await http.GetFromJsonAsync<JsonArray>("issuers"))!.Single()!;
        using var sandbox = new HttpClient { BaseAddress = world.SandboxAddress };
        sandbox.DefaultRequestHeaders.Add("X-Guitai", "1");
        var late = new
        {
            Fault = "Late",
            Type = "0200",
            Times = 1,
            DelayMs = 3_000,
        };
        using var faulty = await sandbox.PostAsJsonAsync("sandbox/api/issuer/faults", late);
        faulty.EnsureSuccessStatusCode();

        await using var slow = await world.ConnectAsync("10000000");
        await using var quick = await world.ConnectAsync("10000001");
        var waiting = slow.Terminal.AskAsync(Sale(world, 1));
        await KillHostTests.Until(async () => (int)(await LinkAsync(http))["state"]!["inFlight"]! == 1);

        using var saved = await http.PutAsJsonAsync("issuers/sandbox", Edit(issuer, answerMs: 19_000));
        Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);
        var made = false;
        for (var i = 2; !made || !waiting.IsCompleted; i++)
        {
            // The very first one may find the new link not signed on yet: the old one asks for it.
            Assert.Equal("00", (await quick.Terminal.AskAsync(Sale(world, i)))!.Code);
            var link = await LinkAsync(http);
            made = (int)link["answerMs"]! == 19_000 && (bool)link["ready"]!;
        }

        Assert.Equal("00", (await waiting)!.Code);
        Assert.Equal(0, (int)(await LinkAsync(http))["state"]!["unanswered"]!);
        Assert.Equal(0, (int)(await LinkAsync(http))["owed"]!);
    }

    [Fact]
    public async Task An_address_that_nobody_listens_at_is_told_of_and_mended_without_a_restart()
    {
        await using var world = await HostWorld.MakeAsync(terminals: 1, postgres: null);
        using var http = await EnterAsync(world);
        var issuer = (await http.GetFromJsonAsync<JsonArray>("issuers"))!.Single()!;
        var right = issuer["addresses"]!.DeepClone();
        issuer["addresses"] = new JsonArray($"127.0.0.1:{GuitaiProcess.FreePort()}");
        using var wrong = await http.PutAsJsonAsync("issuers/sandbox", Edit(issuer, 20_000));
        Assert.Equal(HttpStatusCode.NoContent, wrong.StatusCode);
        await KillHostTests.Until(async () => ((string)(await LinkAsync(http))["state"]!["lastProblem"]!).Length > 0);

        using var stale = await http.PutAsJsonAsync("issuers/sandbox", Edit(issuer, 20_000));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        issuer["version"] = (long)issuer["version"]! + 1;
        issuer["addresses"] = right;
        using var mended = await http.PutAsJsonAsync("issuers/sandbox", Edit(issuer, 20_000));
        Assert.Equal(HttpStatusCode.NoContent, mended.StatusCode);
        await KillHostTests.Until(async () => (bool)(await LinkAsync(http))["ready"]!);
        await using var line = await world.ConnectAsync("10000000");
        Assert.Equal("00", (await line.Terminal.AskAsync(Sale(world, 1)))!.Code);
    }

    private static JsonObject Edit(JsonNode issuer, int answerMs) =>
        new()
        {
            ["version"] = issuer["version"]!.DeepClone(),
            ["acquirer"] = issuer["acquirer"]!.DeepClone(),
            ["addresses"] = issuer["addresses"]!.DeepClone(),
            ["authorityPem"] = issuer["authorityPem"]!.DeepClone(),
            ["answerMs"] = answerMs,
            ["echoMs"] = issuer["echoMs"]!.DeepClone(),
        };

    private static async Task<JsonNode> LinkAsync(HttpClient http) => (await http.GetFromJsonAsync<JsonArray>("links"))!.Single()!;

    private static async Task<HttpClient> EnterAsync(HostWorld world)
    {
        var arguments = world.Host.StartInfo.ArgumentList;
        var port = int.Parse(arguments[arguments.IndexOf("--port") + 1], CultureInfo.InvariantCulture);
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/host/api/") };
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        var who = new
        {
            login = "zhao",
            name = "赵",
            password = "seven quiet harbours",
        };
        using var made = await http.PostAsJsonAsync("setup", who);
        made.EnsureSuccessStatusCode();
        return http;
    }

    private static TerminalQuestion Sale(HostWorld world, int card) =>
        new(200, 22)
        {
            Processing = 0,
            Amount = 1_000 + card,
            Condition = 0,
            Track2 = world.Cards.Card("unionpay-debit", CardProgram.FirstPlain + card).Track2,
            Entry = 22,
        };
}
