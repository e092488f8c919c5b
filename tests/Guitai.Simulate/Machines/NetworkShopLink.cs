using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Sync;
using Guitai.Shop.Sync;
using Guitai.Simulation;

namespace Guitai.Simulate.Machines;

/// <summary>The way from a till to the shop over the simulated network, with the same bytes as over HTTP.</summary>
internal sealed class NetworkShopLink(SimulatedNetwork network, string from, Func<string?> token) : IShopLink
{
    /// <summary>The shop's node.</summary>
    public const string Shop = "shop";

    public Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) =>
        AskAsync<Hello, HelloAnswer>("hello", hello, cancellation);

    public Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation) =>
        AskAsync<FactsRequest, FactsAnswer>("facts", request, cancellation);

    public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
        AskAsync<MastersRequest, MastersAnswer>("masters", request, cancellation);

    /// <summary>Takes a request apart: what, the till's token, the message.</summary>
    public static (string What, string Token, ReadOnlyMemory<byte> Message) Open(byte[] request)
    {
        var what = System.Text.Encoding.ASCII.GetString(request, 2, request[0]);
        var token = System.Text.Encoding.ASCII.GetString(request, 2 + request[0], request[1]);
        return (what, token, request.AsMemory(2 + request[0] + request[1]));
    }

    /// <summary>The shop's side.</summary>
    public static async Task<byte[]> AnswerAsync(SyncDoor door, byte[] request)
    {
        var (what, token, message) = Open(request);
        return await door.AnswerAsync(what, message, Guitai.Shop.Staff.Sessions.HashOf(token), default)
            ?? throw new ViolationException("sync-messages", $"{what} is not understood");
    }

    private async Task<TAnswer> AskAsync<TRequest, TAnswer>(string what, TRequest request, CancellationToken cancellation)
    {
        var shown = token() ?? "";
        byte[] bytes =
        [
            (byte)what.Length,
            (byte)shown.Length,
            .. System.Text.Encoding.ASCII.GetBytes(what),
            .. System.Text.Encoding.ASCII.GetBytes(shown),
            .. JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Shared),
        ];
        try
        {
            var answer = await network.SendAsync(from, Shop, bytes, cancellation);
            return JsonSerializer.Deserialize<TAnswer>(answer, ContractJson.Shared)!;
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            throw new ShopUnreachableException("The shop did not answer.", exception);
        }
    }
}
