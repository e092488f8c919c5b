using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Guitai.Hosting;

namespace Guitai.Tests;

/// <summary>Parameters for chips at the host's API in the demo: the sandbox's are there, a key is pasted, what is wrong is named.</summary>
public sealed class ChipApiTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private GuitaiProcess _guitai = null!;

    public async ValueTask InitializeAsync() => _guitai = await GuitaiProcess.DemoAsync(_folder["data"]);

    public ValueTask DisposeAsync()
    {
        _guitai.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_demo_has_the_sandboxs_schemes_and_a_key_is_pasted_compared_saved_and_removed()
    {
        using var admin = await HostClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        await KillHostTests.Until(async () => (await ChipsAsync(admin))["applications"]!.AsArray().Count == ChipSeed.Applications.Count);
        var chips = await ChipsAsync(admin);
        string[] schemes = [.. chips["keys"]!.AsArray().Select(k => (string)k!["id"]!)];
        Assert.Equal(["A000000003-E1", "A000000004-E1", "A000000065-E1", "A000000333-E1"], schemes);
        using var sandbox = new HttpClient { BaseAddress = _guitai.Address };
        var authorities = JsonNode
            .Parse(await sandbox.GetStringAsync(new Uri("sandbox/api/chips/authorities", UriKind.Relative)))!
            .AsArray();
        // But for the one that ran out long ago.
        Assert.Equal(
            authorities.Where(a => (string)a!["index"]! != "E0").Select(a => $"{a!["rid"]}-{a["index"]} {a["checksum"]}").Order(),
            chips["keys"]!.AsArray().Select(k => $"{k!["id"]} {k["checksum"]}").Order()
        );

        // The demo's own terminals do not read chips, and stand there as such.
        Assert.Contains(chips["terminals"]!.AsArray(), t => (string)t!["number"]! == "10010001");

        var (objects, checksum) = MakeKey();
        var read = await admin.SendAsync(HttpMethod.Post, "chip-keys/read", new { objects });
        Assert.Equal((HttpStatusCode.OK, checksum), (read.Status, (string)read.Body!["checksum"]!));
        var damaged = objects[..^1] + (objects[^1] == '0' ? '1' : '0');
        var refused = await admin.SendAsync(HttpMethod.Post, "chip-keys/read", new { objects = damaged });
        Assert.Equal((HttpStatusCode.BadRequest, "chip.checksum"), (refused.Status, (string)refused.Body!["code"]!));
        refused = await admin.SendAsync(HttpMethod.Post, "chip-keys/read", new { objects = "9F06" });
        Assert.Equal("chip.not-tlv", (string)refused.Body!["code"]!);
        refused = await admin.SendAsync(HttpMethod.Post, "chip-keys/read", new { objects = objects[16..] });
        Assert.Equal(("chip.missing", "provider"), ((string)refused.Body!["code"]!, (string)refused.Body["parameters"]!["field"]!));

        Task<(HttpStatusCode Status, JsonNode? Body)> Save(int version, object key) =>
            admin.SendAsync(HttpMethod.Put, "chip-keys/A000000333-0B", new { version, key });
        Assert.Equal(HttpStatusCode.NoContent, (await Save(0, read.Body)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Save(0, read.Body)).Status);
        var wrong = read.Body.DeepClone();
        wrong["modulus"] = "00";
        Assert.Equal("modulus", (string)(await Save(1, wrong)).Body!["parameters"]!["field"]!);
        var after = await ChipsAsync(admin);
        Assert.True((long)after["version"]! > (long)chips["version"]!);
        Assert.Equal(5, after["keys"]!.AsArray().Count);
        var removed = await admin.SendAsync(HttpMethod.Post, "chip-keys/A000000333-0B/remove", new { version = 1 });
        Assert.Equal(HttpStatusCode.NoContent, removed.Status);
        var audit = (await admin.SendAsync(HttpMethod.Get, "audit")).Body!.AsArray();
        Assert.Equal(
            ["chip-key.removed ok", "chip-key.changed chip.invalid", "chip-key.added chip.taken", "chip-key.added ok"],
            audit.Where(a => ((string)a!["what"]!).StartsWith("chip-", StringComparison.Ordinal)).Select(a => $"{a!["what"]} {a["result"]}")
        );
    }

    [Fact]
    public async Task An_application_is_changed_by_its_fields_and_what_is_wrong_in_it_is_named()
    {
        using var admin = await HostClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        await KillHostTests.Until(async () => (await ChipsAsync(admin))["applications"]!.AsArray().Count == ChipSeed.Applications.Count);
        var first = (await ChipsAsync(admin))["applications"]!.AsArray()[^1]!;
        var (aid, fields) = ((string)first["aid"]!, first["fields"]!);
        Assert.Equal(10_000, (long)fields["floorLimit"]!);
        fields["floorLimit"] = 5_000;
        Task<(HttpStatusCode Status, JsonNode? Body)> Save(int version) =>
            admin.SendAsync(HttpMethod.Put, $"chip-applications/{aid}", new { version, fields });
        Assert.Equal(HttpStatusCode.NoContent, (await Save(1)).Status);
        Assert.Equal("chip.changed", (string)(await Save(1)).Body!["code"]!);
        foreach (var (name, value, code) in new[] { ("onlineCode", "DC4004F8", "chip.invalid"), ("ddol", "9A03", "chip.invalid") })
        {
            var kept = (string)fields[name]!;
            fields[name] = value;
            var refused = (await Save(2)).Body!;
            Assert.Equal((code, name), ((string)refused["code"]!, (string)refused["parameters"]!["field"]!));
            fields[name] = kept;
        }

        fields["randomThreshold"] = 6_000;
        Assert.Equal("chip.inconsistent", (string)(await Save(2)).Body!["code"]!);
        Assert.Equal(5_000, (long)(await ChipsAsync(admin))["applications"]!.AsArray()[^1]!["fields"]!["floorLimit"]!);
    }

    [Fact]
    public async Task The_tills_own_terminal_fetches_both_lists_and_the_host_shows_that_it_has_them()
    {
        using var admin = await HostClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        await KillHostTests.Until(async () => (await TerminalAsync(admin))["chips"]!["isCurrent"]!.GetValue<bool>());
        var (chips, terminal) = (await ChipsAsync(admin), await TerminalAsync(admin));
        Assert.Equal((long)chips["version"]!, (long)terminal["chips"]!["keys"]!);
        Assert.Equal((long)chips["version"]!, (long)terminal["chips"]!["applications"]!);
        Assert.DoesNotContain(chips["terminals"]!.AsArray(), t => (string)t!["number"]! == "10010002");
        Assert.Equal(chips["terminals"]!.AsArray().Count, (int)chips["behind"]!);
    }

    private static async Task<JsonNode> TerminalAsync(HostClient client) =>
        (await client.SendAsync(HttpMethod.Get, "terminals?number=10010002")).Body!.AsArray()[0]!;

    private static async Task<JsonNode> ChipsAsync(HostClient client) => (await client.SendAsync(HttpMethod.Get, "chips")).Body!;

    private static (string Objects, string Checksum) MakeKey()
    {
        var modulus = RandomNumberGenerator.GetBytes(128);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        var name = Convert.FromHexString("A0000003330B");
#pragma warning disable CA5350 // EMV Book 2, 11.2.2 knows SHA-1 alone.
        var checksum = Convert.ToHexString(SHA1.HashData([.. name, .. modulus, 3]));
#pragma warning restore CA5350
        return (
            $"9F0605A0000003339F22010BDF050420301231DF060101DF070101DF028180{Convert.ToHexString(modulus)}DF040103DF0314{checksum}",
            checksum
        );
    }
}
