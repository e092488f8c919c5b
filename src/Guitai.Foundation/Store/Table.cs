namespace Guitai.Foundation.Store;

/// <summary>What a column holds; both engines store these three and nothing else.</summary>
public enum ColumnType
{
    /// <summary>64-bit whole number: amounts in minor units, instants in Unix milliseconds, sequence numbers.</summary>
    Integer,

    /// <summary>UTF-8 text: ids, names, JSON bodies.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Blob,
}

/// <summary>A column of a table that the writer writes.</summary>
public readonly record struct Column(string Name, ColumnType Type);

/// <summary>A table that the writer writes: its columns in the order in which rows give their values, the key first.</summary>
public sealed class Table
{
    /// <param name="name">Name in both engines, lower case.</param>
    /// <param name="keyLength">How many leading columns are the primary key.</param>
    /// <param name="columns">Columns, the key's first.</param>
    public Table(string name, int keyLength, params Column[] columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keyLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyLength, columns.Length);
        Name = name;
        KeyLength = keyLength;
        Columns = columns;
    }

    /// <summary>Name in both engines.</summary>
    public string Name { get; }

    /// <summary>How many leading columns are the primary key.</summary>
    public int KeyLength { get; }

    /// <summary>All columns, the key's first.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>An integer column.</summary>
    public static Column Integer(string name) => new(name, ColumnType.Integer);

    /// <summary>A text column.</summary>
    public static Column Text(string name) => new(name, ColumnType.Text);

    /// <summary>A column of bytes.</summary>
    public static Column Blob(string name) => new(name, ColumnType.Blob);
}
