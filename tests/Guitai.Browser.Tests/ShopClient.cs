using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Guitai.Browser.Tests;

/// <summary>The back office without a browser, for what a test needs but is not about.</summary>
internal sealed class ShopClient : IDisposable
{
    private readonly HttpClient _http;

    public ShopClient(Uri address)
    {
        _http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("X-Guitai", "1");
    }

    public async Task<JsonNode> AskAsync(string path) => await ReadAsync(await _http.GetAsync(At(path)), path);

    public async Task<JsonNode> PostAsync(string path, object body) => await ReadAsync(await _http.PostAsJsonAsync(At(path), body), path);

    public async Task<JsonNode> PutAsync(string path, JsonNode body) => await ReadAsync(await _http.PutAsJsonAsync(At(path), body), path);

    public Task<JsonNode> LogInAsync(string number = "1000", string password = "corner-light-1000") =>
        PostAsync("login", new { number, password });

    public async Task ImportAsync(string csv)
    {
        var file = await ReadAsync(await _http.PostAsync(At("imports"), new StringContent(csv, null, "text/csv")), "imports");
        var columns = file["columns"]!
            .AsArray()
            .Select((c, column) => (column, field: (string?)c!["field"]))
            .Where(c => c.field is not null)
            .Select(c => new { c.column, c.field });
        await PostAsync($"imports/{(string)file["id"]!}/save", new { columns });
    }

    public void Dispose() => _http.Dispose();

    private static Uri At(string path) => new("/shop/api/" + path, UriKind.Relative);

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, string path)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
            return JsonNode.Parse(text)!;
        }
    }
}
