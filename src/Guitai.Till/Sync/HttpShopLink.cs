using Guitai.Contracts.Sync;
using Guitai.Till.Desk;

namespace Guitai.Till.Sync;

/// <summary>The way to a shop on another device or in another process, over TLS, with this device's certificate.</summary>
public sealed class HttpShopLink(ShopLine line, Func<TillDesk> desk) : IShopLink
{
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
        return line.PostAsync<TRequest, TAnswer>(new TillAddress(identity.TillId, new Uri(identity.ShopUrl)), path, request, cancellation);
    }
}
