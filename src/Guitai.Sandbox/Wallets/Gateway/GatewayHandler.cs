using System.Net;

namespace Guitai.Sandbox.Wallets.Gateway;

/// <summary>What happens to one request between a client and a gateway.</summary>
/// <param name="LoseRequest">It never arrives.</param>
/// <param name="LoseAnswer">It is done, and the answer never comes back.</param>
/// <param name="Double">It arrives twice; the first answer counts.</param>
/// <param name="Before">How long it takes to arrive.</param>
/// <param name="After">How long the answer takes.</param>
/// <param name="Silent">What is lost is lost in silence, until the client gives up; else the connection breaks.</param>
public readonly record struct Passage(
    bool LoseRequest = false,
    bool LoseAnswer = false,
    bool Double = false,
    TimeSpan Before = default,
    TimeSpan After = default,
    bool Silent = false
);

/// <summary>Calls the gateways without a socket, for clients in the same process: tests and simulators. What a line does to a message can be said for each.</summary>
public sealed class GatewayHandler(Func<GatewayRequest, Task<GatewayAnswer>> gateway, TimeProvider time) : HttpMessageHandler
{
    /// <summary>Asked for each request; null lets all of them through.</summary>
    public Func<HttpRequestMessage, Passage>? Line { get; set; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var passage = Line?.Invoke(request) ?? default;
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        List<KeyValuePair<string, string>> headers = [new("Host", request.RequestUri!.Authority)];
        headers.AddRange(request.Headers.NonValidated.SelectMany(h => h.Value.Select(v => KeyValuePair.Create(h.Key, v))));
        headers.AddRange(
            (request.Content?.Headers.NonValidated ?? default).SelectMany(h => h.Value.Select(v => KeyValuePair.Create(h.Key, v)))
        );
        var asked = new GatewayRequest(request.Method.Method, request.RequestUri.PathAndQuery, headers, body);
        await WaitAsync(passage.Before, cancellationToken);
        if (passage.LoseRequest)
        {
            await BreakAsync(passage, cancellationToken);
        }

        var answer = await gateway(asked);
        if (passage.Double)
        {
            await gateway(asked);
        }

        await WaitAsync(passage.After, cancellationToken);
        if (passage.LoseAnswer || answer.IsLost)
        {
            await BreakAsync(passage, cancellationToken);
        }

        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            Content = new ByteArrayContent(answer.Body),
            RequestMessage = request,
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    private async Task WaitAsync(TimeSpan span, CancellationToken cancellation)
    {
        if (span > TimeSpan.Zero)
        {
            await Task.Delay(span, time, cancellation);
        }
    }

    private async Task BreakAsync(Passage passage, CancellationToken cancellation)
    {
        if (passage.Silent)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
        }

        throw new HttpRequestException("The connection broke.");
    }
}
