using Guitai.Contracts.Masters;

namespace Guitai.Till.Masters;

/// <summary>The products at one moment, for shelves and searches that must not hold up the till. Prices and texts that change meanwhile may show already.</summary>
public sealed class ProductView
{
    private readonly ProductTable _table;
    private readonly Cells _cells;
    private readonly Chunks<byte> _texts;
    private readonly Chunks<char> _folded;
    private readonly Lazy<int[]> _byCode;

    internal ProductView(ProductTable table, Cells cells, Chunks<byte> texts, Chunks<char> folded)
    {
        (_table, _cells, _texts, _folded) = (table, cells, texts, folded);
        _byCode = new Lazy<int[]>(SortByCode);
    }

    /// <summary>A slice of the active products in order of code, and how many there are.</summary>
    /// <param name="category">Only of this category; null for all.</param>
    /// <param name="favourites">Only favourites.</param>
    public (IReadOnlyList<Product> Products, int Total) Shelf(Guid? category, bool favourites, int skip, int take)
    {
        var wanted = Mark.Held | Mark.Active | (favourites ? Mark.Favourite : Mark.None);
        var group = category is { } id ? _table.NumberOfGroup(id) ?? Numbered.None : (int?)null;
        var found = new List<Product>(take);
        var total = 0;
        if (group == Numbered.None)
        {
            return (found, 0);
        }

        foreach (var row in _byCode.Value)
        {
            if ((_cells.Marks[row] & wanted) == wanted && (group is null || _cells.Category[row] == group))
            {
                if (total >= skip && found.Count < take)
                {
                    found.Add(Product(row));
                }

                total++;
            }
        }

        return (found, total);
    }

    /// <summary>The active products that answer to every word of a text, best first, and how many there are. The first word decides how well: an exact code or
    /// barcode, a name or code that begins so, one that begins so in pinyin or initials, one that holds it, and last a fragment of a code. Among
    /// equals favourites come first, then short names, then the order of codes.</summary>
    public (IReadOnlyList<Product> Products, int Total) Search(string text, int most)
    {
        var words = Words(text);
        var best = new List<(ulong Key, int Row)>(most + 1);
        var total = 0;
        for (var row = 0; words.Length > 0 && row < _cells.Count; row++)
        {
            if (!_cells.Marks[row].HasFlag(Mark.Held | Mark.Active))
            {
                continue;
            }

            var texts = new FoldedText(_folded.At(_cells.Folded[row])).All;
            var closeness = words[0].In(texts);
            if (closeness == Closeness.None || !AllIn(words, texts))
            {
                continue;
            }

            // One word alone can be somebody's code; of several none is.
            closeness = words.Length > 1 && closeness == Closeness.Exact ? Closeness.Begins : closeness;
            total++;
            var favourite = _cells.Marks[row].HasFlag(Mark.Favourite);
            var key = ((ulong)closeness << 32) | (favourite ? 0 : 1UL << 31) | (uint)texts.IndexOf(SearchText.Between);
            if (best.Count < most || IsBefore((key, row), best[^1]))
            {
                var at = best.Count;
                while (at > 0 && IsBefore((key, row), best[at - 1]))
                {
                    at--;
                }

                best.Insert(at, (key, row));
                if (best.Count > most)
                {
                    best.RemoveAt(most);
                }
            }
        }

        return ([.. best.Select(b => Product(b.Row))], total);
    }

    private static SearchWord[] Words(string text) =>
        [
            .. text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)
                .Select(w => SearchText.Fold(w))
                .Where(w => w.Length > 0)
                .Take(8)
                .Select(w => new SearchWord(w)),
        ];

    private static bool AllIn(SearchWord[] words, ReadOnlySpan<char> texts)
    {
        foreach (var word in words.AsSpan(1))
        {
            if (word.In(texts) == Closeness.None)
            {
                return false;
            }
        }

        return true;
    }

    private Product Product(int row) => _table.Read(_cells, _texts, row);

    private ReadOnlySpan<byte> Code(int row) => new ProductText(_texts.At(_cells.Text[row])).Code;

    private bool IsBefore((ulong Key, int Row) left, (ulong Key, int Row) right) =>
        left.Key != right.Key ? left.Key < right.Key : Code(left.Row).SequenceCompareTo(Code(right.Row)) < 0;

    // By the first eight bytes of the codes, as numbers; only where these are equal, by the rest.
    private int[] SortByCode()
    {
        var rows = new int[_cells.Count];
        var count = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            if (_cells.Marks[row].HasFlag(Mark.Held))
            {
                rows[count++] = row;
            }
        }

        Array.Resize(ref rows, count);
        var keys = Array.ConvertAll(rows, r => First8(Code(r)));
        Array.Sort(keys, rows);
        var order = Comparer<int>.Create((left, right) => Code(left).SequenceCompareTo(Code(right)));
        for (var from = 0; from < rows.Length; )
        {
            var to = from + 1;
            while (to < rows.Length && keys[to] == keys[from])
            {
                to++;
            }

            if (to - from > 1)
            {
                Array.Sort(rows, from, to - from, order);
            }

            from = to;
        }

        return rows;
    }

    private static ulong First8(ReadOnlySpan<byte> code)
    {
        var first = 0UL;
        for (var i = 0; i < 8; i++)
        {
            first = (first << 8) | (i < code.Length ? code[i] : 0u);
        }

        return first;
    }
}
