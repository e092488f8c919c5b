using System.Buffers;
using System.Text;

namespace Guitai.Foundation.Store;

/// <summary>What the writer does with one row.</summary>
public enum RowOperation
{
    /// <summary>A new row; an existing key refuses the whole write.</summary>
    Insert,

    /// <summary>A new row, or nothing when the key exists.</summary>
    InsertIfAbsent,

    /// <summary>A new row, or every column of the existing one replaced.</summary>
    Upsert,

    /// <summary>A new row, or every integer column outside the key increased by the given value.</summary>
    Add,

    /// <summary>The row of the given key removed; nothing when it is not there.</summary>
    Delete,

    /// <summary>The last column set to a new number if it holds the expected one; otherwise the whole write is refused.</summary>
    Advance,
}

/// <summary>One row of a write. For <see cref="RowOperation.Delete"/> the values are the key; for <see cref="RowOperation.Advance"/> the key,
/// the new number and the expected one; otherwise all columns.</summary>
public readonly record struct RowChange(Table Table, RowOperation Operation, object?[] Values);

/// <summary>Rows that become durable together or not at all. Values are <c>long</c>, <c>string</c>, <c>byte[]</c> or null,
/// as the columns' types say; anything else throws <see cref="ArgumentException"/> when it is put in.</summary>
public sealed class Write
{
    private readonly List<RowChange> _rows = [];

    /// <summary>The rows in the order in which they apply.</summary>
    public IReadOnlyList<RowChange> Rows => _rows;

    /// <summary>See <see cref="RowOperation.Insert"/>.</summary>
    public Write Insert(Table table, params object?[] values) => Put(table, RowOperation.Insert, values, table.Columns.Count);

    /// <summary>See <see cref="RowOperation.InsertIfAbsent"/>.</summary>
    public Write InsertIfAbsent(Table table, params object?[] values) =>
        Put(table, RowOperation.InsertIfAbsent, values, table.Columns.Count);

    /// <summary>See <see cref="RowOperation.Upsert"/>.</summary>
    public Write Upsert(Table table, params object?[] values) => Put(table, RowOperation.Upsert, values, table.Columns.Count);

    /// <summary>See <see cref="RowOperation.Add"/>.</summary>
    public Write Add(Table table, params object?[] values) =>
        table.Columns.Skip(table.KeyLength).Any(c => c.Type == ColumnType.Integer)
            ? Put(table, RowOperation.Add, values, table.Columns.Count)
            : throw new ArgumentException($"{table.Name} has no number outside its key to add to.", nameof(table));

    /// <summary>See <see cref="RowOperation.Delete"/>.</summary>
    public Write Delete(Table table, params object?[] key) => Put(table, RowOperation.Delete, key, table.KeyLength);

    /// <summary>See <see cref="RowOperation.Advance"/>.</summary>
    public Write Advance(Table table, object[] key, long next, long expected) =>
        Put(table, RowOperation.Advance, [.. key, next, expected], table.KeyLength + 2);

    /// <summary>True for text that both engines store and give back unchanged: no NUL, which PostgreSQL refuses, and no half of a surrogate pair, which
    /// has no UTF-8. Text from outside is checked before it gets into a write.</summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] == '\0' || Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    /// <summary>The same rows, to which more can be put while these stay as they are.</summary>
    internal Write Copy()
    {
        var copy = new Write();
        copy._rows.AddRange(_rows);
        return copy;
    }

    private Write Put(Table table, RowOperation operation, object?[] values, int expectedLength)
    {
        if (values.Length != expectedLength)
        {
            throw new ArgumentException($"{table.Name}: {operation} takes {expectedLength} values, got {values.Length}.", nameof(values));
        }

        // A copy: the caller may fill the same array for the next row.
        values = [.. values];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = values[i] switch
            {
                int number => (long)number,
                bool flag => flag ? 1L : 0L,
                Guid id => id.ToString(),
                var value => value,
            };
            Check(table, operation, i, values[i]);
        }

        _rows.Add(new RowChange(table, operation, values));
        return this;
    }

    /// <summary>One mistaken value would fail in the engine, each in its own way and with its neighbours: it is refused here, alone, and alike.</summary>
    private static void Check(Table table, RowOperation operation, int index, object? value)
    {
        var isNumberOfAdvance = operation == RowOperation.Advance && index >= table.KeyLength;
        var column = isNumberOfAdvance ? table.Columns[^1] : table.Columns[index];
        var problem = value switch
        {
            null => index < table.KeyLength ? "the key cannot be null" : null,
            long => column.Type == ColumnType.Integer ? null : "it does not hold numbers",
            byte[] => column.Type == ColumnType.Blob ? null : "it does not hold bytes",
            string text when column.Type == ColumnType.Text => IsStorable(text) ? null : "the text holds a NUL or half a surrogate pair",
            string => "it does not hold text",
            _ => $"a {value.GetType().Name} cannot be stored",
        };
        if (problem is not null)
        {
            throw new ArgumentException($"{table.Name}.{column.Name}: {problem}.", nameof(value));
        }
    }
}

/// <summary>How a write ended.</summary>
public enum WriteResult
{
    /// <summary>On disk, synced.</summary>
    Committed,

    /// <summary>Nothing was written: a key exists already, or a counter was not where it was expected.</summary>
    Conflict,

    /// <summary>Nothing was written: the disk is full.</summary>
    StoreFull,
}

/// <summary>The store failed in a way after which nothing it says can be trusted (failed sync, damaged file): the process must stop.</summary>
public sealed class StoreBrokenException : Exception
{
    public StoreBrokenException() { }

    public StoreBrokenException(string message)
        : base(message) { }

    public StoreBrokenException(string message, Exception? inner)
        : base(message, inner) { }
}
