using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host.Authorisation;

namespace Guitai.Host.Wallets.Bills;

/// <summary>Fetches each wallet's bill of a day after that day, compares it with the postings, keeps what differs and raises an alarm. A bill that is not there yet is asked for again.</summary>
public sealed class BillDesk(HostServices services)
{
    /// <summary>So many days back bills that are missing are still asked for.</summary>
    public const int DaysBack = 7;

    private const long AgainMs = 10 * 60_000;
    private const long LateMs = 86_400_000;

    // Clocks differ, and a wallet's own moment of a payment lies somewhere between question and answer.
    private const long SlackMs = 60_000;

    private readonly ConcurrentDictionary<(string Merchant, string Wallet, int Day), long> _tried = new();
    private readonly ConcurrentDictionary<(string Merchant, string Wallet, int Day), bool> _missed = new();

    /// <summary>Fetches what is due.</summary>
    /// <returns>How many bills were compared.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var compared = 0;
        var today = DayOf(services.NowMs);
        foreach (var account in services.Accounts.List())
        {
            if (services.Wallet(account.Wallet) is not { } wallet)
            {
                continue;
            }

            for (var back = DaysBack; back > 0; back--)
            {
                compared += await FetchDueAsync(wallet, account, today.AddDays(-back), cancellation) ? 1 : 0;
            }
        }

        return compared;
    }

    /// <summary>Fetches a bill now, and again if it was fetched before.</summary>
    /// <returns>It, or <c>bill.not-there</c>.</returns>
    public async Task<Outcome<ComparedBill>> FetchAsync(WalletAccount account, DateOnly day, Deed? deed, CancellationToken cancellation)
    {
        if (
            services.Wallet(account.Wallet) is not { } wallet
            || await wallet.BillAsync(account.Merchant, day, cancellation) is not { } rows
        )
        {
            return new Refusal("bill.not-there");
        }

        var bill = await CompareAsync(wallet, account, day, rows, cancellation);
        var write = new Write();
        foreach (var old in services.Store.Read(c => BillReads.Differences(c, bill.Merchant, bill.Wallet, bill.Day)))
        {
            write.Delete(HostTables.BillDifference, bill.Merchant, bill.Wallet, bill.Day, old.Number, old.RefundNumber, $"{old.Cause}");
        }

        write.Upsert(HostTables.Bill, Row(bill));
        return await services.Store.CommitAsync(Differences(write, bill), deed) == WriteResult.Committed ? bill : new Refusal("store.full");
    }

    /// <summary>The newest bills with what differs.</summary>
    public IReadOnlyList<ComparedBill> Newest(int most) => services.Store.Read(c => BillReads.Newest(c, most));

    private async Task<bool> FetchDueAsync(IWallet wallet, WalletAccount account, DateOnly day, CancellationToken cancellation)
    {
        var key = (account.Merchant, account.Wallet, Number(day));
        var (now, due) = (services.NowMs, WalletText.StartMs(day.AddDays(1)) + (long)wallet.BillAt.TotalMilliseconds);
        if (
            now < due
            || (_tried.TryGetValue(key, out var tried) && now - tried < AgainMs)
            || services.Store.Read(c => BillReads.IsThere(c, account.Merchant, account.Wallet, Number(day)))
        )
        {
            return false;
        }

        _tried[key] = now;
        if (await wallet.BillAsync(account.Merchant, day, cancellation) is not { } rows)
        {
            // Of a day on which nothing was taken there may be none, and of the days before the account was made.
            if (
                now - due > LateMs
                && services.Store.Read(c => BillReads.Ours(c, account.Merchant, account.Wallet, due - LateMs - LateMs, due)).Count > 0
                && _missed.TryAdd(key, true)
            )
            {
                services.Alarms.Raise("wallet.bill-missing", "", account.Merchant, ("wallet", account.Wallet), ("day", Text(day)));
            }

            return false;
        }

        var bill = await CompareAsync(wallet, account, day, rows, cancellation);

        // Another process may have been faster: then its bill and its alarm stand.
        var write = Differences(new Write().Insert(HostTables.Bill, Row(bill)), bill);
        if (bill.Differences.Count > 0)
        {
            services.Alarms.Raise(
                write,
                "wallet.bill-differs",
                "",
                account.Merchant,
                ("wallet", account.Wallet),
                ("day", Text(day)),
                ("count", bill.Differences.Count.ToString(CultureInfo.InvariantCulture))
            );
        }

        _tried.TryRemove(key, out _);
        return await services.Store.WriteAsync(write) == WriteResult.Committed;
    }

    private async Task<ComparedBill> CompareAsync(
        IWallet wallet,
        WalletAccount account,
        DateOnly day,
        IReadOnlyList<WalletBillRow> rows,
        CancellationToken cancellation
    )
    {
        var (from, to) = (WalletText.StartMs(day), WalletText.StartMs(day.AddDays(1)));
        var ours = services.Store.Read(c => BillReads.Ours(c, account.Merchant, account.Wallet, from - LateMs, to));
        var here = ours.Where(t => Begins(t) >= from && Ends(t) < to).ToList();

        // What began on the day before and ended on this one is in one bill or the other.
        var names = rows.Select(r => (r.Number, r.RefundNumber)).ToHashSet();
        var across = ours.Where(t => Begins(t) < from && Ends(t) >= from && Ends(t) < to && !names.Contains(BillComparison.NameOf(t)))
            .ToList();
        if (across.Count > 0 && await wallet.BillAsync(account.Merchant, day.AddDays(-1), cancellation) is { } before)
        {
            names.UnionWith(before.Select(r => (r.Number, r.RefundNumber)));
            here.AddRange(across.Where(t => !names.Contains(BillComparison.NameOf(t))));
        }

        var comparison = new BillComparison(
            key => services.Store.Read(c => c.Find(key)) is { } found && found.Intent.Merchant == account.Merchant ? found : null,
            rrn => services.Store.Read(c => c.FindByRrn(account.Merchant, rrn)),
            account.FeePpm
        );
        return new ComparedBill(
            account.Merchant,
            account.Wallet,
            Number(day),
            rows.Count,
            rows.Where(r => r.RefundNumber.Length == 0).Sum(r => r.AmountMinor),
            rows.Where(r => r.RefundNumber.Length > 0).Sum(r => r.AmountMinor),
            rows.Sum(r => r.FeeMinor),
            services.NowMs,
            comparison.Compare(rows, [.. here.Where(t => t.Stands)])
        );
    }

    private static long Begins(Transaction ours) => ours.Intent.AtMs - SlackMs;

    private static long Ends(Transaction ours) => ours.Outcome!.AtMs + SlackMs;

    private static object[] Row(ComparedBill bill) =>
        [
            bill.Merchant,
            bill.Wallet,
            bill.Day,
            bill.Lines,
            bill.PaidMinor,
            bill.BackMinor,
            bill.FeeMinor,
            bill.Differences.Count,
            bill.FetchedMs,
        ];

    private static Write Differences(Write write, ComparedBill bill)
    {
        foreach (var each in bill.Differences)
        {
            write.Upsert(
                HostTables.BillDifference,
                bill.Merchant,
                bill.Wallet,
                bill.Day,
                each.Number,
                each.RefundNumber,
                $"{each.Cause}",
                each.Rrn,
                each.OursMinor,
                each.TheirsMinor,
                each.WalletNumber,
                each.AtMs
            );
        }

        return write;
    }

    private static DateOnly DayOf(long atMs) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddMilliseconds(atMs).AddHours(8));

    private static int Number(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
