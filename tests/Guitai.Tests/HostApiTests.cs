using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Guitai.Tests;

/// <summary>The host's API in the demo: who may do what, activation, two people for a key, the live stream, the export.</summary>
public sealed class HostApiTests : IAsyncLifetime
{
    private static readonly HashSet<string> s_open = new(StringComparer.Ordinal)
    {
        "GET /host/api/setup",
        "POST /host/api/setup",
        "POST /host/api/login",
        "POST /host/api/logout",
        "POST /host/api/activate",
        "POST /host/api/renew",
    };

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
    public async Task Every_route_asks_who_comes_and_a_viewer_changes_nothing()
    {
        using var nobody = new HostApiClient(_guitai.Address);
        using var admin = await HostApiClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        var added = await admin.SendAsync(
            HttpMethod.Post,
            "operators",
            new
            {
                login = "viewer",
                name = "看",
                role = "Viewer",
                password = "seven quiet harbours",
            }
        );
        Assert.Equal(HttpStatusCode.NoContent, added.Status);
        using var viewer = await HostApiClient.EnterAsync(_guitai.Address, "viewer", "seven quiet harbours");
        using var operations = await HostApiClient.EnterAsync(_guitai.Address, "night", "corner-light-host-2");
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "web", "openapi", "host.json")))!;
        var routes = document["paths"]!
            .AsObject()
            .SelectMany(p => p.Value!.AsObject().Select(m => $"{m.Key.ToUpperInvariant()} {p.Key}"))
            .ToList();
        Assert.True(routes.Count > 30);
        string[] forViewers =
        [
            "POST /host/api/password",
            "POST /host/api/second-factor",
            "POST /host/api/second-factor/confirm",
            "POST /host/api/transactions/search",
            "POST /host/api/transactions/export",
        ];
        string[] forOperations = ["block", "renew", "code", "component", "key-block", "seen"];
        foreach (var route in routes.Where(r => !s_open.Contains(r)))
        {
            var (method, path) = (new HttpMethod(route[..route.IndexOf(' ')]), route[(route.IndexOf(' ') + 1)..].Replace("{id}", "none"));
            Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.SendAsync(method, path, new { })).Status);
            if (path.EndsWith("/live", StringComparison.Ordinal))
            {
                continue;
            }

            var admins = path.Contains("/operators", StringComparison.Ordinal) || path.EndsWith("/audit", StringComparison.Ordinal);
            var changes = method != HttpMethod.Get && !forViewers.Contains(route);
            var seen = (await viewer.SendAsync(method, path, new { })).Status;
            Assert.True((seen == HttpStatusCode.Forbidden) == (changes || admins), $"viewer {route}: {seen}");
            seen = (await operations.SendAsync(method, path, new { })).Status;
            var refused = admins || (changes && !forOperations.Any(e => path.EndsWith("/" + e, StringComparison.Ordinal)));
            Assert.True((seen == HttpStatusCode.Forbidden) == refused, $"operations {route}: {seen}");
        }
    }

    [Fact]
    public async Task A_terminal_is_keyed_by_two_people_and_activated_by_a_code_once()
    {
        using var admin = await HostApiClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        using var night = await HostApiClient.EnterAsync(_guitai.Address, "night", "corner-light-host-2");
        var limits = new
        {
            eachMinor = 0,
            dayMinor = 0,
            dayCount = 0,
        };
        var terminal = new
        {
            number = "10030001",
            merchant = "898310058120001",
            place = "门口",
            mac = "UnionPay",
            limits,
        };
        Assert.Equal(HttpStatusCode.NoContent, (await admin.SendAsync(HttpMethod.Post, "terminals", terminal)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.SendAsync(HttpMethod.Post, "terminals", terminal)).Status);

        var half = new { component = "0123456789ABCDEFFEDCBA9876543210" };
        var first = await admin.SendAsync(HttpMethod.Post, "terminals/10030001/component", half);
        Assert.False((bool)first.Body!["complete"]!);
        var same = await admin.SendAsync(HttpMethod.Post, "terminals/10030001/component", half);
        Assert.Equal("SamePerson", (string)same.Body!["parameters"]!["answer"]!);
        var second = await night.SendAsync(
            HttpMethod.Post,
            "terminals/10030001/component",
            new { component = "89ABCDEF0123456776543210FEDCBA98" }
        );
        Assert.True((bool)second.Body!["complete"]!);
        var shown = (await admin.SendAsync(HttpMethod.Get, "terminals?number=10030001")).Body!.AsArray()[0]!;
        Assert.Equal((string)second.Body!["checkValue"]!, (string)shown["checkValue"]!);
        Assert.Null(shown["masterKey"]);

        var code = (string)(await night.SendAsync(HttpMethod.Post, "terminals/10030001/code")).Body!["code"]!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=10030001", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        using var device = new HostApiClient(_guitai.Address);
        var wrong = await device.SendAsync(
            HttpMethod.Post,
            "activate",
            new
            {
                terminal = "10030001",
                code = "AAAA",
                request,
            }
        );
        Assert.Equal("activation.wrong-code", (string)wrong.Body!["code"]!);
        var right = await device.SendAsync(
            HttpMethod.Post,
            "activate",
            new
            {
                terminal = "10030001",
                code,
                request,
            }
        );
        using var certificate = X509Certificate2.CreateFromPem((string)right.Body!["certificatePem"]!);
        Assert.Equal("CN=10030001", certificate.Subject);
        var again = await device.SendAsync(
            HttpMethod.Post,
            "activate",
            new
            {
                terminal = "10030001",
                code,
                request,
            }
        );
        Assert.Equal("activation.no-code", (string)again.Body!["code"]!);
        // The device's own key asks for the next certificate, and nobody else's.
        var renewed = await device.SendAsync(HttpMethod.Post, "renew", new { terminal = "10030001", request });
        using var next = X509Certificate2.CreateFromPem((string)renewed.Body!["certificatePem"]!);
        Assert.Equal("CN=10030001", next.Subject);
        Assert.Equal(certificate.GetPublicKeyString(), next.GetPublicKeyString());
        Assert.NotEqual(certificate.SerialNumber, next.SerialNumber);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var strange = new CertificateRequest("CN=10030001", stranger, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var refused = await device.SendAsync(HttpMethod.Post, "renew", new { terminal = "10030001", request = strange });
        Assert.True((int)refused.Status is >= 400 and < 500, refused.Status.ToString());
        for (var i = 0; i < 20; i++)
        {
            again = await device.SendAsync(
                HttpMethod.Post,
                "activate",
                new
                {
                    terminal = "10030001",
                    code,
                    request,
                }
            );
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, again.Status);
    }

    [Fact]
    public async Task A_search_by_a_card_finds_the_demo_terminals_sales_and_an_export_calculates_nothing()
    {
        using var admin = await HostApiClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        var sale = (await UntilSoldAsync(admin)).First(r => ((string)r!["flow"]!, (string)r["code"]!) == ("Sale", "00"))!;
        var (card, number) = ((string)sale["card"]!, (string)sale["rrn"]!);
        var found = await admin.SendAsync(HttpMethod.Post, "transactions/search", new { card = $"{card[..6]}*{card[^4..]}" });
        Assert.Contains(found.Body!["rows"]!.AsArray(), r => (string)r!["rrn"]! == number);
        var story = await admin.SendAsync(HttpMethod.Get, $"transactions/{number}");
        var messages = story.Body!["messages"]!.AsArray();
        Assert.Equal(
            ["TerminalToHost", "HostToIssuer", "IssuerToHost", "HostToTerminal"],
            messages.Select(m => (string)m!["way"]!).ToArray()
        );
        var answered = messages[3]!["fields"]!.AsArray().ToDictionary(f => (int)f!["number"]!, f => (string)f!["text"]!);
        Assert.Equal(("00", number), (answered[39], answered[37]));

        var merchant = (await admin.SendAsync(HttpMethod.Get, "merchants")).Body!.AsArray()[0]!.AsObject();
        merchant["name"] = "=1+1,\"x\"";
        var name = (string)merchant["number"]!;
        var edit = new JsonObject(
            merchant
                .Where(p => p.Key is not ("terminals" or "todayMinor" or "todayCount" or "payableMinor"))
                .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))
        );
        Assert.Equal(HttpStatusCode.NoContent, (await admin.SendAsync(HttpMethod.Put, $"merchants/{name}", edit)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.SendAsync(HttpMethod.Put, $"merchants/{name}", edit)).Status);
        var csv = await admin.TextAsync("transactions/export", new { merchant = name });
        Assert.Contains(",\"'=1+1,\"\"x\"\"\",", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=1", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_live_stream_brings_what_is_sold_while_it_is_open()
    {
        using var admin = await HostApiClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        await UntilSoldAsync(admin);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var view in admin.FollowAsync())
        {
            var newest = (string)view["newest"]![0]!["rrn"]!;
            if (seen.Add(newest) && seen.Count > 1)
            {
                Assert.True((bool)view["links"]![0]!["ready"]!);
                return;
            }
        }

        Assert.Fail("The stream ended.");
    }

    [Fact]
    public async Task Card_ranges_are_edited_singly_and_by_list_and_the_audit_tells_of_each()
    {
        using var admin = await HostApiClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        var range = new
        {
            prefix = "777001",
            issuer = "sandbox",
            scheme = "unionpay",
            product = "Credit",
        };
        async Task<(HttpStatusCode Status, string Code)> EditAsync(object? was, object? wanted)
        {
            var (status, body) = await admin.SendAsync(HttpMethod.Post, "card-ranges", new { was, range = wanted });
            return (status, (string?)body?["code"] ?? "");
        }

        Assert.Equal((HttpStatusCode.NoContent, ""), await EditAsync(null, range));
        Assert.Equal((HttpStatusCode.Conflict, "range.taken"), await EditAsync(null, range));
        Assert.Equal((HttpStatusCode.NoContent, ""), await EditAsync(range, range with { product = "Debit" }));
        Assert.Equal((HttpStatusCode.Conflict, "range.changed"), await EditAsync(range, null));
        Assert.Equal((HttpStatusCode.BadRequest, "range.invalid"), await EditAsync(null, range with { prefix = "12345678901234" }));
        Assert.Equal((HttpStatusCode.BadRequest, "range.invalid"), await EditAsync(null, null));

        async Task<JsonNode> ListAsync(string text, bool apply) =>
            (
                await admin.SendAsync(
                    HttpMethod.Post,
                    "card-ranges/import",
                    new
                    {
                        issuer = "sandbox",
                        text,
                        replace = false,
                        apply,
                    }
                )
            ).Body!;
        var bad = await ListAsync("777002,unionpay,debit\n77x,unionpay,debit", apply: true);
        Assert.False((bool)bad["applied"]!);
        Assert.Equal((2, "prefix"), ((int)bad["flaws"]![0]!["line"]!, (string)bad["flaws"]![0]!["reason"]!));
        var long1 = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"7771{i:D5},unionpay,debit"));
        Assert.Equal(10_000, (int)(await ListAsync(long1, apply: false))["added"]!);
        Assert.True((bool)(await ListAsync("777002,unionpay,debit", apply: true))["applied"]!);

        var ranges = (await admin.SendAsync(HttpMethod.Get, "card-ranges")).Body!.AsArray();
        Assert.Equal(
            ["777001", "777002"],
            ranges.Select(r => (string)r!["prefix"]!).Where(p => p.StartsWith("777", StringComparison.Ordinal))
        );
        var audit = (await admin.SendAsync(HttpMethod.Get, "audit")).Body!.AsArray();
        var told = audit
            .Select(a => $"{(string)a!["what"]!} {(string)a["target"]!} {(string)a["result"]!}")
            .Where(a => a.StartsWith("range", StringComparison.Ordinal))
            .Reverse();
        Assert.Equal(
            [
                "range.added 777001 ok",
                "range.added 777001 range.taken",
                "range.changed 777001 ok",
                "range.removed 777001 range.changed",
                "range.added 12345678901234 range.invalid",
                "ranges.imported sandbox ok",
            ],
            told
        );
    }

    [Fact]
    public async Task Where_a_second_factor_is_required_who_has_none_sets_one_up_and_can_do_nothing_else_before()
    {
        using var admin = await HostApiClient.EnterAsync(_guitai.Address, "demo", "corner-light-host-1");
        using var night = await HostApiClient.EnterAsync(_guitai.Address, "night", "corner-light-host-2");
        var required = new { secondFactorRequired = true };
        var early = await admin.SendAsync(HttpMethod.Put, "policy", required);
        Assert.Equal("second-factor.own-first", (string)early.Body!["code"]!);
        await SetUpFactorAsync(admin);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.SendAsync(HttpMethod.Put, "policy", required)).Status);

        var shut = await night.SendAsync(HttpMethod.Get, "figures");
        Assert.Equal((HttpStatusCode.Forbidden, "second-factor.needed"), (shut.Status, (string)shut.Body!["code"]!));
        foreach (
            var (method, path) in new[] { ("GET", "merchants"), ("POST", "password"), ("POST", "transactions/search"), ("GET", "live") }
        )
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await night.SendAsync(new HttpMethod(method), path)).Status);
        }

        Assert.True((bool)(await night.SendAsync(HttpMethod.Get, "session")).Body!["mustSetUp"]!);
        await SetUpFactorAsync(night);
        Assert.False((bool)(await night.SendAsync(HttpMethod.Get, "session")).Body!["mustSetUp"]!);
        Assert.Equal(HttpStatusCode.OK, (await night.SendAsync(HttpMethod.Get, "figures")).Status);
    }

    private static async Task SetUpFactorAsync(HostApiClient client)
    {
        var secret = (string)(await client.SendAsync(HttpMethod.Post, "second-factor")).Body!["secret"]!;
        var step = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 30_000;
        var code = Guitai.Host.Operators.OneTimeCode.At(Guitai.Host.Operators.OneTimeCode.FromBase32(secret), step);
        var confirmed = await client.SendAsync(HttpMethod.Post, "second-factor/confirm", new { secret, code });
        Assert.Equal(HttpStatusCode.NoContent, confirmed.Status);
    }

    private static async Task<JsonArray> UntilSoldAsync(HostApiClient client)
    {
        for (var i = 0; i < 200; i++)
        {
            var rows = (await client.SendAsync(HttpMethod.Post, "transactions/search", new { })).Body!["rows"]!.AsArray();
            if (rows.Count >= 10)
            {
                return rows;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("The demo's terminals sell nothing.");
    }
}
