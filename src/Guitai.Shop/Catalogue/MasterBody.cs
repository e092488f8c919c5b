using Guitai.Contracts;
using Guitai.Contracts.Masters;
using Guitai.Foundation;

namespace Guitai.Shop.Catalogue;

/// <summary>Something of which a merchant may have only one: a barcode, a code, an employee number.</summary>
internal readonly record struct Claim(string Scope, string Value);

/// <summary>What differs between the kinds of masters.</summary>
internal static class MasterBody
{
    public const string Barcode = "barcode";
    public const string ProductCode = "product";
    public const string StaffNumber = "staff";
    public const string StoreCode = "store";
    public const string CategoryName = "category";
    public const string TaxClassName = "tax-class";
    public const string TenderName = "tender-name";
    public const string TenderCode = "tender";

    private static readonly Dictionary<Type, MasterKind> s_kinds = new()
    {
        [typeof(Merchant)] = MasterKind.Merchant,
        [typeof(Store)] = MasterKind.Store,
        [typeof(StaffMember)] = MasterKind.Staff,
        [typeof(Category)] = MasterKind.Category,
        [typeof(TaxClass)] = MasterKind.TaxClass,
        [typeof(Product)] = MasterKind.Product,
        [typeof(Picture)] = MasterKind.Picture,
        [typeof(Till)] = MasterKind.Till,
        [typeof(TenderType)] = MasterKind.TenderType,
    };

    public static MasterKind KindOf<T>() => s_kinds[typeof(T)];

    public static MasterKind KindOf(object master) => s_kinds[master.GetType()];

    public static Guid IdOf(object master) =>
        master switch
        {
            Merchant m => m.Id,
            Store s => s.Id,
            StaffMember s => s.Id,
            Category c => c.Id,
            TaxClass t => t.Id,
            Product p => p.Id,
            Picture p => p.Id,
            Till t => t.Id,
            TenderType t => t.Id,
            _ => throw new ArgumentException($"{master.GetType().Name} is no master.", nameof(master)),
        };

    public static string NameOf(object master) =>
        master switch
        {
            Merchant m => m.Name,
            Store s => s.Name,
            StaffMember s => s.Name,
            Category c => c.Name,
            TaxClass t => t.Name,
            Product p => p.Name,
            Till t => t.Name,
            TenderType t => t.Name,
            _ => "",
        };

    public static string Write(object master) =>
        master switch
        {
            Merchant m => ContractJson.Write(m),
            Store s => ContractJson.Write(s),
            StaffMember s => ContractJson.Write(s),
            Category c => ContractJson.Write(c),
            TaxClass t => ContractJson.Write(t),
            Product p => ContractJson.Write(p),
            Picture p => ContractJson.Write(p),
            Till t => ContractJson.Write(t),
            TenderType t => ContractJson.Write(t),
            _ => throw new ArgumentException($"{master.GetType().Name} is no master.", nameof(master)),
        };

    public static string NameIn(MasterKind kind, string body) =>
        NameOf(
            kind switch
            {
                MasterKind.Store => ContractJson.Read<Store>(body),
                MasterKind.Staff => ContractJson.Read<StaffMember>(body),
                MasterKind.Category => ContractJson.Read<Category>(body),
                MasterKind.TaxClass => ContractJson.Read<TaxClass>(body),
                MasterKind.Product => ContractJson.Read<Product>(body),
                MasterKind.Till => ContractJson.Read<Till>(body),
                MasterKind.TenderType => ContractJson.Read<TenderType>(body),
                _ => kind,
            }
        );

    public static IEnumerable<Claim> Claims(object? master) =>
        master switch
        {
            Product p => p.Barcodes.Select(b => new Claim(Barcode, b)).Prepend(new Claim(ProductCode, p.Code)),
            StaffMember s => [new Claim(StaffNumber, s.Number)],
            Store s => [new Claim(StoreCode, s.Code)],
            Till t => [new Claim($"till/{t.StoreId}", t.Code)],
            Category c => [new Claim(CategoryName, c.Name)],
            TaxClass t => [new Claim(TaxClassName, t.Name)],
            TenderType t => [new Claim(TenderCode, t.Code), new Claim(TenderName, t.Name)],
            _ => [],
        };

    /// <summary>The refusal that says who holds it already.</summary>
    public static Refusal Taken(Claim claim, string holder) =>
        new(
            claim.Scope switch
            {
                Barcode => "barcode.taken",
                ProductCode => "product.code-taken",
                StaffNumber => "staff.number-taken",
                StoreCode => "store.code-taken",
                CategoryName => "category.name-taken",
                TaxClassName => "tax-class.name-taken",
                TenderName => "tender.name-taken",
                TenderCode => "tender.code-taken",
                _ => "till.code-taken",
            },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["value"] = claim.Value, ["name"] = holder }
        );
}
