namespace Guitai.Foundation.Store;

/// <summary>The statements that both engines write alike; where the rows come from is the engine's own.</summary>
internal static class SqlText
{
    /// <summary>The INSERT of an operation that takes whole rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="operation">Insert, InsertIfAbsent, Upsert or Add.</param>
    /// <param name="rows">What gives the rows: <c>VALUES (…)</c> or <c>SELECT …</c>.</param>
    public static string Insert(Table table, RowOperation operation, string rows)
    {
        var key = table.Columns.Take(table.KeyLength).Select(c => c.Name);
        var rest = table.Columns.Skip(table.KeyLength).ToList();
        var insert = $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => c.Name))}) {rows}";
        var conflict = $"{insert} ON CONFLICT ({string.Join(", ", key)}) DO ";
        return operation switch
        {
            RowOperation.Insert => insert,
            RowOperation.Upsert when rest.Count > 0 => conflict
                + "UPDATE SET "
                + string.Join(", ", rest.Select(c => $"{c.Name} = excluded.{c.Name}")),
            RowOperation.Add => conflict
                + "UPDATE SET "
                + string.Join(
                    ", ",
                    rest.Where(c => c.Type == ColumnType.Integer).Select(c => $"{c.Name} = {table.Name}.{c.Name} + excluded.{c.Name}")
                ),
            RowOperation.Upsert or RowOperation.InsertIfAbsent => conflict + "NOTHING",
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an insert."),
        };
    }

    /// <summary>The condition that finds a row by its key.</summary>
    /// <param name="table">The table.</param>
    /// <param name="value">What stands for the n-th value of a row: a parameter or a column.</param>
    public static string WhereKey(Table table, Func<int, string> value) =>
        string.Join(" AND ", table.Columns.Take(table.KeyLength).Select((c, i) => $"{table.Name}.{c.Name} = {value(i)}"));
}
