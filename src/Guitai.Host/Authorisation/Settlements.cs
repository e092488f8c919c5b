using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Guitai.Host.Authorisation;

/// <summary>What a batch adds up to.</summary>
/// <param name="DebitMinor">Taken, minor units.</param>
/// <param name="DebitCount">How often.</param>
/// <param name="CreditMinor">Given back, minor units.</param>
/// <param name="CreditCount">How often.</param>
public readonly record struct BatchTotals(long DebitMinor, int DebitCount, long CreditMinor, int CreditCount)
{
    /// <summary>As field 48 begins: amounts of 12 and counts of 3 digits.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{DebitMinor:D12}{DebitCount:D3}{CreditMinor:D12}{CreditCount:D3}");
}

/// <summary>A batch that was closed.</summary>
/// <param name="Terminal">Whose.</param>
/// <param name="Batch">Its number.</param>
/// <param name="Merchant">Whose terminal it was.</param>
/// <param name="ClosedMs">When, Unix milliseconds.</param>
/// <param name="Balanced">Whether both sides counted the same.</param>
/// <param name="Totals">What the host counted.</param>
/// <param name="Told">What the terminal told.</param>
public sealed record ClosedBatch(
    string Terminal,
    int Batch,
    string Merchant,
    long ClosedMs,
    bool Balanced,
    BatchTotals Totals,
    string Told
);

/// <summary>Counts batches.</summary>
public static class Settlements
{
    /// <summary>Adds a batch up: what was approved and not reversed, in its standing amount. A void counts beside the sale that it takes back.</summary>
    public static BatchTotals Totals(IEnumerable<Transaction> messages)
    {
        var totals = default(BatchTotals);
        foreach (var message in messages)
        {
            if (message.Outcome?.State != OutcomeState.Approved || message.UndoneBy == Flow.Reversal)
            {
                continue;
            }

            totals = Flows.Side(message.Intent.Flow) switch
            {
                1 => totals with { DebitMinor = checked(totals.DebitMinor + message.Standing), DebitCount = totals.DebitCount + 1 },
                -1 => totals with
                {
                    CreditMinor = checked(totals.CreditMinor + message.Intent.Amount),
                    CreditCount = totals.CreditCount + 1,
                },
                _ => totals,
            };
        }

        return totals;
    }

    /// <summary>Reads the domestic half of field 48.</summary>
    /// <param name="field">31 or 62 digits.</param>
    /// <param name="totals">What it says.</param>
    public static bool TryRead(string field, out BatchTotals totals)
    {
        totals = default;
        if (field.Length is not (31 or 62) || !field.All(char.IsAsciiDigit))
        {
            return false;
        }

        totals = new BatchTotals(
            long.Parse(field.AsSpan(0, 12), CultureInfo.InvariantCulture),
            int.Parse(field.AsSpan(12, 3), CultureInfo.InvariantCulture),
            long.Parse(field.AsSpan(15, 12), CultureInfo.InvariantCulture),
            int.Parse(field.AsSpan(27, 3), CultureInfo.InvariantCulture)
        );
        return true;
    }

    /// <summary>A closed batch; null while it is open.</summary>
    internal static ClosedBatch? Find(DbConnection connection, string terminal, int batch) =>
        connection
            .Query<Row>(
                """
                SELECT terminal, batch, merchant, closed_ms AS ClosedMs, balanced, debit_minor AS DebitMinor, debit_count AS DebitCount,
                       credit_minor AS CreditMinor, credit_count AS CreditCount, told
                FROM host_batch WHERE terminal = @terminal AND batch = @batch
                """,
                new { terminal, batch }
            )
            .Select(r => r.Read())
            .FirstOrDefault();

    /// <summary>How many chips' certificates were uploaded of a batch.</summary>
    internal static int Certificates(DbConnection connection, string terminal, int batch) =>
        connection.ExecuteScalar<int>(
            $"SELECT count(*) FROM host_upload WHERE terminal = @terminal AND batch = @batch AND kind IN ({CertificateKinds})",
            new { terminal, batch }
        );

    /// <summary>Field 60.3 of uploads that bring certificates: of batches that balance, and that do not.</summary>
    internal const string CertificateKinds = "203, 205";

    private sealed class Row
    {
        public string Terminal { get; init; } = "";
        public long Batch { get; init; }
        public string Merchant { get; init; } = "";
        public long ClosedMs { get; init; }
        public long Balanced { get; init; }
        public long DebitMinor { get; init; }
        public long DebitCount { get; init; }
        public long CreditMinor { get; init; }
        public long CreditCount { get; init; }
        public string Told { get; init; } = "";

        public ClosedBatch Read() =>
            new(
                Terminal,
                (int)Batch,
                Merchant,
                ClosedMs,
                Balanced != 0,
                new BatchTotals(DebitMinor, (int)DebitCount, CreditMinor, (int)CreditCount),
                Told
            );
    }
}
