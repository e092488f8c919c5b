namespace Guitai.Sandbox.Issuer.Books;

/// <summary>Approved transactions of one kind.</summary>
/// <param name="Count">How many, reversed ones among them.</param>
/// <param name="AmountMinor">Sum of their amounts (field 4).</param>
/// <param name="DebitMinor">What cardholders were debited by them; negative for what was given back.</param>
/// <param name="ReversedCount">How many of this kind were undone that day.</param>
/// <param name="ReversedDebitMinor">What cardholders were debited by undoing them; negative for what was given back.</param>
public sealed record KindTotals(
    TransactionKind Kind,
    long Count,
    long AmountMinor,
    long DebitMinor,
    long ReversedCount,
    long ReversedDebitMinor
);

/// <summary>One acquirer's day by the issuer's own books, to be compared with the host's ledger.</summary>
/// <param name="Acquirer">Field 32.</param>
/// <param name="Day">The day of field 7 (UTC) of the first message of each transaction.</param>
/// <param name="NetDebitMinor">What cardholders were debited, less what was given back.</param>
public sealed record AcquirerDay(string Acquirer, DateOnly Day, long NetDebitMinor, IReadOnlyList<KindTotals> Kinds);

/// <summary>The totals as they grow; the books' lock guards them.</summary>
internal sealed class RunningTotals
{
    private readonly Dictionary<(ulong Acquirer, int Day), Cell[]> _days = [];

    public void Add(Transaction transaction, long debitMinor)
    {
        ref var cell = ref Of(transaction.Acquirer, transaction.Day)[(int)transaction.Kind];
        cell.Count++;
        cell.AmountMinor += transaction.AmountMinor;
        cell.DebitMinor += debitMinor;
    }

    /// <summary>Counts what a reversal undid, under the kind of the original and the day of the reversal.</summary>
    public void Undone(Transaction reversal, Transaction original, long debitMinor)
    {
        ref var cell = ref Of(reversal.Acquirer, reversal.Day)[(int)original.Kind];
        cell.ReversedCount++;
        cell.ReversedDebitMinor += debitMinor;
    }

    public IReadOnlyList<AcquirerDay> List() =>
        [
            .. _days
                .OrderBy(d => d.Key.Day)
                .ThenBy(d => d.Key.Acquirer)
                .Select(d => new AcquirerDay(
                    d.Key.Acquirer.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    DateOnly.FromDayNumber(d.Key.Day),
                    d.Value.Sum(c => c.DebitMinor + c.ReversedDebitMinor),
                    [
                        .. d
                            .Value.Select(
                                (c, kind) =>
                                    new KindTotals(
                                        (TransactionKind)kind,
                                        c.Count,
                                        c.AmountMinor,
                                        c.DebitMinor,
                                        c.ReversedCount,
                                        c.ReversedDebitMinor
                                    )
                            )
                            .Where(k => k.Count + k.ReversedCount > 0),
                    ]
                )),
        ];

    private Cell[] Of(ulong acquirer, int day)
    {
        if (!_days.TryGetValue((acquirer, day), out var cells))
        {
            cells = new Cell[(int)TransactionKind.Network];
            _days.Add((acquirer, day), cells);
        }

        return cells;
    }

    private struct Cell
    {
        public long Count;
        public long AmountMinor;
        public long DebitMinor;
        public long ReversedCount;
        public long ReversedDebitMinor;
    }
}
