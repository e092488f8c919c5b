using Guitai.Contracts;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Contracts.Sync;
using Guitai.Foundation;

namespace Guitai.Till.Tests;

/// <summary>A shop of a few masters, in memory, that can be switched off. It takes facts exactly once, as the real one does.</summary>
internal sealed class TestShop : IShopLink
{
    private readonly List<MasterChange> _changes = [];
    private readonly Dictionary<(Guid, long), Fact> _facts = [];
    private Store _store;
    private long _number;

    public TestShop(CashRounding? rounding = null, bool blind = false)
    {
        Put(MasterKind.Merchant, MerchantId, new Merchant(MerchantId, "街角小店", "Corner shop", "CNY"));
        _store = new Store
        {
            Id = StoreId,
            Code = "S1",
            Name = "街角小店",
            TimeZone = "Asia/Shanghai",
            DayChangeHour = 4,
            CashRounding = rounding ?? new CashRounding(10, CashRoundingMode.Down),
            Receipt = new ReceiptSettings { Footer = ["谢谢惠顾"] },
            BlindCount = blind,
        };
        Put(MasterKind.Store, StoreId, _store);
        Put(MasterKind.Till, TillId, new Contracts.Masters.Till(TillId, StoreId, "01", "前台", null, true));
        Put(MasterKind.TaxClass, Vat13, new TaxClass(Vat13, "13%", null, 130_000, true));
        Staff(CashierId, "3001", Role.Cashier, "2468");
        Staff(ManagerId, "2001", Role.Manager, "1357");
        Staff(Guid.CreateVersion7(), "1001", Role.Owner, "9753");
        Cola = AddProduct("1001", "6901234567892", "可乐", 350, 210);
        Bread = AddProduct("1002", "6909876543219", "面包", 1299, 700);
        Apples = AddProduct("2001", null, "苹果", 1280, 800, weighed: true);
    }

    public static readonly Guid MerchantId = Guid.Parse("00000000-0000-7000-8000-000000000001");
    public static readonly Guid StoreId = Guid.Parse("00000000-0000-7000-8000-000000000002");
    public static readonly Guid TillId = Guid.Parse("00000000-0000-7000-8000-000000000003");
    public static readonly Guid Vat13 = Guid.Parse("00000000-0000-7000-8000-000000000004");
    public static readonly Guid CashierId = Guid.Parse("00000000-0000-7000-8000-000000000005");
    public static readonly Guid ManagerId = Guid.Parse("00000000-0000-7000-8000-000000000006");

    public bool Off { get; set; }

    /// <summary>Goes off when it has given so many more pages of masters.</summary>
    public int? PagesLeft { get; set; }

    /// <summary>Says that it does not know the till's masters.</summary>
    public bool ForgetsTill { get; set; }

    /// <summary>Largest page of masters that it was asked for.</summary>
    public int LargestPage { get; private set; }

    /// <summary>The number of the last change of a master.</summary>
    public long LastNumber => _number;

    /// <summary>Answers get lost although the shop did its work.</summary>
    public bool LosesAnswers { get; set; }

    public Product Cola { get; }

    public Product Bread { get; }

    public Product Apples { get; }

    public List<Fact> Facts { get; } = [];

    public Product AddProduct(string code, string? barcode, string name, long price, long cost, bool weighed = false)
    {
        var product = new Product
        {
            Id = Guid.CreateVersion7(),
            Code = code,
            Name = name,
            Unit = weighed ? "千克" : "件",
            PriceMinor = price,
            CostMinor = cost,
            TaxClassId = Vat13,
            Barcodes = barcode is null ? [] : [barcode],
            Weighed = weighed,
        };
        Put(MasterKind.Product, product.Id, product);
        return product;
    }

    /// <summary>Another state of the store's settings.</summary>
    public void ChangeStore(Func<Store, Store> change)
    {
        _store = change(_store);
        Put(MasterKind.Store, StoreId, _store);
    }

    public void Put<T>(MasterKind kind, Guid id, T record) =>
        _changes.Add(new MasterChange(++_number, Guid.CreateVersion7(), kind, id.ToString(), false, ContractJson.Write(record)));

    public void Delete(MasterKind kind, Guid id) =>
        _changes.Add(new MasterChange(++_number, Guid.CreateVersion7(), kind, id.ToString(), true, ""));

    /// <summary>Puts the masters back to a backup, as far as a change.</summary>
    public void Restore(long number)
    {
        _changes.RemoveAll(c => c.Number > number);
        _number = number;
    }

    public Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) =>
        Answer(() => new HelloAnswer(true, Head, true, [], ForgetsTill || !Holds(hello.MastersNumber, hello.MastersChangeId), _number));

    public Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation) =>
        Answer(() =>
        {
            foreach (var fact in request.Facts)
            {
                if (_facts.TryAdd((fact.Incarnation, fact.Sequence), fact))
                {
                    Assert.True(fact.IsIntact());
                    Assert.Equal(Facts.Count == 0 ? Fact.NoHash : Facts[^1].Hash, fact.PreviousHash);
                    Facts.Add(fact);
                }
            }

            return new FactsAnswer(FactsResult.Accepted, Head);
        });

    public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
        Answer(() =>
        {
            if (!Holds(request.AfterNumber, request.AfterChangeId))
            {
                return new MastersAnswer([], 0, Reset: true);
            }

            Off = PagesLeft == 0;
            if (Off || PagesLeft-- == 0)
            {
                throw new ShopUnreachableException("cut");
            }

            MastersAnswer answer = new([.. _changes.Where(c => c.Number > request.AfterNumber).Take(request.Most)], _number);
            LargestPage = Math.Max(LargestPage, answer.Changes.Count);
            return answer;
        });

    private bool Holds(long number, Guid? changeId) =>
        changeId is null || _changes.Exists(c => c.Number == number && c.ChangeId == changeId);

    private JournalHead? Head => Facts.Count == 0 ? null : new JournalHead(Facts[^1].Incarnation, Facts[^1].Sequence, Facts[^1].Hash);

    private void Staff(Guid id, string number, Role role, string pin) =>
        Put(
            MasterKind.Staff,
            id,
            new StaffMember
            {
                Id = id,
                Number = number,
                Name = number,
                Role = role,
                PinHash = PinHash.Make(new Secret<string>(pin), new SystemRandomness(), iterations: 1),
            }
        );

    private Task<T> Answer<T>(Func<T> answer)
    {
        if (Off)
        {
            throw new ShopUnreachableException("off");
        }

        var result = answer();
        return LosesAnswers ? throw new ShopUnreachableException("lost") : Task.FromResult(result);
    }
}
