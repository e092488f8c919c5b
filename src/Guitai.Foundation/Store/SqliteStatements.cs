using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Guitai.Foundation.Store;

/// <summary>The writer's statements, prepared once for each table and operation. Values are bound by position, without the names and boxes of ADO.NET: this is the path of every row.</summary>
internal sealed class SqliteStatements(sqlite3 database) : IDisposable
{
    private readonly Dictionary<(Table, RowOperation), sqlite3_stmt> _statements = [];

    /// <summary>Applies a row.</summary>
    /// <returns>How many rows changed.</returns>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public int Run(RowChange row)
    {
        if (!_statements.TryGetValue((row.Table, row.Operation), out var statement))
        {
            Check(raw.sqlite3_prepare_v3(database, Sql(row.Table, row.Operation), raw.SQLITE_PREPARE_PERSISTENT, out statement));
            _statements.Add((row.Table, row.Operation), statement);
        }

        for (var i = 0; i < row.Values.Length; i++)
        {
            Check(
                row.Values[i] switch
                {
                    null => raw.sqlite3_bind_null(statement, i + 1),
                    long number => raw.sqlite3_bind_int64(statement, i + 1, number),
                    string text => raw.sqlite3_bind_text(statement, i + 1, text),
                    byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, i + 1, 0),
                    byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                    var other => throw new ArgumentException($"A {other.GetType().Name} cannot be stored.", nameof(row)),
                }
            );
        }

        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_DONE)
        {
            var changes = raw.sqlite3_changes(database);
            raw.sqlite3_reset(statement);
            return changes;
        }

        try
        {
            Check(code);
            throw new InvalidOperationException("A write that returns rows.");
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, database);

    /// <summary>The statement of each operation with positional parameters <c>?1</c>, <c>?2</c>, ….</summary>
    private static string Sql(Table table, RowOperation operation)
    {
        var where = SqlText.WhereKey(table, i => $"?{i + 1}");
        var number = table.Columns[^1].Name;
        return operation switch
        {
            RowOperation.Delete => $"DELETE FROM {table.Name} WHERE {where}",
            RowOperation.Advance => $"UPDATE {table.Name} SET {number} = ?{table.KeyLength + 1} "
                + $"WHERE {where} AND {number} = ?{table.KeyLength + 2}",
            _ => SqlText.Insert(
                table,
                operation,
                $"VALUES ({string.Join(", ", Enumerable.Range(1, table.Columns.Count).Select(i => $"?{i}"))})"
            ),
        };
    }
}
