using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;

namespace Guitai.Ledger.Tests;

public sealed class SqliteLedgerTests() : LedgerTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "books.db")));

public sealed class PostgresLedgerTests(PostgresCluster cluster)
    : LedgerTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"ledger{n}"), TimeProvider.System));

/// <summary>What holds of books on every engine.</summary>
public abstract class LedgerTests : IDisposable
{
    private static readonly BusinessDate s_monday = new(2026, 11, 16);
    private static readonly BusinessDate s_tuesday = new(2026, 11, 17);
    private static int s_databases;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guitai-ledger-");
    private readonly RoleStore _store;

    protected LedgerTests(Func<string, int, ISqlEngine> open)
    {
        _store = RoleStore.Open(open(_folder.FullName, Interlocked.Increment(ref s_databases)), [LedgerSchema.Migration(1)]);
        _store.StartLoop(_ => { });
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    private static EntryFacts On(BusinessDate day, string kind = "sale") => new(day, 1_000, kind, 156);

    private static Entry Sale(long number, BusinessDate day, long amount = 10_000, long fee = 38) =>
        Entry.Create(
            new EntryKey("m1", number),
            On(day),
            Posting.Debit("issuer", amount),
            Posting.Credit("payable", amount),
            Posting.Debit("payable", fee),
            Posting.Credit("fee", fee)
        );

    [Fact]
    public void An_entry_that_does_not_sum_to_zero_cannot_be_made()
    {
        Assert.Throws<UnbalancedEntryException>(() =>
            Entry.Create(new EntryKey("m1", 1), On(s_monday), Posting.Debit("issuer", 10), Posting.Credit("payable", 9))
        );
        Assert.Throws<UnbalancedEntryException>(() => Entry.Create(new EntryKey("m1", 1), On(s_monday)));
        Assert.Throws<UnbalancedEntryException>(() =>
            Entry.Create(
                new EntryKey("m1", 1),
                On(s_monday),
                Posting.Debit("a", long.MaxValue),
                Posting.Debit("a", long.MaxValue),
                Posting.Credit("b", long.MaxValue),
                Posting.Credit("c", long.MaxValue)
            )
        );
    }

    [Fact]
    public void Whatever_legs_are_given_an_entry_sums_to_zero_or_is_refused() =>
        Prop.ForAll(
                Gen.Zip(Gen.Elements("a", "b", "c", "d", "e"), Gen.Choose(-3, 3)).ListOf().ToArbitrary(),
                legs =>
                {
                    var postings = legs.Select(l => new Posting(l.Item1, l.Item2)).ToArray();
                    var balanced = postings.Sum(p => p.Minor) == 0;
                    var accounts = postings.GroupBy(p => p.Account).Count(g => g.Sum(p => p.Minor) != 0);
                    try
                    {
                        var entry = Entry.Create(new EntryKey("m1", 1), On(s_monday), postings);
                        return balanced
                            && accounts is > 0 and <= 4
                            && entry.Postings.Sum(p => p.Minor) == 0
                            && entry.Postings.Count == accounts;
                    }
                    catch (UnbalancedEntryException)
                    {
                        return !balanced || accounts is 0 or > 4;
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public async Task The_table_itself_refuses_an_entry_that_does_not_sum_to_zero()
    {
        var crooked = new Write().Insert(
            LedgerSchema.Entry,
            "m1",
            1,
            20261116,
            1_000,
            "sale",
            156,
            "issuer",
            10_000,
            "payable",
            -9_999,
            null,
            0,
            null,
            0
        );
        Assert.Equal(WriteResult.Conflict, await _store.WriteAsync(crooked));
    }

    [Fact]
    public async Task Balances_move_with_the_entry_and_any_past_day_can_be_asked_for()
    {
        Assert.Equal(WriteResult.Committed, await _store.WriteAsync(new Write().Post(Sale(1, s_monday))));
        Assert.Equal(WriteResult.Committed, await _store.WriteAsync(new Write().Post(Sale(2, s_tuesday, 500, 0))));
        Assert.Equal(-9_962, _store.Read(c => c.Totals("m1", "payable", 156, s_monday)).Balance);
        Assert.Equal(-10_462, _store.Read(c => c.Totals("m1", "payable", 156)).Balance);
        Assert.Equal(0, _store.Read(c => c.Totals("m1", "payable", 156, new BusinessDate(2026, 11, 15))).Balance);
        Assert.Equal(0, _store.Read(c => c.Accounts("m1")).Sum(a => a.Debit - a.Credit));
        Assert.Empty(_store.Read(LedgerVerify.Verify));
    }

    [Fact]
    public async Task The_same_entry_twice_is_refused_whole_and_its_neighbours_stand()
    {
        var tasks = Enumerable.Range(0, 20).Select(i => _store.WriteAsync(new Write().Post(Sale(i % 10, s_monday)))).ToList();
        var results = await Task.WhenAll(tasks);
        Assert.Equal(10, results.Count(r => r == WriteResult.Committed));
        Assert.Equal(10, results.Count(r => r == WriteResult.Conflict));
        Assert.Equal(-99_620, _store.Read(c => c.Totals("m1", "payable", 156)).Balance);
        Assert.Empty(_store.Read(LedgerVerify.Verify));
    }

    [Fact]
    public async Task An_entry_turned_round_leaves_nothing_on_any_account()
    {
        var sale = Sale(1, s_monday);
        await _store.WriteAsync(new Write().Post(sale));
        await _store.WriteAsync(new Write().Post(sale.Reverse(new EntryKey("m1", 2), On(s_tuesday, "reversal"))));
        Assert.All(_store.Read(c => c.Accounts("m1")), a => Assert.Equal(a.Debit, a.Credit));
        Assert.Equal(10_000, _store.Read(c => c.Totals("m1", "issuer", 156, s_monday)).Balance);
    }

    [Fact]
    public async Task A_hold_ends_once_only()
    {
        var hold = new Hold(new EntryKey("m1", 7), "authorised", 156, 5_000, 1_000, 2_000);
        Assert.Equal(WriteResult.Committed, await _store.WriteAsync(new Write().Hold(hold)));
        Assert.Equal([hold], _store.Read(c => c.Overdue(2_000, 10)));
        Assert.Empty(_store.Read(c => c.Overdue(1_999, 10)));
        Assert.Equal(WriteResult.Committed, await _store.WriteAsync(new Write().End(hold, HoldState.Taken)));
        Assert.Equal(WriteResult.Conflict, await _store.WriteAsync(new Write().End(hold, HoldState.Expired)));
        Assert.Equal((hold, HoldState.Taken), _store.Read(c => c.FindHold(hold.Key)));
        Assert.Empty(_store.Read(LedgerVerify.Verify));
    }

    [Fact]
    public async Task Verify_finds_a_day_that_does_not_tell_its_postings()
    {
        await _store.WriteAsync(new Write().Post(Sale(1, s_monday)));
        await _store.WriteAsync(new Write().Add(LedgerSchema.Day, "m1", "fee", 156, 20261116, 0, 1, 0));
        Assert.Contains(_store.Read(LedgerVerify.Verify), f => f.Contains("Account fee of book m1 on 20261116", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_finds_a_hold_that_is_not_held()
    {
        await _store.WriteAsync(new Write().Add(LedgerSchema.Held, "m1", "authorised", 156, 1, 1));
        Assert.Contains(_store.Read(LedgerVerify.Verify), f => f.Contains("Account authorised", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_ledger_verifies() => Assert.Empty(_store.Read(c => LedgerVerify.Verify(c)));
}
