using Guitai.Emv.Parameters;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Chips;

namespace Guitai.Host.Tests.Chips;

public sealed class SqliteChipBookTests() : ChipBookTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresChipBookTests(PostgresCluster cluster)
    : ChipBookTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"chipbook{n}"), TimeProvider.System));

/// <summary>Authorities' keys and applications as people edit them, on both engines.</summary>
public abstract class ChipBookTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    private ChipBook Book => Host.Services.Chips;

    [Fact]
    public async Task A_key_is_kept_only_when_terminals_will_read_it_and_what_is_wrong_is_named()
    {
        var good = ChipSamples.Key(0x0A);
        byte[] even = [.. good.Modulus.ToArray()[..^1], 2];
        byte[] shortBits = [0x7F, .. good.Modulus.ToArray()[1..]];
        (CaKey Key, byte[] Checksum, string Field, string Code)[] wrong =
        [
            (good, [.. good.Checksum()[..^1], unchecked((byte)(good.Checksum()[^1] + 1))], "checksum", "chip.checksum"),
            (good, good.Checksum()[..^1], "checksum", "chip.invalid"),
            (good with { Modulus = even }, [], "modulus", "chip.invalid"),
            (good with { Modulus = shortBits }, [], "modulus", "chip.invalid"),
            (good with { Modulus = good.Modulus[..95] }, [], "modulus", "chip.invalid"),
            (good with { Modulus = new byte[249] }, [], "modulus", "chip.invalid"),
            (good with { Exponent = 5 }, [], "exponent", "chip.invalid"),
        ];
        foreach (var (key, checksum, field, code) in wrong)
        {
            var refused = (await Book.SaveAsync(key, checksum, 0)).Refusal;
            Assert.Equal((code, field), (refused?.Code, refused?.Parameters?["field"]));
        }

        Assert.Equal(ChipLists.None.Version, Book.Lists.Version);
        Assert.Empty(Book.Lists.Keys);
        Assert.True((await Book.SaveAsync(good, good.Checksum(), 0)).Ok);
        var kept = Assert.Single(Book.Lists.Keys);
        Assert.Equal(
            (good.Rid, good.Index, good.Exponent, good.Expires),
            (kept.Key.Rid, kept.Key.Index, kept.Key.Exponent, kept.Key.Expires)
        );
        Assert.Equal(good.Modulus.ToArray(), kept.Key.Modulus.ToArray());
    }

    [Fact]
    public async Task An_application_is_kept_only_when_terminals_will_read_it_and_what_is_wrong_is_named()
    {
        var good = ChipSamples.Application();
        (ApplicationParameters Application, string Name, string Field, string Code)[] wrong =
        [
            (good, "", "name", "chip.invalid"),
            (good, new string('x', 41), "name", "chip.invalid"),
            (good, "nul\0", "name", "chip.invalid"),
            (good with { FloorLimit = -1 }, "one", "floorLimit", "chip.invalid"),
            (good with { FloorLimit = 100_000_001 }, "one", "floorLimit", "chip.invalid"),
            (good with { RandomThreshold = good.FloorLimit + 1 }, "one", "randomThreshold", "chip.inconsistent"),
            (good with { RandomTarget = 61 }, "one", "randomTarget", "chip.inconsistent"),
            (good with { RandomMost = 100 }, "one", "randomMost", "chip.invalid"),
            (good with { DefaultDdol = new byte[] { 0x9A, 0x03, 0x00 } }, "one", "ddol", "chip.invalid"),
            (good with { DefaultDdol = new byte[65] }, "one", "ddol", "chip.invalid"),
            (good with { ElectronicCashLimit = 1_000_000_000_000 }, "one", "electronicCashLimit", "chip.invalid"),
            (good with { ContactlessFloorLimit = -1 }, "one", "contactlessFloorLimit", "chip.invalid"),
            (good with { ContactlessLimit = long.MaxValue }, "one", "contactlessLimit", "chip.invalid"),
            (good with { ContactlessCvmLimit = -5 }, "one", "contactlessCvmLimit", "chip.invalid"),
        ];
        foreach (var (application, name, field, code) in wrong)
        {
            var refused = (await Book.SaveAsync(name, application, 0)).Refusal;
            Assert.Equal((code, field), (refused?.Code, refused?.Parameters?["field"]));
        }

        Assert.Empty(Book.Lists.Applications);
        Assert.True((await Book.SaveAsync("银联借记", good, 0)).Ok);
        var kept = Assert.Single(Book.Lists.Applications);
        static ApplicationParameters Plain(ApplicationParameters a) => a with { DefaultDdol = default, DefaultTdol = default };
        Assert.Equal(("银联借记", Plain(good)), (kept.Name, Plain(kept.Application)));
        Assert.Equal(good.DefaultDdol.ToArray(), kept.Application.DefaultDdol.ToArray());
    }

    [Fact]
    public async Task Every_change_of_either_list_makes_another_version_and_what_is_refused_makes_none()
    {
        List<long> versions = [];
        async Task Changed(Task<Outcome<bool>> change)
        {
            Assert.True((await change).Ok);
            versions.Add(Book.Lists.Version);
        }

        await Changed(Book.SaveAsync(ChipSamples.Key(1), default, 0));
        Assert.Equal(Time.GetUtcNow().ToUnixTimeSeconds(), versions[0]);
        await Changed(Book.SaveAsync(ChipSamples.Key(1) with { Expires = new DateOnly(2031, 12, 31) }, default, 1));
        await Changed(Book.SaveAsync("debit", ChipSamples.Application(), 0));
        await Changed(Book.SaveAsync("debit", ChipSamples.Application() with { FloorLimit = 200_00 }, 1));
        Assert.Equal("chip.taken", (await Book.SaveAsync(ChipSamples.Key(1), default, 0)).Refusal?.Code);
        Assert.Equal("chip.changed", (await Book.SaveAsync("debit", ChipSamples.Application(), 1)).Refusal?.Code);
        Assert.Equal("chip.changed", (await Book.RemoveKeyAsync(ChipSamples.UnionPay, 1, 1)).Refusal?.Code);
        Assert.Equal("chip.changed", (await Book.RemoveApplicationAsync(Aid.Parse("A0000000031010")!.Value, 1)).Refusal?.Code);
        Assert.Equal(versions[^1], Book.Lists.Version);
        await Changed(Book.RemoveKeyAsync(ChipSamples.UnionPay, 1, 2));
        Assert.Equal(versions.Order().Distinct(), versions);

        // Nothing is left: terminals are told that there is nothing. What comes then has a number that never was.
        Assert.True((await Book.RemoveApplicationAsync(ChipSamples.Application().Aid, 2)).Ok);
        Assert.Equal(0, Book.Lists.Version);
        await Changed(Book.SaveAsync(ChipSamples.Key(1), default, 0));
        Assert.Equal(versions.Order().Distinct(), versions);
    }

    [Fact]
    public async Task Another_process_sees_a_change_when_it_looks_and_a_new_process_finds_it()
    {
        var other = new ChipBook(Store, Time);
        Assert.True((await Book.SaveAsync(ChipSamples.Key(7), default, 0)).Ok);
        Assert.Equal(0, other.Lists.Version);
        other.Refresh();
        Assert.Equal(Book.Lists.Version, other.Lists.Version);
        Assert.Equal("chip.taken", (await other.SaveAsync(ChipSamples.Key(7), default, 0)).Refusal?.Code);
        Assert.True((await other.SaveAsync("debit", ChipSamples.Application(), 0)).Ok);
        await ReopenAsync();
        Assert.Equal((other.Lists.Version, 1, 1), (Book.Lists.Version, Book.Lists.Keys.Length, Book.Lists.Applications.Length));
    }

    [Fact]
    public async Task A_list_holds_as_many_as_two_digits_can_page_through_and_no_more()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.True((await Book.SaveAsync(ChipSamples.Key((byte)i, 96), default, 0)).Ok);
        }

        Assert.Equal("chip.too-many", (await Book.SaveAsync(ChipSamples.Key(100, 96), default, 0)).Refusal?.Code);
        Assert.True((await Book.SaveAsync(ChipSamples.Key(99, 128), default, 1)).Ok);
        Assert.Equal(100, Book.Lists.Keys.Length);
    }

    [Fact]
    public async Task A_row_that_was_damaged_is_left_out_and_verify_names_it()
    {
        Assert.True((await Book.SaveAsync(ChipSamples.Key(3), default, 0)).Ok);
        Assert.True((await Book.SaveAsync("debit", ChipSamples.Application(), 0)).Ok);
        Assert.All(Store.Read(Verify.HostVerify.Prove), p => Assert.True(p.Ok, $"{p.Name}: {p.Detail}"));
        var damaged = Book.Lists.Keys[0].Objects.ToArray();
        damaged[40] ^= 1;
        Assert.Equal(
            WriteResult.Committed,
            await Store.WriteAsync(new Write().Upsert(HostTables.CaKey, ChipSamples.UnionPay.Hex, 3, damaged, 1))
        );
        await ReopenAsync();
        Assert.Empty(Book.Lists.Keys);
        Assert.Single(Book.Lists.Applications);
        var proof = Assert.Single(Store.Read(Verify.HostVerify.Prove), p => !p.Ok);
        Assert.Equal(("host.chips", 2, "A000000333-03"), (proof.Name, proof.Checked, proof.Detail));
    }
}
