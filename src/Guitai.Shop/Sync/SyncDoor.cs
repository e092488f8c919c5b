using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Sync;
using Guitai.Shop.Staff;

namespace Guitai.Shop.Sync;

/// <summary>The bytes of the sync: which device speaks, what a message says, and the answer. Over HTTP and within one process alike.</summary>
public sealed class SyncDoor(Books books, ShopSync sync)
{
    /// <summary>Largest message taken.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Answers a message.</summary>
    /// <param name="what"><c>hello</c>, <c>facts</c> or <c>masters</c>.</param>
    /// <param name="deviceHash">What the device is known by (<see cref="Till.DeviceHash"/>), proven by the way that the message came; null when nothing was.</param>
    /// <returns>The answer's bytes; null when the message is none.</returns>
    public async Task<byte[]?> AnswerAsync(string what, ReadOnlyMemory<byte> message, string? deviceHash, CancellationToken cancellation)
    {
        try
        {
            switch (what)
            {
                case "hello":
                    var hello = Read<Hello>(message);
                    return Write(
                        Is(hello.TillId, deviceHash)
                            ? await sync.HelloAsync(hello, cancellation)
                            : new HelloAnswer(false, null, false, [], false, 0)
                    );
                case "facts":
                    var facts = Read<FactsRequest>(message);
                    return Write(
                        Is(facts.TillId, deviceHash)
                            ? await sync.SendFactsAsync(facts, cancellation)
                            : new FactsAnswer(FactsResult.UnknownTill, null)
                    );
                case "masters":
                    var masters = Read<MastersRequest>(message);
                    return Write(
                        Is(masters.TillId, deviceHash) ? await sync.FetchMastersAsync(masters, cancellation) : new MastersAnswer([], 0)
                    );
                default:
                    return null;
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T Read<T>(ReadOnlyMemory<byte> message) =>
        JsonSerializer.Deserialize<T>(message.Span, ContractJson.Shared) ?? throw new JsonException("Nothing was said.");

    private static byte[] Write<T>(T answer) => JsonSerializer.SerializeToUtf8Bytes(answer, ContractJson.Shared);

    // A till speaks for itself alone.
    private bool Is(Guid tillId, string? deviceHash) =>
        deviceHash is { Length: 64 }
        && books.Read(read => read.Find<Till>(tillId))?.Value is { Active: true, DeviceHash: { } hash }
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(deviceHash), Encoding.ASCII.GetBytes(hash));
}

/// <summary>The sync of a till that runs in the shop's own process: the same bytes through the same door, without a network.</summary>
public sealed class LoopbackLink(SyncDoor door, Func<string?> token) : IShopLink
{
    /// <inheritdoc/>
    public Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) =>
        AskAsync<Hello, HelloAnswer>("hello", hello, cancellation);

    /// <inheritdoc/>
    public Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation) =>
        AskAsync<FactsRequest, FactsAnswer>("facts", request, cancellation);

    /// <inheritdoc/>
    public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
        AskAsync<MastersRequest, MastersAnswer>("masters", request, cancellation);

    private async Task<TAnswer> AskAsync<TMessage, TAnswer>(string what, TMessage message, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Shared);
        byte[]? answer;
        try
        {
            answer = await door.AnswerAsync(what, bytes, token() is { } shown ? Sessions.HashOf(shown) : null, cancellation);
        }
        catch (Guitai.Foundation.Store.StoreBrokenException exception)
        {
            throw new ShopUnreachableException("The shop's store failed.", exception);
        }

        return answer is null
            ? throw new ShopUnreachableException("The shop did not understand.")
            : JsonSerializer.Deserialize<TAnswer>(answer, ContractJson.Shared)!;
    }
}
