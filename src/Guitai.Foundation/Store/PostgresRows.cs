using Npgsql;
using NpgsqlTypes;

namespace Guitai.Foundation.Store;

/// <summary>Turns gathered rows into statements: the columns travel as typed arrays, <c>unnest</c> makes rows of them again.</summary>
internal sealed class PostgresRows
{
    private readonly Dictionary<(Table, RowOperation), string> _sql = [];

    /// <summary>The statement that writes a batch.</summary>
    public NpgsqlBatchCommand Command(RowBatch batch)
    {
        if (!_sql.TryGetValue((batch.Table, batch.Operation), out var sql))
        {
            sql = Sql(batch.Table, batch.Operation);
            _sql.Add((batch.Table, batch.Operation), sql);
        }

        var command = new NpgsqlBatchCommand(sql);
        for (var i = 0; i < batch.Rows[0].Length; i++)
        {
            // What follows the key of an Advance are its two numbers, whatever columns the table has there.
            var type =
                batch.Operation == RowOperation.Advance && i >= batch.Table.KeyLength ? ColumnType.Integer : batch.Table.Columns[i].Type;
            command.Parameters.Add(Column(type, batch.Rows, i));
        }

        return command;
    }

    private static NpgsqlParameter Column(ColumnType type, IReadOnlyList<object?[]> rows, int i) =>
        type switch
        {
            ColumnType.Integer => Array<long?>(NpgsqlDbType.Bigint, rows, i),
            ColumnType.Text => Array<string?>(NpgsqlDbType.Text, rows, i),
            _ => Array<byte[]?>(NpgsqlDbType.Bytea, rows, i),
        };

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, IReadOnlyList<object?[]> rows, int i)
    {
        var values = new T[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = (T)rows[row][i]!;
        }

        return new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };
    }

    private static string Sql(Table table, RowOperation operation)
    {
        var count = operation switch
        {
            RowOperation.Delete => table.KeyLength,
            RowOperation.Advance => table.KeyLength + 2,
            _ => table.Columns.Count,
        };
        var arrays = $"unnest({string.Join(", ", Enumerable.Range(1, count).Select(i => $"${i}"))})";
        var given = $"{arrays} AS given({string.Join(", ", Enumerable.Range(0, count).Select(i => $"v{i}"))})";
        var where = SqlText.WhereKey(table, i => $"given.v{i}");
        var number = table.Columns[^1].Name;
        return operation switch
        {
            RowOperation.Delete => $"DELETE FROM {table.Name} USING {given} WHERE {where}",
            RowOperation.Advance => $"UPDATE {table.Name} SET {number} = given.v{table.KeyLength} FROM {given} "
                + $"WHERE {where} AND {table.Name}.{number} = given.v{table.KeyLength + 1}",
            _ => SqlText.Insert(table, operation, $"SELECT * FROM {arrays}"),
        };
    }
}
