using FsCheck.Fluent;
using Guitai.Foundation.Store;

namespace Guitai.Foundation.Tests;

public sealed class HashChainTests
{
    [Fact]
    public void A_known_record_has_its_known_hash() =>
        // (head -c 32 /dev/zero; printf '\0\0\0\1a\0\0\0\3柜') | sha256sum
        Assert.Equal(
            "cc1ab34ada669f996c75f65d4a648a3c5f1aa117614d6822f0c7b56705d74a98",
            Convert.ToHexStringLower(HashChain.Next(HashChain.Start, "a", "柜"))
        );

    [Fact]
    public void A_chain_changes_with_every_edit_removal_reordering_and_shift_between_parts() =>
        Gens.Check(
            from records in Gens.Text.Where(text => Write.IsStorable(text)).NonEmptyListOf()
            from at in Gen.Choose(0, 1_000)
            select (records: records.ToList(), at: at % records.Count),
            given =>
            {
                var (records, at) = given;
                var whole = Chain(records);
                Assert.Equal(whole, Chain(records));
                Assert.NotEqual(whole, Chain([.. records[..at], records[at] + "x", .. records[(at + 1)..]]));
                Assert.NotEqual(whole, Chain([.. records[..at], .. records[(at + 1)..]]));
                Assert.NotEqual(whole, Chain([.. records[..at], "", .. records[at..]]));
                var swapped = records.ToList();
                (swapped[0], swapped[at]) = (swapped[at], swapped[0]);
                Assert.Equal(swapped.SequenceEqual(records, StringComparer.Ordinal), whole == Chain(swapped));
                var (left, right) = (
                    HashChain.Next(HashChain.Start, "a" + records[at], "b"),
                    HashChain.Next(HashChain.Start, "a", records[at] + "b")
                );
                Assert.Equal(records[at].Length == 0, left.AsSpan().SequenceEqual(right));
            }
        );

    [Fact]
    public void Texts_that_have_no_bytes_of_their_own_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => HashChain.Next(HashChain.Start, "\uD842"));
        Assert.ThrowsAny<ArgumentException>(() => HashChain.Next(HashChain.Start, "\uDFB7"));
    }

    [Fact]
    public void A_previous_hash_of_another_length_is_refused() => Assert.Throws<ArgumentException>(() => HashChain.Next(new byte[31], "a"));

    private static string Chain(List<string> records)
    {
        var hash = HashChain.Start;
        foreach (var record in records)
        {
            hash = HashChain.Next(hash, record);
        }

        return Convert.ToHexStringLower(hash);
    }
}
