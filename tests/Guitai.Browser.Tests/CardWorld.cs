using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Guitai.Browser.Tests;

/// <summary>What stands around a card payment in the demo: cards and reader, the line that can be made to fail, the paper, and the host's own books.</summary>
internal sealed class CardWorld : IDisposable
{
    private const string Terminal = "10010002";

    private readonly HttpClient _http;

    private CardWorld(Uri address)
    {
        _http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("X-Guitai", "1");
    }

    /// <summary>Waits until the till's terminal is one of the host's and hears its reader.</summary>
    public static async Task<CardWorld> OpenAsync(Uri address, string login = "demo", string password = "corner-light-host-1")
    {
        var world = new CardWorld(address);
        await world.AskAsync("/host/api/login", new { login, password });
        await world.AskAsync("/sandbox/api/line", method: HttpMethod.Delete);
        await Eventually.HoldsAsync(async () =>
            (await world.AskAsync("/sandbox/api/line"))["terminals"]!.AsArray().Any(t => (string)t! == Terminal)
            && (int)(await world.AskAsync("/sandbox/api/reader"))["terminals"]! > 0
        );
        return world;
    }

    /// <summary>One of the sandbox's cards, with all that is on it and its PIN.</summary>
    public async Task<JsonNode> CardAsync(string program, int index) =>
        (await AskAsync($"/sandbox/api/cards?program={program}&from={index}&count=1"))[0]!["card"]!;

    public Task SwipeAsync(string program, int index) => AskAsync("/sandbox/api/reader/swipe", new { program, index });

    /// <summary>Inserts a chip card or holds it to the field.</summary>
    /// <param name="side">Contact or Contactless.</param>
    /// <param name="kind">What chip it has.</param>
    public async Task PutAsync(string side, string kind) => await AskAsync("/sandbox/api/chips/put", new { side, file = kind });

    /// <summary>Takes it away.</summary>
    public async Task TakeAsync(string side) => await AskAsync("/sandbox/api/chips/take", new { side });

    /// <summary>Takes away whatever somebody left.</summary>
    public async Task EmptyReadersAsync()
    {
        foreach (var slot in (await AskAsync("/sandbox/api/chips"))["slots"]!.AsArray().Where(s => (int)s!["cards"]! > 0))
        {
            await TakeAsync((string)slot!["side"]!);
        }
    }

    /// <summary>The PIN of a kind's card.</summary>
    public async Task<string> PinOfAsync(string kind)
    {
        var kinds = (await AskAsync("/sandbox/api/chips"))["kinds"]!.AsArray();
        var card = kinds.Single(k => (string)k!["name"]! == kind)!["card"]!;
        return (string)(await CardAsync((string)card["program"]!, (int)card["index"]!))["pin"]!;
    }

    /// <summary>The host does what the next message of a type asks for, and its answer gets lost.</summary>
    public Task LoseAnswerAsync(string type) =>
        AskAsync(
            "/sandbox/api/line",
            new
            {
                fault = "AnswerLost",
                terminal = Terminal,
                type,
                times = 1,
            }
        );

    /// <summary>What the host did for the till's terminal last, newest first.</summary>
    public async Task<JsonArray> HostAsync(int count) =>
        (await AskAsync("/host/api/transactions/search", new { terminal = Terminal, take = count }))["rows"]!.AsArray();

    /// <summary>Waits until the newest transaction at the host is such a one, and for how much.</summary>
    public async Task<JsonNode> NewestAsync(string flow, long amountMinor)
    {
        JsonNode? newest = null;
        await Eventually.HoldsAsync(async () =>
            (newest = (await HostAsync(1)).FirstOrDefault()) is not null
            && (string)newest["flow"]! == flow
            && (long?)newest["amountMinor"] == amountMinor
        );
        return newest!;
    }

    public async Task<JsonNode> BatchAsync() => (await AskAsync($"/host/api/batches?terminal={Terminal}"))[0]!;

    /// <summary>Waits for a paper of the printer's on which all of this stands.</summary>
    /// <returns>Its lines; what is no text by its kind in brackets.</returns>
    public async Task<string> PaperAsync(params string[] says)
    {
        string? found = null;
        await Eventually.HoldsAsync(async () =>
        {
            var papers = (await AskAsync("/sandbox/api/paper"))["documents"]!.AsArray();
            found = papers.Select(p => Lines(p!)).FirstOrDefault(p => says.All(s => p.Contains(s, StringComparison.Ordinal)));
            return found is not null;
        });
        return found!;
    }

    public void Dispose() => _http.Dispose();

    private static string Lines(JsonNode paper) =>
        string.Join(
            '\n',
            paper["rows"]!
                .AsArray()
                .Select(r =>
                    (string)r!["kind"]! == "text" ? string.Concat(r["spans"]!.AsArray().Select(s => (string)s!["text"]!)) : $"[{r["kind"]}]"
                )
        );

    /// <summary>Asks an address of the demo.</summary>
    public async Task<JsonNode> AskAsync(string path, object? body = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(
            method ?? (body is null ? HttpMethod.Get : HttpMethod.Post),
            new Uri(path, UriKind.Relative)
        );
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text.Length > 0 ? text : "{}")!;
    }
}
