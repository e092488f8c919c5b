namespace Guitai.Foundation.Store;

/// <summary>Rows of one table and operation that one statement writes.</summary>
internal sealed class RowBatch(Table table, RowOperation operation)
{
    /// <summary>Characters and bytes after which a statement takes no further row; far below PostgreSQL's 1 GB a message.</summary>
    private const long MostBytes = 16 << 20;

    private readonly Dictionary<object?[], int> _byKey = new(new KeyOrder(table.KeyLength));
    private readonly List<object?[]> _rows = [];
    private long _bytes;

    public Table Table => table;

    public RowOperation Operation => operation;

    public IReadOnlyList<object?[]> Rows => _rows;

    /// <summary>Gathers rows into as few statements as their meaning allows. Rows of one table keep their order wherever it can matter; rows of
    /// different tables do not depend on each other, except through constraints: when one refuses, the group is tried again in its given order.</summary>
    /// <param name="writes">The group.</param>
    /// <param name="inGivenOrder">True to gather neighbours only and sort nothing.</param>
    public static List<RowBatch> Gather(IReadOnlyList<Write> writes, bool inGivenOrder)
    {
        var batches = new List<RowBatch>();
        var lastOf = new Dictionary<Table, RowBatch>();
        foreach (var row in writes.SelectMany(w => w.Rows))
        {
            var open = inGivenOrder ? batches.LastOrDefault() : lastOf.GetValueOrDefault(row.Table);
            if (open is null || open.Table != row.Table || open.Operation != row.Operation || !open.TryTake(row.Values))
            {
                open = new RowBatch(row.Table, row.Operation);
                _ = open.TryTake(row.Values);
                batches.Add(open);
                lastOf[row.Table] = open;
            }
        }

        if (!inGivenOrder)
        {
            foreach (var batch in batches)
            {
                batch.Sort();
            }
        }

        return batches;
    }

    private bool TryTake(object?[] row)
    {
        if (_bytes > MostBytes)
        {
            return false;
        }

        // One statement must not meet a row twice where it updates: either both become one row, or the second waits for the next statement.
        if (operation is RowOperation.Upsert or RowOperation.Add or RowOperation.Advance)
        {
            if (_byKey.TryGetValue(row, out var at))
            {
                var merged = operation switch
                {
                    RowOperation.Add => Sum(_rows[at], row),
                    RowOperation.Advance => Chain(_rows[at], row),
                    _ => null,
                };
                if (merged is not null)
                {
                    _rows[at] = merged;
                }

                return merged is not null;
            }

            _byKey.Add(row, _rows.Count);
        }

        _rows.Add(row);
        foreach (var value in row)
        {
            _bytes += value switch
            {
                string text => text.Length,
                byte[] blob => blob.Length,
                _ => sizeof(long),
            };
        }

        return true;
    }

    /// <summary>Both additions as one, if they go in the same direction: a CHECK on the column then sees no less than it would have seen one by one.</summary>
    private object?[]? Sum(object?[] first, object?[] second)
    {
        var sum = (object?[])first.Clone();
        for (var i = table.KeyLength; i < sum.Length; i++)
        {
            if (table.Columns[i].Type != ColumnType.Integer)
            {
                continue;
            }

            var (a, b) = (first[i] as long?, second[i] as long?);
            var total = (Int128?)a + b;
            if (Math.Sign(a ?? 0) * Math.Sign(b ?? 0) < 0 || total > long.MaxValue || total < long.MinValue)
            {
                return null;
            }

            sum[i] = (long?)total;
        }

        return sum;
    }

    /// <summary>Two steps of one counter as one, if the second starts where the first ends and goes on in its direction.</summary>
    private static object?[]? Chain(object?[] first, object?[] second)
    {
        var (from, middle, start, to) = ((long)first[^1]!, (long)first[^2]!, (long)second[^1]!, (long)second[^2]!);
        return start == middle && middle.CompareTo(from) == to.CompareTo(middle) ? [.. first[..^2], to, from] : null;
    }

    /// <summary>By key, so that several writing processes lock rows in one order; rows of one key keep theirs.</summary>
    private void Sort()
    {
        var sorted = _rows.Order(new KeyOrder(table.KeyLength)).ToList();
        _rows.Clear();
        _rows.AddRange(sorted);
    }

    private sealed class KeyOrder(int length) : IEqualityComparer<object?[]>, IComparer<object?[]>
    {
        public bool Equals(object?[]? x, object?[]? y) => Compare(x, y) == 0;

        public int GetHashCode(object?[] row)
        {
            var hash = default(HashCode);
            foreach (var value in row.AsSpan(0, length))
            {
                if (value is byte[] bytes)
                {
                    hash.AddBytes(bytes);
                }
                else
                {
                    hash.Add(value);
                }
            }

            return hash.ToHashCode();
        }

        public int Compare(object?[]? x, object?[]? y)
        {
            for (var i = 0; i < length; i++)
            {
                var order = (x![i], y![i]) switch
                {
                    (long a, long b) => a.CompareTo(b),
                    (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
                    var (a, b) => string.CompareOrdinal((string?)a, (string?)b),
                };
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        }
    }
}
