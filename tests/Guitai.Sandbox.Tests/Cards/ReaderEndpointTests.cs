using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Guitai.Sandbox.Cards;
using Guitai.Sandbox.Line;
using Guitai.Sandbox.Tests.Issuer;

namespace Guitai.Sandbox.Tests.Cards;

/// <summary>The reader and the line over HTTP, as the sandbox's page uses them.</summary>
public sealed class ReaderEndpointTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private readonly VirtualReader _reader = new();
    private readonly LineFaults _line = new(TimeProvider.System);
    private SandboxApp _app = null!;

    private HttpClient Http => _app.Http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _reader.Listen(0);
        _app = await SandboxApp.StartAsync(app =>
        {
            ReaderEndpoints.Map(app, _reader, _issuer.Issuer.Cards);
            LineEndpoints.Map(app, _line);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _reader.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_swipe_without_a_terminal_says_so()
    {
        var answer = await SwipeAsync(new SwipeOrder(_issuer.Card(100).Pan));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("reader.no-terminal", (await answer.Content.ReadFromJsonAsync<SandboxRefusal>(SandboxApp.Json, Cancel))!.Code);
    }

    [Fact]
    public async Task A_card_can_be_named_by_number_or_by_place()
    {
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader.Changed += () => connected.TrySetResult();
        using var terminal = new TcpClient();
        await terminal.ConnectAsync("127.0.0.1", _reader.State.Port, Cancel);
        await connected.Task;
        Assert.Equal(HttpStatusCode.OK, (await SwipeAsync(new SwipeOrder(_issuer.Card(100).Pan))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SwipeAsync(new SwipeOrder(Program: "jcb-credit", Index: 3))).StatusCode);
        var state = await Http.GetFromJsonAsync<ReaderState>("reader", SandboxApp.Json, Cancel);
        Assert.Equal((1, 2), (state!.Terminals, state.Swipes));
    }

    [Fact]
    public async Task A_card_that_is_not_there_is_404()
    {
        foreach (
            var order in (SwipeOrder[])
                [new("4111111111111111"), new(Program: "none", Index: 1), new(Program: "jcb-credit", Index: -1), new()]
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await SwipeAsync(order)).StatusCode);
        }
    }

    [Fact]
    public async Task The_line_is_switched_over_HTTP()
    {
        var rule = new LineRule(LineFault.Cut, "10000001", "0200", 2);
        var answer = await Http.PostAsJsonAsync("line", rule, SandboxApp.Json, Cancel);
        Assert.Equal([rule], (await answer.Content.ReadFromJsonAsync<LineState>(SandboxApp.Json, Cancel))!.Rules);
        Assert.Equal([rule], _line.State.Rules);
        await Http.DeleteAsync("line", Cancel);
        Assert.Empty((await Http.GetFromJsonAsync<LineState>("line", SandboxApp.Json, Cancel))!.Rules);
    }

    [Fact]
    public async Task What_makes_no_sense_is_400()
    {
        LineRule[] bad =
        [
            new((LineFault)77),
            new(LineFault.Slow, DelayMs: -1),
            new(LineFault.Cut, Times: 0),
            new(LineFault.Cut, Type: "02"),
            new(LineFault.Cut, Terminal: "1"),
        ];
        foreach (var rule in bad)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await Http.PostAsJsonAsync("line", rule, SandboxApp.Json, Cancel)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await SwipeAsync(new SwipeOrder("1", Damage: (StripeDamage)9))).StatusCode);
    }

    private Task<HttpResponseMessage> SwipeAsync(SwipeOrder order) => Http.PostAsJsonAsync("reader/swipe", order, SandboxApp.Json, Cancel);
}
