using Guitai.Contracts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Contracts.Sync;
using Guitai.Foundation;

namespace Guitai.Bench;

/// <summary>A shop of three products that hands its masters out once and is then switched off: the bench measures the till alone.</summary>
internal sealed class BenchShop : IShopLink
{
    public const string Number = "3001";
    public const string Pin = "2468";

    private readonly List<MasterChange> _changes = [];

    public BenchShop(IdSource ids)
    {
        var (merchant, store, tax) = (ids.Next(), ids.Next(), ids.Next());
        TillId = ids.Next();
        Put(ids, MasterKind.Merchant, merchant, new Merchant(merchant, "测速", null, "CNY"));
        Put(ids, MasterKind.Store, store, Store(store));
        Put(ids, MasterKind.Till, TillId, new Contracts.Masters.Till(TillId, store, "01", "1", null, true));
        Put(ids, MasterKind.TaxClass, tax, new TaxClass(tax, "13%", null, 130_000, true));
        var cashier = ids.Next();
        Put(ids, MasterKind.Staff, cashier, Cashier(cashier));
        foreach (var (code, price) in new[] { ("1001", 350L), ("1002", 1299L), ("1003", 880L) })
        {
            var id = ids.Next();
            var product = new Product
            {
                Id = id,
                Code = code,
                Name = "商品" + code,
                Unit = "件",
                PriceMinor = price,
                CostMinor = price / 2,
                TaxClassId = tax,
                Barcodes = ["690000000" + code],
            };
            Put(ids, MasterKind.Product, id, product);
        }
    }

    public Guid TillId { get; }

    public static Store Store(Guid id) =>
        new()
        {
            Id = id,
            Code = "B1",
            Name = "测速",
            TimeZone = "Asia/Shanghai",
            DayChangeHour = 4,
            CashRounding = new CashRounding(10, CashRoundingMode.Down),
            Receipt = new ReceiptSettings { Print = PrintMode.Never },
        };

    public static StaffMember Cashier(Guid id) =>
        new()
        {
            Id = id,
            Number = Number,
            Name = "收银员",
            Role = Role.Owner,
            PinHash = PinHash.Make(new Secret<string>(Pin), new SystemRandomness(), iterations: 1),
        };

    public Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) =>
        hello.Head is null
            ? Task.FromResult(new HelloAnswer(true, null, true, [], false, _changes.Count))
            : throw new ShopUnreachableException("off");

    public Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation) =>
        throw new ShopUnreachableException("off");

    public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
        Task.FromResult(new MastersAnswer([.. _changes.Where(c => c.Number > request.AfterNumber)], _changes.Count));

    private void Put<T>(IdSource ids, MasterKind kind, Guid id, T record) =>
        _changes.Add(new MasterChange(_changes.Count + 1, ids.Next(), kind, id.ToString(), false, ContractJson.Write(record)));
}
