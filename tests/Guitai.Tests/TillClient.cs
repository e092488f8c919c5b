using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Guitai.Tests;

/// <summary>A till's page without a browser: the same requests, over HTTP.</summary>
internal sealed class TillClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Guid _page = Guid.NewGuid();

    public TillClient(Uri address)
    {
        _http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("X-Guitai", "1");
        _http.DefaultRequestHeaders.Add("X-Guitai-Page", _page.ToString());
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"GET {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<JsonNode> PostAsync(string path, object body)
    {
        var (status, answer) = await SendAsync(path, body);
        Assert.True(status == HttpStatusCode.OK, $"POST {path}: {(int)status} {answer}");
        return answer!;
    }

    public Task<JsonNode> LogInAsync(string number = "2001", string pin = "3581") => PostAsync("/till/api/login", new { number, pin });

    public Task<JsonNode> OpenShiftAsync(long floatMinor = 20_000) =>
        PostAsync("/till/api/shift/open", new { commandId = Guid.NewGuid(), floatMinor });

    public Task<JsonNode> ScanAsync(string code) =>
        PostAsync(
            "/till/api/cart/scan",
            new
            {
                commandId = Guid.NewGuid(),
                code,
                quantityMilli = 1000,
            }
        );

    /// <summary>Pays a cart as the view shows it, exactly.</summary>
    public Task<JsonNode> PayAsync(JsonNode view)
    {
        var cart = view["cart"]!;
        var total = (long)cart["cashTotalMinor"]!;
        return PostAsync(
            "/till/api/cart/pay-cash",
            new
            {
                commandId = Guid.NewGuid(),
                orderId = (string)cart["orderId"]!,
                totalMinor = total,
                tenderedMinor = total,
            }
        );
    }

    public void Dispose() => _http.Dispose();
}
