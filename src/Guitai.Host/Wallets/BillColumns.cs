namespace Guitai.Host.Wallets;

/// <summary>The columns of a bill by their names: wallets add columns and move them.</summary>
internal sealed class BillColumns
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public BillColumns(IReadOnlyList<string> names)
    {
        Count = names.Count;
        for (var place = 0; place < names.Count; place++)
        {
            _places.TryAdd(names[place].Trim(), place);
        }
    }

    public int Count { get; }

    /// <summary>A row's values by name; empty for a column that the bill does not have.</summary>
    public Func<string, string> Of(string[] cells) => name => _places.TryGetValue(name, out var place) ? cells[place].Trim() : "";
}
