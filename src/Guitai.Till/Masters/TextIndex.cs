namespace Guitai.Till.Masters;

/// <summary>Finds a product's row by one of its texts. It holds no texts, only where they stand.</summary>
/// <param name="texts">The texts, each behind its length (2 bytes).</param>
/// <param name="foldCase">True where <c>A1</c> and <c>a1</c> are one (ASCII alone).</param>
internal sealed class TextIndex(Chunks<byte> texts, bool foldCase)
{
    private readonly Dictionary<int, int> _rows = new(new ByText(texts, foldCase));

    /// <summary>The row of a text in UTF-8; null for none.</summary>
    public int? Find(ReadOnlySpan<byte> text) => _rows.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var row) ? row : null;

    /// <summary>Makes a text lead to a row, unless it leads to another that <paramref name="keeps"/> it.</summary>
    public void Put(int position, int row, Func<int, bool> keeps)
    {
        if (_rows.TryAdd(position, row) || keeps(_rows[position]))
        {
            return;
        }

        // The key goes with the row: what stands at the old one may be gone with its product.
        _rows.Remove(position);
        _rows.Add(position, row);
    }

    /// <summary>Makes room for so many.</summary>
    public void EnsureCapacity(int count) => _rows.EnsureCapacity(count);

    /// <summary>Forgets a text if it leads to that row.</summary>
    public void Drop(int position, int row)
    {
        if (_rows.TryGetValue(position, out var found) && found == row)
        {
            _rows.Remove(position);
        }
    }

    private sealed class ByText(Chunks<byte> texts, bool foldCase)
        : IEqualityComparer<int>,
            IAlternateEqualityComparer<ReadOnlySpan<byte>, int>
    {
        public bool Equals(int left, int right) => left == right || Equals(At(left), right);

        public int GetHashCode(int position) => GetHashCode(At(position));

        public bool Equals(ReadOnlySpan<byte> alternate, int other) =>
            foldCase
                ? System.Text.Ascii.EqualsIgnoreCase(alternate, At(other)) || alternate.SequenceEqual(At(other))
                : alternate.SequenceEqual(At(other));

        // FNV-1a: the texts are a dozen bytes long.
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = 2166136261u;
            foreach (var b in alternate)
            {
                var folded = foldCase && b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
                hash = unchecked((hash ^ folded) * 16777619u);
            }

            return unchecked((int)hash);
        }

        public int Create(ReadOnlySpan<byte> alternate) => throw new NotSupportedException("A text is put in by where it stands.");

        private ReadOnlySpan<byte> At(int position) => ProductText.At(texts.At(position));
    }
}
