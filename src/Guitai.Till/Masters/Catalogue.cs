using System.Text;
using Guitai.Contracts;
using Guitai.Contracts.Masters;

namespace Guitai.Till.Masters;

/// <summary>The masters in memory: everything the till needs to sell without asking anyone. Owned by the desk; read under its lock.</summary>
public sealed class Catalogue
{
    private readonly Dictionary<MasterKind, Dictionary<Guid, object>> _records = [];
    private readonly ProductTable _products = new();

    // A picture's bytes stay on disk until a page asks for them.
    private readonly HashSet<Guid> _pictures = [];

    /// <summary>The merchant; null until it arrived.</summary>
    public Merchant? Merchant => All<Merchant>(MasterKind.Merchant).FirstOrDefault();

    public int ProductCount => _products.Count;

    /// <summary>The products for shelves and searches, which may go on while the till sells.</summary>
    public ProductView Products => _products.View;

    /// <summary>Reads a change's record; null for a tombstone. A product stays the JSON that it is, in UTF-8, once it was seen to be one.</summary>
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
                MasterKind.Product => ProductTable.Checked(Encoding.UTF8.GetBytes(body)),
                MasterKind.Picture => ContractJson.Read<Picture>(body),
                MasterKind.TenderType => ContractJson.Read<TenderType>(body),
                MasterKind.Till => ContractJson.Read<Contracts.Masters.Till>(body),
                _ => throw new System.Text.Json.JsonException($"Unknown kind of master {kind}."),
            };

    /// <summary>Applies one change.</summary>
    /// <param name="record">Null for a tombstone.</param>
    /// <param name="number">The change's place in the stream.</param>
    public void Apply(MasterKind kind, string id, object? record, long number)
    {
        var key = Guid.Parse(id);
        switch (kind)
        {
            case MasterKind.Product when record is byte[] json:
                PutProduct(json, number);
                break;
            case MasterKind.Product:
                _products.Remove(key);
                break;
            case MasterKind.Picture:
                _ = record is null ? _pictures.Remove(key) : _pictures.Add(key);
                break;
            default:
                if (!_records.TryGetValue(kind, out var records))
                {
                    _records.Add(kind, records = []);
                }

                _ = record is null && records.Remove(key);
                if (record is not null)
                {
                    records[key] = record;
                }

                break;
        }
    }

    /// <summary>Applies a product's new state.</summary>
    /// <param name="json">A <see cref="Contracts.Masters.Product"/> in UTF-8.</param>
    /// <exception cref="System.Text.Json.JsonException">It is none; nothing changed.</exception>
    internal void PutProduct(ReadOnlySpan<byte> json, long number) => _products.Put(json, number);

    /// <summary>Makes room for so many products.</summary>
    internal void EnsureCapacity(int products) => _products.EnsureCapacity(products);

    /// <summary>One record other than a product or a picture; null when there is none.</summary>
    public T? Get<T>(MasterKind kind, Guid id)
        where T : class => _records.GetValueOrDefault(kind)?.GetValueOrDefault(id) as T;

    /// <summary>All records of a kind other than products and pictures.</summary>
    public IEnumerable<T> All<T>(MasterKind kind)
        where T : class => _records.TryGetValue(kind, out var records) ? records.Values.Cast<T>() : [];

    public Product? Product(Guid id) => _products.Find(id);

    /// <summary>The active product with a barcode, or else with that code.</summary>
    public Product? Find(string barcodeOrCode) => _products.FindByBarcode(barcodeOrCode) ?? FindByCode(barcodeOrCode);

    /// <summary>The active product with a code, in any case.</summary>
    public Product? FindByCode(string code) => _products.FindByCode(code);

    /// <summary>The active member of staff with an employee number.</summary>
    public StaffMember? StaffByNumber(string number) =>
        All<StaffMember>(MasterKind.Staff).FirstOrDefault(s => s.Active && string.Equals(s.Number, number, StringComparison.Ordinal));

    /// <summary>English name of a member of staff; null when there is none.</summary>
    public string? StaffNameEn(Guid id) => Get<StaffMember>(MasterKind.Staff, id)?.NameEn;

    /// <summary>Name of a member of staff, also of one who left; the id when unknown.</summary>
    public string StaffName(Guid id) => Get<StaffMember>(MasterKind.Staff, id)?.Name ?? id.ToString();
}
