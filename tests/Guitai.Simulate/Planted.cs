using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Sync;
using Guitai.Foundation.Store;
using Guitai.Receipts;
using Guitai.Shop;
using Guitai.Simulate.Machines;
using Guitai.Simulation;
using Guitai.Till.Devices;

namespace Guitai.Simulate;

/// <summary>The defects that a world can be given, each as a wrapper around production code.</summary>
internal static class Planted
{
    /// <summary>The till's way to the shop.</summary>
    public static IShopLink Link(World world, IShopLink link) =>
        world.Bug == PlantedBug.AcknowledgesUnsent ? new AcknowledgingLink(link) : link;

    /// <summary>The till's engine.</summary>
    public static ISqlEngine Engine(World world, ISqlEngine engine, SimulatedProcess process) =>
        world.Bug switch
        {
            PlantedBug.AnswersEarly => new EarlyEngine(engine, process, world.Random.Fork()),
            PlantedBug.PrintsAgain => new SpoilingEngine(engine, "print_job", row => row[4] = row[4] is "printing" ? "waiting" : row[4]),
            PlantedBug.ForgetsRefunds => new SpoilingEngine(engine, "order_row", row => row[^1] = null),
            _ => engine,
        };

    /// <summary>The till's way to its printer.</summary>
    public static IPrinter Printer(World world, IPrinter printer, SimulatedPrinter body) =>
        world.Bug is PlantedBug.KicksTwice or PlantedBug.SaysPrinted ? new BadPrinter(printer, body, world.Bug) : printer;

    /// <summary>The orders that a till finds at its start.</summary>
    public static async Task OpenOrdersAsync(World world, RoleStore store, int life)
    {
        if (world.Bug != PlantedBug.TenderTwice || life == 1)
        {
            return;
        }

        var rows = store.Read(c =>
            Dapper.SqlMapper.Query<(string Id, long Held, string Body)>(c, "SELECT order_id, held, body FROM open_order").ToList()
        );
        var write = new Write();
        foreach (var (id, held, body) in rows)
        {
            var cart = JsonNode.Parse(body)!;
            var tenders = cart["tenders"] as JsonArray;
            if (
                tenders?.FirstOrDefault(t => string.Equals((string?)t!["state"], "confirmed", StringComparison.OrdinalIgnoreCase)) is
                { } tender
            )
            {
                var again = tender.DeepClone();
                again["id"] = world.Ids.Next().ToString();
                tenders.Add(again);
                write.Upsert(s_openOrders, id, held, cart.ToJsonString());
            }
        }

        if (write.Rows.Count > 0)
        {
            await store.WriteAsync(write);
        }
    }

    private static readonly Table s_openOrders = new("open_order", 1, Table.Text("order_id"), Table.Integer("held"), Table.Text("body"));

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

    /// <summary>Writes something else than it was given into one table.</summary>
    private sealed class SpoilingEngine(ISqlEngine engine, string table, Action<object?[]> spoil) : ISqlEngine
    {
        public string Name => engine.Name;

        public void Migrate(IReadOnlyList<Migration> migrations) => engine.Migrate(migrations);

        public WriteResult Commit(IReadOnlyList<Write> writes)
        {
            foreach (var row in writes.SelectMany(w => w.Rows).Where(r => r.Table.Name == table && r.Operation != RowOperation.Delete))
            {
                spoil(row.Values);
            }

            return engine.Commit(writes);
        }

        public DbConnection OpenReader() => engine.OpenReader();

        public void Dispose() => engine.Dispose();
    }

    /// <summary>Opens the drawer again after a visit that failed, or says that everything came out.</summary>
    private sealed class BadPrinter(IPrinter printer, SimulatedPrinter body, PlantedBug bug) : IPrinter
    {
        private bool _kicked;

        public bool IsThere => printer.IsThere;

        public Task<(PrinterState State, PrinterCondition Condition)> AskAsync(CancellationToken cancellation) =>
            printer.AskAsync(cancellation);

        public async Task<PrintOutcome> PrintAsync(PrintOrder order, CancellationToken cancellation)
        {
            if (_kicked && bug == PlantedBug.KicksTwice)
            {
                body.Kick();
            }

            var kicks = body.Kicks;
            var outcome = await printer.PrintAsync(order, cancellation);
            _kicked = body.Kicks > kicks && outcome != PrintOutcome.Printed;
            return bug == PlantedBug.SaysPrinted && outcome == PrintOutcome.Uncertain ? PrintOutcome.Printed : outcome;
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
