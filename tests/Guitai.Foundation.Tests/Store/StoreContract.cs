using System.Data.Common;
using System.Text;
using Dapper;
using Guitai.Foundation.Store;

namespace Guitai.Foundation.Tests.Store;

/// <summary>What a store promises, whichever engine keeps it.</summary>
public abstract partial class StoreContract : IDisposable
{
    protected static readonly Table Items = new(
        "item",
        1,
        Table.Text("id"),
        Table.Text("name"),
        Table.Integer("quantity"),
        Table.Blob("picture")
    );

    protected static readonly Table Counters = new("counter", 1, Table.Text("id"), Table.Integer("number"));

    protected static readonly Table Totals = new(
        "total",
        2,
        Table.Text("store"),
        Table.Integer("day"),
        Table.Text("note"),
        Table.Integer("amount"),
        Table.Integer("sales")
    );

    private static readonly Table s_named = new("named", 1, Table.Text("id"), Table.Text("name"));
    private static readonly Table s_parents = new("parent", 1, Table.Text("id"));
    private static readonly Table s_children = new("child", 1, Table.Text("id"), Table.Text("parent"));

    protected static readonly Migration[] Schema =
    [
        new(
            1,
            "items",
            """
            CREATE TABLE item (id {text} NOT NULL PRIMARY KEY, name {text}, quantity {int}, picture {blob}) {strict};
            CREATE TABLE counter (id {text} NOT NULL PRIMARY KEY, number {int} NOT NULL) {strict};
            """
        ),
        new(
            2,
            "totals",
            """
            CREATE TABLE total (store {text} NOT NULL, day {int} NOT NULL, note {text}, amount {int}, sales {int} CHECK (sales >= 0),
                PRIMARY KEY (store, day)) {strict};
            CREATE TABLE named (id {text} NOT NULL PRIMARY KEY, name {text} NOT NULL UNIQUE) {strict};
            CREATE TABLE parent (id {text} NOT NULL PRIMARY KEY) {strict};
            CREATE TABLE child (id {text} NOT NULL PRIMARY KEY, parent {text} NOT NULL REFERENCES parent (id)) {strict};
            """
        ),
    ];

    private ISqlEngine? _engine;

    /// <summary>The engine under test, its schema made.</summary>
    protected ISqlEngine Engine => _engine ??= Migrated(Open());

    public virtual void Dispose()
    {
        _engine?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Migrations_are_applied_in_order_and_once()
    {
        Engine.Migrate(Schema);
        Engine.Migrate([.. Schema, new Migration(3, "more", "ALTER TABLE item ADD COLUMN colour {text}")]);
        Assert.Equal(["1 items", "2 totals", "3 more"], Query<string>("SELECT number || ' ' || name FROM schema_version ORDER BY number"));
    }

    [Fact]
    public void A_schema_from_a_newer_program_is_refused()
    {
        var refused = Assert.Throws<StoreBrokenException>(() => Engine.Migrate(Schema[..1]));
        Assert.Contains("newer version (schema 2, this program knows 1)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_that_fails_leaves_nothing_behind_and_can_be_mended()
    {
        var broken = new Migration(3, "broken", "CREATE TABLE half (id {text}) {strict}; INSERT INTO nowhere VALUES (1)");
        var refused = Assert.Throws<StoreBrokenException>(() => Engine.Migrate([.. Schema, broken]));
        Assert.Contains("Migration 3 (broken) failed", refused.Message, StringComparison.Ordinal);
        Engine.Migrate([.. Schema, broken with { Sql = "CREATE TABLE half (id {text}) {strict}" }]);
        Assert.Equal(0, Query<long>("SELECT count(*) FROM half").Single());
    }

    [Fact]
    public void An_insert_of_an_existing_key_is_refused()
    {
        Assert.Equal(WriteResult.Committed, Commit(Item("a", "first")));
        Assert.Equal(WriteResult.Conflict, Commit(Item("a", "second")));
        Assert.Equal(["first"], Query<string>("SELECT name FROM item"));
    }

    [Fact]
    public void An_insert_if_absent_keeps_what_is_there()
    {
        Commit(new Write().InsertIfAbsent(Items, "a", "first", 1, null));
        Commit(new Write().InsertIfAbsent(Items, "a", "second", 2, null).InsertIfAbsent(Items, "b", "x", 1, null));
        Commit(new Write().InsertIfAbsent(Items, "c", "x", 1, null).InsertIfAbsent(Items, "c", "y", 1, null));
        Assert.Equal(["a first", "b x", "c x"], Query<string>("SELECT id || ' ' || name FROM item ORDER BY id"));
    }

    [Fact]
    public void An_upsert_replaces_every_column()
    {
        Commit(new Write().Upsert(Items, "a", "first", 1, new byte[] { 1 }));
        Commit(new Write().Upsert(Items, "a", null, 2, null).Upsert(s_parents, "p").Upsert(s_parents, "p"));
        var row = Query<(string? Name, long Quantity, byte[]? Picture)>("SELECT name, quantity, picture FROM item").Single();
        Assert.Equal((null, 2, null), row);
    }

    [Fact]
    public void An_addition_increases_numbers_and_leaves_the_rest()
    {
        Commit(new Write().Add(Totals, "s", 1, "first", 100, 1));
        Commit(new Write().Add(Totals, "s", 1, "second", 50, 2).Add(Totals, "s", 2, "other", -7, 0));
        Assert.Equal(
            ["1 first 150 3", "2 other -7 0"],
            Query<string>("SELECT day || ' ' || note || ' ' || amount || ' ' || sales FROM total ORDER BY day")
        );
    }

    [Fact]
    public void An_addition_that_overflows_is_refused()
    {
        Commit(new Write().Add(Totals, "s", 1, "", long.MaxValue, 0));
        Assert.Equal(WriteResult.Conflict, Commit(new Write().Add(Totals, "s", 1, "", 1, 0)));
        Assert.Equal(WriteResult.Conflict, Commit(new Write().Add(Totals, "t", 1, "", long.MaxValue, 0).Add(Totals, "t", 1, "", 1, 0)));
        Assert.Equal(long.MaxValue, Query<long>("SELECT amount FROM total").Single());
    }

    [Fact]
    public void A_deletion_removes_the_row_if_there_is_one()
    {
        Commit(Item("a", "x"), Item("b", "y"));
        Assert.Equal(WriteResult.Committed, Commit(new Write().Delete(Items, "a").Delete(Items, "none").Delete(Totals, "s", 1)));
        Assert.Equal(["b"], Query<string>("SELECT id FROM item"));
    }

    [Fact]
    public void A_counter_advances_only_from_where_it_was_expected()
    {
        Commit(new Write().Insert(Counters, "receipt", 0));
        Assert.Equal(WriteResult.Committed, Commit(new Write().Advance(Counters, ["receipt"], next: 1, expected: 0)));
        Assert.Equal(WriteResult.Conflict, Commit(Item("a", "x").Advance(Counters, ["receipt"], next: 1, expected: 0)));
        Assert.Equal(WriteResult.Conflict, Commit(new Write().Advance(Counters, ["none"], next: 1, expected: 0)));
        Assert.Equal(1, Query<long>("SELECT number FROM counter").Single());
        Assert.Empty(Query<string>("SELECT id FROM item"));
    }

    [Fact]
    public void Values_come_back_as_they_were_written()
    {
        string?[] texts =
        [
            "",
            "柜台",
            "𠮷野家",
            "👨‍👩‍👧 ¥",
            "'; DROP TABLE item; --",
            "a\r\n\tb",
            "\u0001\uFFFD\uFEFF",
            new('长', 2_000_000),
            null,
        ];
        byte[]?[] blobs =
        [
            [],
            [0],
            [0xFF, 0, 0xFE],
            RandomBytes(5_000_000),
            null,
        ];
        long?[] numbers = [0, -1, long.MaxValue, long.MinValue, null];
        var write = new Write();
        for (var i = 0; i < texts.Length; i++)
        {
            write.Insert(Items, $"{i}", texts[i], numbers[i % numbers.Length], blobs[i % blobs.Length]);
        }

        Assert.Equal(WriteResult.Committed, Commit(write));
        var rows = Query<(string? Name, long? Quantity, byte[]? Picture)>("SELECT name, quantity, picture FROM item ORDER BY id");
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(texts[i], rows[i].Name);
            Assert.Equal(numbers[i % numbers.Length], rows[i].Quantity);
            Assert.Equal(blobs[i % blobs.Length], rows[i].Picture);
        }
    }

    [Fact]
    public void Text_sorts_by_its_bytes()
    {
        string[] names = ["b", "A", "a", "Z", "中", "é", "10", "9", "𠮷", "�", ""];
        Commit([.. names.Select((n, i) => Item($"{i}", n))]);
        Assert.Equal(
            names.OrderBy(n => Convert.ToHexString(Encoding.UTF8.GetBytes(n))),
            Query<string>("SELECT name FROM item ORDER BY name")
        );
    }

    [Fact]
    public void A_write_is_all_or_nothing()
    {
        Commit(Item("b", "x"));
        Assert.Equal(WriteResult.Conflict, Commit(Item("a", "x").Add(Totals, "s", 1, "", 1, 1).Insert(Items, "b", "y", 1, null)));
        Assert.Equal(["b"], Query<string>("SELECT id FROM item"));
        Assert.Empty(Query<long>("SELECT amount FROM total"));
    }

    [Fact]
    public void One_key_written_again_and_again_in_a_group_ends_as_if_written_one_by_one()
    {
        Commit(new Write().Insert(Counters, "receipt", 5).Insert(Totals, "s", 0, "old", 1, 1).Insert(Totals, "n", 0, "null", null, 1));
        var result = Commit(
            Item("a", "1").Upsert(Items, "a", "2", 2, null).Delete(Items, "a").Insert(Items, "a", "3", 3, null),
            new Write().Upsert(Items, "b", "1", 1, null).Upsert(Items, "b", "2", 2, null).Upsert(Items, "c", "1", 1, null),
            new Write().Add(Totals, "s", 0, "x", 10, 1).Add(Totals, "s", 0, "x", -3, 0).Add(Totals, "s", 0, "x", 100, 1),
            new Write().Add(Totals, "n", 0, "x", 10, 1).Add(Totals, "n", 0, "x", null, 1),
            new Write().Advance(Counters, ["receipt"], 6, 5).Advance(Counters, ["receipt"], 7, 6),
            new Write().Upsert(Items, "b", "3", 3, null).Advance(Counters, ["receipt"], 2, 7).Advance(Counters, ["receipt"], 9, 2)
        );
        Assert.Equal(WriteResult.Committed, result);
        Assert.Equal(["a 3", "b 3", "c 1"], Query<string>("SELECT id || ' ' || name FROM item ORDER BY id"));
        Assert.Equal(
            ["n null none 3", "s old 108 3"],
            Query<string>(
                "SELECT store || ' ' || note || ' ' || coalesce(CAST(amount AS TEXT), 'none') || ' ' || sales FROM total ORDER BY store"
            )
        );
        Assert.Equal(9, Query<long>("SELECT number FROM counter").Single());
    }

    [Fact]
    public void A_counter_cannot_be_advanced_twice_from_one_place()
    {
        Commit(new Write().Insert(Counters, "receipt", 0));
        var twice = new Write().Advance(Counters, ["receipt"], 1, 0).Advance(Counters, ["receipt"], 1, 0);
        Assert.Equal(WriteResult.Conflict, Commit(twice));
        Assert.Equal(0, Query<long>("SELECT number FROM counter").Single());
    }

    [Fact]
    public void Constraints_beyond_the_key_see_rows_in_the_order_in_which_they_were_given()
    {
        Commit(new Write().Insert(s_named, "b", "wanted").Insert(s_parents, "p0"));
        Assert.Equal(WriteResult.Committed, Commit(new Write().Upsert(s_named, "b", "free").Upsert(s_named, "a", "wanted")));
        var family = new Write()
            .Insert(s_children, "c0", "p0")
            .Insert(s_parents, "p1")
            .Insert(s_children, "c1", "p1")
            .Delete(s_children, "c0")
            .Delete(s_parents, "p0");
        Assert.Equal(WriteResult.Committed, Commit(family));
        Assert.Equal(WriteResult.Conflict, Commit(new Write().Insert(s_children, "c2", "nobody")));
        Assert.Equal(["a wanted", "b free"], Query<string>("SELECT id || ' ' || name FROM named ORDER BY id"));
        Assert.Equal(["c1 p1"], Query<string>("SELECT id || ' ' || parent FROM child"));
    }

    [Theory]
    [InlineData("INSERT INTO counter VALUES ('x', 1)")]
    [InlineData("DELETE FROM counter")]
    [InlineData("CREATE TABLE mine (id INTEGER)")]
    public void Readers_cannot_write(string sql)
    {
        Commit(new Write().Insert(Counters, "receipt", 0));
        for (var round = 0; round < 2; round++)
        {
            using var reader = Engine.OpenReader();
            Assert.ThrowsAny<DbException>(() => reader.Execute(sql));
        }

        Assert.Equal(["receipt"], Query<string>("SELECT id FROM counter"));
    }

    [Fact]
    public void What_was_committed_is_there_after_opening_again()
    {
        Commit(Item("a", "x"));
        _engine!.Dispose();
        _engine = null;
        Assert.Equal(["x"], Query<string>("SELECT name FROM item"));
        Assert.Equal(WriteResult.Committed, Commit(Item("b", "y")));
    }

    [Fact]
    public void A_group_without_rows_commits() => Assert.Equal(WriteResult.Committed, Commit(new Write()));

    /// <summary>Opens an engine on this test's own database.</summary>
    protected abstract ISqlEngine Open();

    protected static ISqlEngine Migrated(ISqlEngine engine)
    {
        engine.Migrate(Schema);
        return engine;
    }

    protected static Write Item(string id, string name) => new Write().Insert(Items, id, name, 1, null);

    protected WriteResult Commit(params Write[] writes) => Engine.Commit(writes);

    protected List<T> Query<T>(string sql)
    {
        using var reader = Engine.OpenReader();
        return reader.Query<T>(sql).AsList();
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
