using Guitai.Foundation.Store;

namespace Guitai.Foundation.Tests.Store;

public sealed class WriteTests
{
    private static readonly Table s_table = new("t", 1, Table.Text("id"), Table.Integer("number"), Table.Blob("bytes"));

    public static TheoryData<string, object?[]> Mistakes =>
        new()
        {
            { "too few", ["a", 1L] },
            { "too many", ["a", 1L, null, null] },
            { "null key", [null, 1L, null] },
            { "text for a number", ["a", "1", null] },
            { "number for text", [1L, 1L, null] },
            { "text for bytes", ["a", 1L, "x"] },
            { "bytes for a number", ["a", new byte[1], null] },
            { "floating point", ["a", 1.5, null] },
            { "decimal", ["a", 1.5m, null] },
            { "an instant", ["a", DateTimeOffset.UnixEpoch, null] },
            { "NUL", ["a\0b", 1L, null] },
            { "half a surrogate pair", ["a\uD842", 1L, null] },
            { "surrogates the wrong way round", ["\uDFB7\uD842", 1L, null] },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_value_that_an_engine_would_refuse_is_refused_before_it_gets_there(string what, object?[] values)
    {
        Assert.NotEmpty(what);
        Assert.Throws<ArgumentException>(() => new Write().Insert(s_table, values));
        Assert.Throws<ArgumentException>(() => new Write().Upsert(s_table, values));
    }

    [Fact]
    public void Integers_flags_and_ids_are_stored_in_their_common_form()
    {
        var id = Guid.Parse("0190163d-8694-739b-aea5-966c26f8ad91");
        Assert.Equal(["0190163d-8694-739b-aea5-966c26f8ad91", 1L, null], new Write().Insert(s_table, id, true, null).Rows[0].Values);
        Assert.Equal(["a", 7L, null], new Write().Insert(s_table, "a", 7, null).Rows[0].Values);
    }

    [Fact]
    public void An_array_that_is_filled_again_does_not_change_what_was_put_in()
    {
        object?[] row = ["a", 1L, null];
        var write = new Write().Insert(s_table, row);
        row[0] = "b";
        write.Insert(s_table, row);
        Assert.Equal(["a", "b"], write.Rows.Select(r => r.Values[0]));
    }

    [Fact]
    public void A_table_without_numbers_cannot_be_added_to() =>
        Assert.Throws<ArgumentException>(() => new Write().Add(new Table("t", 1, Table.Integer("id"), Table.Text("name")), 1, "x"));
}
