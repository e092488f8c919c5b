using System.Text;
using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Masters;

namespace Guitai.Till.Masters;

/// <summary>Every product in memory, in columns: half a million take some 150 MB and no work of the collector. Changed by the desk alone; a
/// <see cref="ProductView"/> may be read meanwhile, since rows are only appended and a row's cells change one by one.</summary>
internal sealed class ProductTable
{
    private readonly Dictionary<Guid, int> _rowOf = [];
    private readonly Numbered<Guid> _groups = new();
    private readonly Numbered<string> _units = new();
    private readonly Columns _columns = new();
    private byte[] _scratch = [];
    private byte[] _bytes = [];
    private char[] _chars = [];
    private Chunks<byte> _texts = new();
    private Chunks<char> _folded = new();
    private TextIndex _byBarcode;
    private TextIndex _byCode;
    private int _waste;
    private ProductView? _view;

    public ProductTable() => (_byBarcode, _byCode) = (new TextIndex(_texts, foldCase: false), new TextIndex(_texts, foldCase: true));

    public int Count => _rowOf.Count;

    /// <summary>What there is now, for readers that take their time.</summary>
    public ProductView View => _view ??= new ProductView(this, _columns.Now(), _texts, _folded);

    /// <summary>A product; null when there is none.</summary>
    public Product? Find(Guid id) => _rowOf.TryGetValue(id, out var row) ? Read(_columns.Now(), _texts, row) : null;

    /// <summary>The active product with a barcode; null for none.</summary>
    public Product? FindByBarcode(string barcode) => FindActive(_byBarcode, barcode);

    /// <summary>The active product with a code, in any case; null for none.</summary>
    public Product? FindByCode(string code) => FindActive(_byCode, code);

    /// <summary>Makes room for so many products.</summary>
    public void EnsureCapacity(int count)
    {
        _rowOf.EnsureCapacity(count);
        _byCode.EnsureCapacity(count);
        _byBarcode.EnsureCapacity(count);
        _columns.EnsureCapacity(count);
    }

    /// <summary>Puts a product in, or in the place of its former state.</summary>
    /// <param name="json">A <see cref="Contracts.Masters.Product"/> in UTF-8.</param>
    /// <param name="number">Of its change. Until a till has the whole stream, two products may claim one code: the later change has it.</param>
    /// <exception cref="System.Text.Json.JsonException">It is none; nothing changed.</exception>
    public void Put(ReadOnlySpan<byte> json, long number)
    {
        Reserve(json.Length);
        var fields = ProductFields.Read(json, _scratch);
        var texts = _bytes.AsSpan(0, ProductText.LengthOf(fields));
        ProductText.Write(fields, texts);
        _view = null;
        if (!_rowOf.TryGetValue(fields.Id, out var row))
        {
            row = _columns.Append(fields.Id);
            _rowOf.Add(fields.Id, row);
            AddTexts(row, fields, texts, number);
        }
        else if (!_texts.At(_columns.Text[row]).StartsWith(texts))
        {
            Forget(row);
            AddTexts(row, fields, texts, number);
            _waste++;
        }

        _columns.Number[row] = number;
        _columns.Price[row] = fields.Price;
        _columns.Cost[row] = fields.Cost;
        _columns.Category[row] = fields.Category == Guid.Empty ? Numbered.None : _groups.NumberOf(fields.Category);
        _columns.Tax[row] = _groups.NumberOf(fields.Tax);
        _columns.Unit[row] = _units.NumberOf(Encoding.UTF8.GetString(fields.Unit));
        _columns.UnitEn[row] = fields.HasUnitEn ? _units.NumberOf(Encoding.UTF8.GetString(fields.UnitEn)) : Numbered.None;
        _columns.Marks[row] = fields.Marks;
        CompactWhenDue();
    }

    /// <summary>A product's JSON, if it is one.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static byte[] Checked(byte[] json)
    {
        _ = ProductFields.Read(json, new byte[json.Length]);
        return json;
    }

    /// <summary>Takes a product out.</summary>
    public void Remove(Guid id)
    {
        if (!_rowOf.Remove(id, out var row))
        {
            return;
        }

        _view = null;
        Forget(row);
        _columns.Marks[row] = Mark.None;
        _waste++;
        CompactWhenDue();
    }

    /// <summary>A row as a product.</summary>
    internal Product Read(Cells cells, Chunks<byte> texts, int row)
    {
        var (code, name, nameEn, picture, barcodes) = new ProductText(texts.At(cells.Text[row])).Read();
        var marks = cells.Marks[row];
        return new Product
        {
            Id = cells.Id[row],
            Code = code,
            Name = name,
            NameEn = nameEn,
            CategoryId = cells.Category[row] is var category and not Numbered.None ? _groups[category] : null,
            Unit = _units[cells.Unit[row]],
            UnitEn = cells.UnitEn[row] is var unit and not Numbered.None ? _units[unit] : null,
            PriceMinor = cells.Price[row],
            CostMinor = cells.Cost[row],
            TaxClassId = _groups[cells.Tax[row]],
            Barcodes = barcodes,
            Weighed = marks.HasFlag(Mark.Weighed),
            Favourite = marks.HasFlag(Mark.Favourite),
            PictureId = picture,
            Active = marks.HasFlag(Mark.Active),
        };
    }

    /// <summary>The number by which a category stands in the rows; null when no product names it.</summary>
    internal int? NumberOfGroup(Guid id) => _groups.Find(id);

    private Product? FindActive(TextIndex index, string text)
    {
        Span<byte> bytes = stackalloc byte[Math.Min(text.Length, 256) * 3];
        return
            text.Length <= 256
            && Encoding.UTF8.TryGetBytes(text, bytes, out var length)
            && index.Find(bytes[..length]) is { } row
            && _columns.Marks[row].HasFlag(Mark.Active)
            ? Read(_columns.Now(), _texts, row)
            : null;
    }

    // Large enough for whatever is made of a JSON of that length.
    private void Reserve(int length)
    {
        if (_scratch.Length < length)
        {
            _scratch = new byte[length * 2];
            _bytes = new byte[(length * 2) + 32];
            _chars = new char[(length * 2) + 8];
        }
    }

    private void AddTexts(int row, in ProductFields fields, ReadOnlySpan<byte> texts, long number)
    {
        var position = _texts.Add(texts);
        _columns.Text[row] = position;
        _columns.Folded[row] = _folded.Add(_chars.AsSpan(0, FoldedText.Write(fields, _chars)));
        bool Keeps(int holder) => _columns.Number[holder] > number;
        _byCode.Put(position, row, Keeps);
        for (var at = position + texts.Length - fields.Barcodes.Length; at < position + texts.Length; )
        {
            _byBarcode.Put(at, row, Keeps);
            at += 2 + ProductText.At(_texts.At(at)).Length;
        }
    }

    private void Forget(int row)
    {
        var position = _columns.Text[row];
        _byCode.Drop(position, row);
        foreach (var offset in new ProductText(_texts.At(position)).Barcodes())
        {
            _byBarcode.Drop(position + offset, row);
        }
    }

    // Texts that no row leads to any more are left behind; when they are as many as the living, everything moves to new blocks.
    private void CompactWhenDue()
    {
        if (_waste < 10_000 || _waste < Count)
        {
            return;
        }

        var (cells, texts) = (_columns.Now(), _texts);
        var live = Enumerable
            .Range(0, cells.Count)
            .Where(r => cells.Marks[r].HasFlag(Mark.Held))
            .Select(r => (Product: Read(cells, texts, r), cells.Number[r]))
            .ToList();
        (_texts, _folded) = (new Chunks<byte>(), new Chunks<char>());
        (_byBarcode, _byCode) = (new TextIndex(_texts, foldCase: false), new TextIndex(_texts, foldCase: true));
        _rowOf.Clear();
        _columns.Clear();
        _waste = 0;
        foreach (var (product, number) in live)
        {
            Put(JsonSerializer.SerializeToUtf8Bytes(product, ContractJson.Shared), number);
        }
    }
}
