using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Sync;
using Guitai.Till.Desk;
using Guitai.Till.Devices;

namespace Guitai.Till.Sync;

/// <summary>The way to a shop in another process, under <c>/shop/api/sync</c>, with the till's own token.</summary>
public sealed class HttpShopLink(HttpClient http, Func<TillDesk> desk) : IShopLink, IShopClock
{
    /// <inheritdoc/>
    public long? AheadMs { get; private set; }

    /// <inheritdoc/>
    public Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) =>
        PostAsync<Hello, HelloAnswer>("hello", hello, cancellation);

    /// <inheritdoc/>
    public Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation) =>
        PostAsync<FactsRequest, FactsAnswer>("facts", request, cancellation);

    /// <inheritdoc/>
    public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
        PostAsync<MastersRequest, MastersAnswer>("masters", request, cancellation);

    private async Task<TAnswer> PostAsync<TRequest, TAnswer>(string path, TRequest request, CancellationToken cancellation)
    {
        var identity = desk().Identity ?? throw new ShopUnreachableException("The till is not enrolled.");
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, $"{identity.ShopUrl.TrimEnd('/')}/shop/api/sync/{path}")
            {
                Content = JsonContent.Create(request, options: ContractJson.Shared),
            };
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", identity.Token);
            var sentMs = desk().NowMs;
            using var response = await http.SendAsync(message, cancellation);
            if (response.Headers.Date is { } date)
            {
                // The header has whole seconds: half of one more is the best guess.
                AheadMs = ((sentMs + desk().NowMs) / 2) - (date.ToUnixTimeMilliseconds() + 500);
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new ShopUnreachableException($"The shop answered {(int)response.StatusCode}.");
            }

            return await response.Content.ReadFromJsonAsync<TAnswer>(ContractJson.Shared, cancellation)
                ?? throw new ShopUnreachableException("The shop answered with nothing.");
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or NotSupportedException
                || (exception is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            throw new ShopUnreachableException("The shop did not answer.", exception);
        }
    }
}
