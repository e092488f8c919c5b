using System.Data.Common;
using Guitai.Foundation.Store;

namespace Guitai.Simulation.Tests;

/// <summary>A small schema whose writes show by themselves whether they are whole: each has a head that names its number of lines.</summary>
internal static class Lines
{
    public static readonly Table Heads = new("heads", 1, Table.Integer("id"), Table.Integer("lines"));

    public static readonly Table Bodies = new("bodies", 2, Table.Integer("head"), Table.Integer("line"), Table.Blob("body"));

    public static readonly Table Totals = new("totals", 1, Table.Integer("id"), Table.Integer("lines"));

    public static readonly IReadOnlyList<Migration> Migrations =
    [
        new Migration(
            1,
            "heads",
            "CREATE TABLE heads (id {int} PRIMARY KEY, lines {int} NOT NULL) {strict}; CREATE TABLE totals (id {int} PRIMARY KEY, lines {int} NOT NULL) {strict};"
        ),
        new Migration(
            2,
            "bodies",
            "CREATE TABLE bodies (head {int} NOT NULL, line {int} NOT NULL, body {blob} NOT NULL, PRIMARY KEY (head, line)) {strict};"
        ),
    ];

    /// <summary>A write of some lines, bodies told by number and length, and the running total of all lines.</summary>
    public static Write Write(long id, int lines, int bodyBytes)
    {
        var write = new Write().Insert(Heads, id, (long)lines).Add(Totals, 1L, (long)lines);
        for (var line = 0; line < lines; line++)
        {
            write.Insert(Bodies, id, (long)line, Body(id, line, bodyBytes));
        }

        return write;
    }

    /// <summary>The ids that are there, after checking that each is whole and that the total agrees.</summary>
    public static HashSet<long> ReadWhole(RoleStore store) => store.Read(ReadWhole);

    public static HashSet<long> ReadWhole(DbConnection connection)
    {
        var found = new HashSet<long>();
        long total = 0;
        using var heads = connection.CreateCommand();
        heads.CommandText = "SELECT id, lines, (SELECT count(*) FROM bodies WHERE head = id) FROM heads";
        using (var reader = heads.ExecuteReader())
        {
            while (reader.Read())
            {
                Assert.Equal(reader.GetInt64(1), reader.GetInt64(2));
                total += reader.GetInt64(1);
                found.Add(reader.GetInt64(0));
            }
        }

        Assert.Equal(total, Number(connection, "SELECT coalesce(sum(lines), 0) FROM totals"));
        Assert.Equal(total, Number(connection, "SELECT count(*) FROM bodies"));
        using var bodies = connection.CreateCommand();
        bodies.CommandText = "SELECT head, line, body FROM bodies";
        using var lines = bodies.ExecuteReader();
        while (lines.Read())
        {
            var body = (byte[])lines[2];
            Assert.Equal(Body(lines.GetInt64(0), lines.GetInt32(1), body.Length), body);
        }

        return found;
    }

    public static long Number(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static byte[] Body(long id, int line, int length)
    {
        var body = new byte[length];
        Array.Fill(body, (byte)(((id * 31) + line) % 251));
        return body;
    }
}
