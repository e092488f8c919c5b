using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Guitai.Tests;

/// <summary>Somebody at the host's pages.</summary>
internal sealed class HostApiClient : IDisposable
{
    private readonly HttpClient _http;

    public HostApiClient(Uri address)
    {
        _http = new HttpClient { BaseAddress = new Uri(address, "/host/api/") };
        _http.DefaultRequestHeaders.Add("X-Guitai", "1");
    }

    public static async Task<HostApiClient> EnterAsync(Uri address, string login, string password)
    {
        var client = new HostApiClient(address);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(HttpMethod.Post, "login", new { login, password })).Status);
        return client;
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method != HttpMethod.Get)
        {
            request.Content = JsonContent.Create(body ?? new { });
        }

        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null);
    }

    public async Task<string> TextAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        return await answer.Content.ReadAsStringAsync();
    }

    public async IAsyncEnumerable<JsonNode> FollowAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var reader = new StreamReader(await _http.GetStreamAsync(new Uri("live", UriKind.Relative), limit.Token));
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                yield return JsonNode.Parse(line[6..])!;
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
