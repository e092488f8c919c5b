using System.Text;
using System.Text.Json;
using Guitai.Contracts.Masters;

namespace Guitai.Till.Masters;

/// <summary>Every product in memory, in columns: half a million take some 150 MB and no work of the collector. Changed by the desk alone; a
/// <see cref="ProductView"/> may be read meanwhile, since rows are only appended and a row's cells change one by one.</summary>
internal sealed class ProductTable
{
    private readonly Dictionary<Guid, int> _rowOf = [];
    private readonly Numbered<Guid> _groups = new();
    private readonly Numbered<string> _units = new();
    private readonly List<byte> _buffer = [];
    private readonly Columns _columns;
    private Chunks<byte> _texts = new();
    private Chunks<char> _folded = new();
    private TextIndex _byBarcode;
    private TextIndex _byCode;
    private int _waste;
    private ProductView? _view;

    public ProductTable()
    {
        _columns = new Columns();
        (_byBarcode, _byCode) = (new TextIndex(_texts, foldCase: false), new TextIndex(_texts, foldCase: true));
    }

    public int Count => _rowOf.Count;

    public IReadOnlyCollection<Guid> Ids => _rowOf.Keys;

    /// <summary>What there is now, for readers that take their time.</summary>
    public ProductView View => _view ??= new ProductView(this, _columns.Now(), _texts, _folded);

    /// <summary>A product; null when there is none.</summary>
    public Product? Find(Guid id) => _rowOf.TryGetValue(id, out var row) ? Read(_columns.Now(), _texts, row) : null;

    /// <summary>The active product with a barcode; null for none.</summary>
    public Product? FindByBarcode(string barcode) => FindActive(_byBarcode, barcode);

    /// <summary>The active product with a code, in any case; null for none.</summary>
    public Product? FindByCode(string code) => FindActive(_byCode, code);

    /// <summary>Puts a product in, or in the place of its former state.</summary>
    /// <param name="number">Of its change. Until a till has the whole stream, two products may claim one code: the later change has it.</param>
    public void Put(Product product, long number)
    {
        _view = null;
        _buffer.Clear();
        ProductText.Write(product, _buffer);
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_buffer);
        if (!_rowOf.TryGetValue(product.Id, out var row))
        {
            row = _columns.Append(product.Id);
            _rowOf.Add(product.Id, row);
            AddTexts(row, product, bytes, number);
        }
        else if (!_texts.At(_columns.Text[row])[..bytes.Length].SequenceEqual(bytes))
        {
            Forget(row);
            AddTexts(row, product, bytes, number);
            _waste++;
        }

        _columns.Number[row] = number;
        _columns.Price[row] = product.PriceMinor;
        _columns.Cost[row] = product.CostMinor;
        _columns.Category[row] = product.CategoryId is { } category ? _groups.NumberOf(category) : Numbered.None;
        _columns.Tax[row] = _groups.NumberOf(product.TaxClassId);
        _columns.Unit[row] = _units.NumberOf(product.Unit);
        _columns.UnitEn[row] = product.UnitEn is { } unit ? _units.NumberOf(unit) : Numbered.None;
        _columns.Marks[row] =
            Mark.Held
            | (product.Active ? Mark.Active : Mark.None)
            | (product.Weighed ? Mark.Weighed : Mark.None)
            | (product.Favourite ? Mark.Favourite : Mark.None);
        CompactWhenDue();
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

    private void AddTexts(int row, Product product, ReadOnlySpan<byte> bytes, long number)
    {
        var position = _texts.Add(bytes);
        _columns.Text[row] = position;
        _columns.Folded[row] = _folded.Add(FoldedText.Of(product));
        Claim(_byCode, position, row, number);
        foreach (var offset in new ProductText(bytes).Barcodes())
        {
            Claim(_byBarcode, position + offset, row, number);
        }
    }

    private void Claim(TextIndex index, int position, int row, long number)
    {
        if (index.FindAt(position) is not { } holder || holder == row || _columns.Number[holder] < number)
        {
            index.Put(position, row);
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
            Put(product, number);
        }
    }
}
