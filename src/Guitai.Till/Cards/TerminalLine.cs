using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;

namespace Guitai.Till.Cards;

/// <summary>The way to the terminal's process on the same device (docs/protocols/terminal-till.md).</summary>
public sealed class TerminalLine : ITerminalLine, IDisposable
{
    private static readonly TimeSpan s_answers = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;

    /// <param name="address">Where the terminal listens on loopback.</param>
    /// <param name="secret">What makes this process its till.</param>
    public TerminalLine(Uri address, Secret<string> secret)
    {
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
            }
        )
        {
            BaseAddress = new Uri(address, "/terminal/api/till/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.Add("X-Guitai-Till", secret.Reveal());
        _client.DefaultRequestHeaders.Add("X-Guitai", "1");
    }

    /// <inheritdoc/>
    public Task<Outcome<PaymentView>> BeginAsync(BeginPayment payment, CancellationToken cancellation) =>
        PostAsync<BeginPayment, PaymentView>("payments", payment, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<PaymentView>> LookAsync(Guid id, long afterVersion, TimeSpan patience, CancellationToken cancellation) =>
        GetAsync<PaymentView>(Waiting($"payments/{id}", afterVersion, patience), patience, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<PaymentView>> CancelAsync(Guid id, CancellationToken cancellation) =>
        PostAsync<PaymentView>($"payments/{id}/cancel", cancellation);

    /// <inheritdoc/>
    public Task<Outcome<PaymentView>> SetAmountAsync(Guid id, PaymentAmount amount, CancellationToken cancellation) =>
        PostAsync<PaymentAmount, PaymentView>($"payments/{id}/amount", amount, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<PaymentView>> ReportAsync(Guid id, CancellationToken cancellation) =>
        PostAsync<PaymentView>($"payments/{id}/report", cancellation);

    /// <inheritdoc/>
    public Task<Outcome<TerminalView>> StandAsync(long afterVersion, TimeSpan patience, CancellationToken cancellation) =>
        GetAsync<TerminalView>(Waiting("state", afterVersion, patience), patience, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<TerminalView>> SettleAsync(CancellationToken cancellation) => PostAsync<TerminalView>("settle", cancellation);

    /// <inheritdoc/>
    public Task<Outcome<IReadOnlyList<PaymentView>>> ListAsync(PaymentQuery query, CancellationToken cancellation)
    {
        var path = new StringBuilder("payments?count=").Append(query.Count.ToString(CultureInfo.InvariantCulture));
        path.Append("&open=").Append(query.Open ? "true" : "false");
        if (query.Kind is { } kind)
        {
            path.Append("&kind=").Append(kind);
        }

        if (query.BeforeMs is { } before)
        {
            path.Append("&before=").Append(before.ToString(CultureInfo.InvariantCulture));
        }

        return GetAsync<IReadOnlyList<PaymentView>>(path.ToString(), TimeSpan.Zero, cancellation);
    }

    /// <inheritdoc/>
    public Task<Outcome<FrameAnswer>> SetUpAsync(CancellationToken cancellation) => PostAsync<FrameAnswer>("set-up", cancellation);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string Waiting(string path, long after, TimeSpan patience) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?after={after}&wait={(long)patience.TotalMilliseconds}");

    private Task<Outcome<T>> GetAsync<T>(string path, TimeSpan patience, CancellationToken cancellation) =>
        TalkAsync<T>(() => new HttpRequestMessage(HttpMethod.Get, path), patience, cancellation);

    private Task<Outcome<T>> PostAsync<T>(string path, CancellationToken cancellation) =>
        TalkAsync<T>(() => new HttpRequestMessage(HttpMethod.Post, path), TimeSpan.Zero, cancellation);

    private Task<Outcome<T>> PostAsync<TRequest, T>(string path, TRequest request, CancellationToken cancellation) =>
        TalkAsync<T>(
            () => new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(request, options: ContractJson.Shared) },
            TimeSpan.Zero,
            cancellation
        );

    private async Task<Outcome<T>> TalkAsync<T>(Func<HttpRequestMessage> make, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience + s_answers);
        try
        {
            using var request = make();
            using var response = await _client.SendAsync(request, limit.Token);
            if (response.IsSuccessStatusCode)
            {
                return await response.Content.ReadFromJsonAsync<T>(ContractJson.Shared, limit.Token)
                    ?? throw new TerminalUnreachableException("The terminal answered with nothing.");
            }

            return
                response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict
                && await response.Content.ReadFromJsonAsync<Refusal>(ContractJson.Shared, limit.Token) is { Code: not null } refusal
                ? refusal
                : throw new TerminalUnreachableException($"The terminal answered {(int)response.StatusCode}.");
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or JsonException or NotSupportedException or ObjectDisposedException
                || (exception is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            throw new TerminalUnreachableException("The terminal did not answer.", exception);
        }
    }
}
