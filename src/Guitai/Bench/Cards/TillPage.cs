using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Guitai.Bench.Cards;

/// <summary>A till's page without a browser.</summary>
internal sealed class TillPage : IDisposable
{
    private readonly HttpClient _http;

    public TillPage(Uri till)
    {
        _http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), UseProxy = false })
        {
            BaseAddress = new Uri(till, "/till/api/"),
            Timeout = TimeSpan.FromSeconds(30),
        };
        _http.DefaultRequestHeaders.Add("X-Guitai", "1");
        _http.DefaultRequestHeaders.Add("X-Guitai-Page", Guid.NewGuid().ToString());
    }

    /// <summary>The answer; null when it was refused, and why.</summary>
    public async Task<(JsonNode? Answer, string Refusal)> SendAsync<T>(string path, T body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? (JsonNode.Parse(text), "") : (null, $"{path}: {(int)answer.StatusCode} {text}");
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    /// <summary>What the till pushes, as it comes.</summary>
    public async IAsyncEnumerable<JsonNode> EventsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var answer = await _http.GetAsync(
            new Uri("events", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            cancellation
        );
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                yield return JsonNode.Parse(line.AsSpan(5).ToString())!;
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
