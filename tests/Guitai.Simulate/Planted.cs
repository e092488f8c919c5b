using System.Data.Common;
using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;
using Guitai.Foundation.Store;
using Guitai.Shop;
using Guitai.Simulate.Machines;
using Guitai.Simulation;

namespace Guitai.Simulate;

/// <summary>The defects that a world can be given, each as a wrapper around production code.</summary>
internal static class Planted
{
    /// <summary>The till's way to the shop.</summary>
    public static IShopLink Link(World world, IShopLink link) =>
        world.Bug == PlantedBug.AcknowledgesUnsent ? new AcknowledgingLink(link) : link;

    /// <summary>The till's engine.</summary>
    public static ISqlEngine Engine(World world, ISqlEngine engine, SimulatedProcess process) =>
        world.Bug == PlantedBug.AnswersEarly ? new EarlyEngine(engine, process, world.Random.Fork()) : engine;

    /// <summary>The shop's answer to a request.</summary>
    public static async Task<byte[]> AnswerAsync(World world, ShopDesk shop, byte[] request)
    {
        var known = world.Bug == PlantedBug.CountsTwice ? Held(shop, request) : [];
        var answer = await NetworkShopLink.AnswerAsync(shop.SyncDoor, request);
        if (known.Count > 0)
        {
            var again = new Write();
            foreach (var order in known)
            {
                again.Add(s_tenders, shop.Books.Key, order.StoreId, 20260301, Tender.Cash, 1L, order.Totals.TotalMinor, 0L, 0L);
            }

            await shop.Books.Store.WriteAsync(again);
        }

        if (world.Bug == PlantedBug.ForgetsItWasRestored && NetworkShopLink.Open(request) is ("hello", _, var message))
        {
            var hello = JsonSerializer.Deserialize<Hello>(message.Span, ContractJson.Shared)!;
            var honest = JsonSerializer.Deserialize<HelloAnswer>(answer, ContractJson.Shared)!;
            return JsonSerializer.SerializeToUtf8Bytes(
                honest with
                {
                    Head = hello.Head,
                    KnowsTillHead = true,
                    MastersReset = false,
                },
                ContractJson.Shared
            );
        }

        return answer;
    }

    private static readonly Table s_tenders = new(
        "tender_total",
        4,
        Table.Text("merchant"),
        Table.Text("store"),
        Table.Integer("business_date"),
        Table.Text("tender"),
        Table.Integer("in_count"),
        Table.Integer("in_minor"),
        Table.Integer("out_count"),
        Table.Integer("out_minor")
    );

    private static List<Order> Held(ShopDesk shop, byte[] request)
    {
        if (NetworkShopLink.Open(request) is not ("facts", _, var message))
        {
            return [];
        }

        var facts = JsonSerializer.Deserialize<FactsRequest>(message.Span, ContractJson.Shared)!.Facts;
        var held = shop.Books.Read(read =>
            Dapper.SqlMapper.Query<string>(read.Connection, "SELECT hash FROM fact").ToHashSet(StringComparer.Ordinal)
        );
        return
        [
            .. facts.Where(f => f.Kind == FactKind.SaleCompleted && held.Contains(f.Hash)).Select(f => ContractJson.Read<Order>(f.Body)),
        ];
    }

    /// <summary>Says that facts are safe without sending them.</summary>
    private sealed class AcknowledgingLink(IShopLink link) : IShopLink
    {
        public Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) => link.HelloAsync(hello, cancellation);

        public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
            link.FetchMastersAsync(request, cancellation);

        public Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation)
        {
            var last = request.Facts[^1];
            return Task.FromResult(new FactsAnswer(FactsResult.Accepted, new JournalHead(last.Incarnation, last.Sequence, last.Hash)));
        }
    }

    /// <summary>Says that writes are durable, and commits them a moment later.</summary>
    private sealed class EarlyEngine(ISqlEngine engine, SimulatedProcess process, SimRandom random) : ISqlEngine
    {
        private readonly List<Write> _late = [];

        public string Name => engine.Name;

        public void Migrate(IReadOnlyList<Migration> migrations) => engine.Migrate(migrations);

        public WriteResult Commit(IReadOnlyList<Write> writes)
        {
            _late.AddRange(writes);
            process.After(random.Delay(TimeSpan.FromMilliseconds(300)), "late commit", Flush);
            return WriteResult.Committed;
        }

        public DbConnection OpenReader() => engine.OpenReader();

        public void Dispose() => engine.Dispose();

        private void Flush()
        {
            if (_late.Count > 0)
            {
                engine.Commit([.. _late]);
                _late.Clear();
            }
        }
    }
}
