using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Guitai.Tests;

/// <summary>What every request meets: the documents the pages are generated from, the guard, and errors without a trace.</summary>
public sealed class ApiTests(ApiTests.Demo demo) : IClassFixture<ApiTests.Demo>
{
    private readonly HttpClient _http = demo.Http;

    [Theory]
    [InlineData("till")]
    [InlineData("shop")]
    [InlineData("host")]
    [InlineData("sandbox")]
    public async Task The_committed_api_document_is_what_the_program_serves(string role)
    {
        var served = JsonNode.Parse(await _http.GetStringAsync(new Uri($"/openapi/{role}.json", UriKind.Relative)));
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "web", "openapi", role + ".json")));
        Assert.True(JsonNode.DeepEquals(served, committed), $"web/openapi/{role}.json is not what is served: run build/openapi.");
    }

    [Fact]
    public async Task A_foreign_host_name_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/till/api/view");
        request.Headers.Host = "evil.example";
        using var answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/till/api/login")]
    [InlineData("/till/api/cart/scan")]
    [InlineData("/shop/api/login")]
    [InlineData("/shop/api/products")]
    public async Task A_change_that_another_origin_could_send_is_refused(string path)
    {
        using var plain = await _http.PostAsJsonAsync(path, new { });
        Assert.Equal(HttpStatusCode.Forbidden, plain.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { }) };
        request.Headers.Add("X-Guitai", "1");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var cross = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, cross.StatusCode);
    }

    [Theory]
    [InlineData("/till/api/login", "{")]
    [InlineData("/till/api/login", "[]")]
    [InlineData("/till/api/login", "{\"number\":7,\"pin\":null}")]
    [InlineData("/till/api/cart/scan", "{\"commandId\":\"x\"}")]
    [InlineData(
        "/till/api/cart/quantity",
        "{\"commandId\":\"00000000-0000-0000-0000-000000000000\",\"lineId\":1e99,\"quantityMilli\":\"\"}"
    )]
    [InlineData("/shop/api/login", "\u0000")]
    [InlineData("/shop/api/setup", "null")]
    public async Task Malformed_input_is_answered_with_a_code_and_no_trace(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Guitai", "1");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.NotNull(JsonNode.Parse(text)!["code"]);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_sells_without_logging_in()
    {
        using var till = new TillClient(demo.Address);
        foreach (var path in new[] { "cart/scan", "cart/pay-cash", "orders/refund", "shift/open", "shift/close", "cart/void" })
        {
            var body = new
            {
                commandId = Guid.NewGuid(),
                code = "10001",
                orderId = Guid.NewGuid(),
                originalOrderId = Guid.NewGuid(),
                shiftId = Guid.NewGuid(),
                counts = Array.Empty<object>(),
                reason = "x",
                totalMinor = 1,
                tenderedMinor = 1,
                floatMinor = 1,
                countedMinor = 1,
            };
            Assert.Equal(HttpStatusCode.Unauthorized, (await till.SendAsync("/till/api/" + path, body)).Status);
        }

        var view = await till.GetAsync("/till/api/view");
        Assert.Null(view["cart"]);
        Assert.Null(view["staff"]);
    }

    [Fact]
    public async Task Pins_and_passwords_stand_on_no_disk_and_in_no_log()
    {
        using var folder = new TemporaryFolder();
        using var guitai = await GuitaiProcess.DemoAsync(folder["data"]);
        using (var till = new TillClient(guitai.Address))
        {
            await till.LogInAsync("2001", "3581");
            await till.SendAsync("/till/api/login", new { number = "2002", pin = "97531864" });
            await till.SendAsync("/shop/api/login", new { number = "1000", password = "corner-light-1000" });
            await till.OpenShiftAsync();
            await till.PostAsync(
                "/till/api/cart/amount",
                new
                {
                    commandId = Guid.NewGuid(),
                    amountMinor = 100,
                    name = "PLANTED-CONTROL-97531864x",
                }
            );
        }

        await guitai.StopAsync();
        var everything = Directory
            .GetFiles(folder["data"], "*", SearchOption.AllDirectories)
            .Select(f => (f, File.ReadAllBytes(f)))
            .Append(("output", System.Text.Encoding.UTF8.GetBytes(guitai.Errors)))
            .ToList();
        Assert.Contains(everything, f => Holds(f.Item2, "PLANTED-CONTROL"));
        foreach (var (name, bytes) in everything)
        {
            Assert.False(Holds(bytes, "corner-light-1000"), name);
            Assert.False(Holds(bytes, "97531864\""), name);
        }
    }

    private static bool Holds(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0
        || bytes.AsSpan().IndexOf(System.Text.Encoding.Unicode.GetBytes(text)) >= 0;

    /// <summary>One demo for all: nobody changes anything in it.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private GuitaiProcess _guitai = null!;

        public HttpClient Http { get; } = new();

        public Uri Address => _guitai.Address;

        public async ValueTask InitializeAsync()
        {
            _guitai = await GuitaiProcess.DemoAsync(_folder["data"]);
            Http.BaseAddress = Address;
        }

        public ValueTask DisposeAsync()
        {
            Http.Dispose();
            _guitai.Dispose();
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
