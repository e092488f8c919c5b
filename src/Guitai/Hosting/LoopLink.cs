using Guitai.Contracts;
using Guitai.Contracts.Sync;

namespace Guitai.Hosting;

/// <summary>Till and shop in one process: the same messages as over a network, through their bytes.</summary>
internal sealed class LoopLink(IShopLink shop) : IShopLink
{
    /// <inheritdoc/>
    public async Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) =>
        Copy(await shop.HelloAsync(Copy(hello), cancellation));

    /// <inheritdoc/>
    public async Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation) =>
        Copy(await shop.SendFactsAsync(Copy(request), cancellation));

    /// <inheritdoc/>
    public async Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
        Copy(await shop.FetchMastersAsync(Copy(request), cancellation));

    private static T Copy<T>(T message) => ContractJson.Read<T>(ContractJson.Write(message));
}
