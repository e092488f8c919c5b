using Guitai.Contracts.Sync;
using Guitai.Till.Desk;
using Guitai.Till.Devices;

namespace Guitai.Till.Sync;

/// <summary>The way to a shop on another device or in another process, over TLS, with this device's certificate.</summary>
public sealed class HttpShopLink(ShopLine line, Func<TillDesk> desk) : IShopLink, IShopClock
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

    private Task<TAnswer> PostAsync<TRequest, TAnswer>(string path, TRequest request, CancellationToken cancellation)
    {
        var identity = desk().Identity ?? throw new ShopUnreachableException("The till is not enrolled.");
        if (!Uri.TryCreate(identity.ShopUrl, UriKind.Absolute, out var shop))
        {
            throw new ShopUnreachableException("The till was part of its shop's own process and has to be enrolled.");
        }

        return line.PostAsync<TRequest, TAnswer>(
            new TillAddress(identity.TillId, shop),
            path,
            request,
            ahead => AheadMs = ahead,
            cancellation
        );
    }
}
