using System.Net;
using Guitai.Contracts;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Till.Cards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Guitai.Till.Tests.Cards;

public sealed class TerminalLineTests
{
    private static readonly Guid s_id = Guid.Parse("00000000-0000-7000-8000-0000000000aa");

    [Fact]
    public async Task It_says_who_it_is_and_asks_what_the_protocol_writes_down()
    {
        var asked = new List<string>();
        await using var app = await ServeAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            asked.Add(
                $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString} {http.Request.Headers["X-Guitai-Till"]} {await reader.ReadToEndAsync()}"
            );
            await http.Response.WriteAsync(ContractJson.Write(new FrameAnswer(new Uri("http://127.0.0.1:1/x"))));
        });
        using var line = Line(app);
        await line.SetUpAsync(default);
        Assert.Equal("POST /terminal/api/till/set-up s3cret ", Assert.Single(asked));
    }

    [Fact]
    public async Task A_refusal_is_one_and_everything_else_means_that_nothing_is_known()
    {
        var (status, body) = (404, """{"code":"payment.unknown"}""");
        await using var app = await ServeAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        });
        using var line = Line(app);
        Assert.Equal("payment.unknown", (await line.LookAsync(s_id, 0, TimeSpan.Zero, default)).Refusal?.Code);
        foreach (var (code, text) in new[] { (401, ""), (500, "x"), (404, "<html>"), (404, "{}"), (200, ""), (200, "null"), (200, "{}") })
        {
            (status, body) = (code, text);
            await Assert.ThrowsAsync<TerminalUnreachableException>(() => line.LookAsync(s_id, 0, TimeSpan.Zero, default));
        }
    }

    [Fact]
    public async Task A_terminal_that_is_not_there_is_unreachable()
    {
        using var line = new TerminalLine(new Uri("http://127.0.0.1:1"), new Secret<string>("s3cret"));
        await Assert.ThrowsAsync<TerminalUnreachableException>(() => line.CancelAsync(s_id, default));
    }

    [Fact]
    public async Task What_is_asked_and_answered_arrives_as_it_was()
    {
        var said = new FakeTerminal();
        await said.BeginAsync(new BeginPayment(s_id, PaymentKind.Sale, 350, null, 7), default);
        said.Approve(s_id);
        await using var app = await ServeAsync(async http =>
        {
            var answer = HttpMethods.IsGet(http.Request.Method)
                ? ContractJson.Write((IReadOnlyList<PaymentView>)[said[s_id]])
                : ContractJson.Write(said[s_id]);
            await http.Response.WriteAsync(answer);
        });
        using var line = Line(app);
        var view = (await line.BeginAsync(new BeginPayment(s_id, PaymentKind.Sale, 350, null, 7), default)).Value;
        Assert.Equal(ContractJson.Write(said[s_id]), ContractJson.Write(view));
        Assert.Single((await line.ListAsync(new PaymentQuery(PaymentKind.Sale, true, 5, 10), default)).Value);
    }

    private static TerminalLine Line(WebApplication app) => new(new Uri(app.Urls.First()), new Secret<string>("s3cret"));

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}
