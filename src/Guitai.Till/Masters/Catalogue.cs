using Guitai.Contracts;
using Guitai.Contracts.Masters;

namespace Guitai.Till.Masters;

/// <summary>The masters in memory: everything the till needs to sell without asking anyone. Owned by the desk; read under its lock.</summary>
public sealed class Catalogue
{
    private readonly Dictionary<(MasterKind, string), object> _records = [];
    private readonly Dictionary<Guid, Product> _products = [];
    private readonly Dictionary<string, Guid> _byBarcode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Guid> _byCode = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<Product>? _sorted;

    /// <summary>The merchant; null until it arrived.</summary>
    public Merchant? Merchant => All<Merchant>(MasterKind.Merchant).FirstOrDefault();

    public int ProductCount => _products.Count;

    /// <summary>Reads a change's record; null for a tombstone.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not one of the kind.</exception>
    public static object? Parse(MasterKind kind, string body, bool deleted) =>
        deleted
            ? null
            : kind switch
            {
                MasterKind.Merchant => ContractJson.Read<Merchant>(body),
                MasterKind.Store => ContractJson.Read<Store>(body),
                MasterKind.Staff => ContractJson.Read<StaffMember>(body),
                MasterKind.Category => ContractJson.Read<Category>(body),
                MasterKind.TaxClass => ContractJson.Read<TaxClass>(body),
                MasterKind.Product => ContractJson.Read<Product>(body),
                MasterKind.Picture => ContractJson.Read<Picture>(body),
                MasterKind.TenderType => ContractJson.Read<TenderType>(body),
                MasterKind.Till => ContractJson.Read<Contracts.Masters.Till>(body),
                _ => throw new System.Text.Json.JsonException($"Unknown kind of master {kind}."),
            };

    /// <summary>Applies one change.</summary>
    public void Apply(MasterKind kind, string id, object? record)
    {
        if (_records.Remove((kind, id), out var before) && before is Product old)
        {
            Forget(old);
        }

        if (record is null)
        {
            return;
        }

        _records[(kind, id)] = record;
        if (record is Product product)
        {
            Remember(product);
        }
    }

    /// <summary>One record; null when there is none.</summary>
    public T? Get<T>(MasterKind kind, Guid id)
        where T : class => _records.GetValueOrDefault((kind, id.ToString())) as T;

    /// <summary>All records of a kind.</summary>
    public IEnumerable<T> All<T>(MasterKind kind)
        where T : class => _records.Where(r => r.Key.Item1 == kind).Select(r => (T)r.Value);

    /// <summary>Keys of everything held.</summary>
    public IReadOnlyCollection<(MasterKind Kind, string Id)> Keys => _records.Keys;

    public Product? Product(Guid id) => _products.GetValueOrDefault(id);

    /// <summary>The active product with a barcode, or else with that code.</summary>
    public Product? Find(string barcodeOrCode) =>
        (_byBarcode.TryGetValue(barcodeOrCode, out var id) || _byCode.TryGetValue(barcodeOrCode, out id)) && _products[id].Active
            ? _products[id]
            : null;

    /// <summary>The active member of staff with an employee number.</summary>
    public StaffMember? StaffByNumber(string number) =>
        All<StaffMember>(MasterKind.Staff).FirstOrDefault(s => s.Active && string.Equals(s.Number, number, StringComparison.Ordinal));

    /// <summary>Name of a member of staff, also of one who left; the id when unknown.</summary>
    public string StaffName(Guid id) => Get<StaffMember>(MasterKind.Staff, id)?.Name ?? id.ToString();

    /// <summary>Active products in order of code.</summary>
    public IReadOnlyList<Product> Products =>
        _sorted ??= [.. _products.Values.Where(p => p.Active).OrderBy(p => p.Code, StringComparer.Ordinal)];

    private void Remember(Product product)
    {
        _sorted = null;
        _products[product.Id] = product;
        _byCode[product.Code] = product.Id;
        foreach (var barcode in product.Barcodes)
        {
            _byBarcode[barcode] = product.Id;
        }
    }

    private void Forget(Product product)
    {
        _sorted = null;
        _products.Remove(product.Id);
        Drop(_byCode, product.Code, product.Id);
        foreach (var barcode in product.Barcodes)
        {
            Drop(_byBarcode, barcode, product.Id);
        }
    }

    private static void Drop(Dictionary<string, Guid> index, string key, Guid id)
    {
        if (index.TryGetValue(key, out var found) && found == id)
        {
            index.Remove(key);
        }
    }
}
