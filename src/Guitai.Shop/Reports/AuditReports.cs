using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation.Audit;

namespace Guitai.Shop.Reports;

/// <summary>The audit as people read it, names for filters.</summary>
public sealed class AuditReports(Books books)
{
    private const int MostInPage = 200;

    /// <summary>Entries, newest first.</summary>
    public AuditPage List(int skip, int take) =>
        books.Read(read =>
        {
            var names = new Names(read);
            var values = new
            {
                owner = read.Merchant,
                take = Math.Clamp(take, 1, MostInPage),
                skip = Math.Max(skip, 0),
            };
            var rows = read
                .Connection.Query<Row>(
                    """
                    SELECT chain AS Chain, seq AS Seq, at_ms AS AtMs, who AS Who, what AS What, target AS Target, result AS Result, place AS Place
                    FROM audit WHERE owner = @owner ORDER BY at_ms DESC, seq DESC LIMIT @take OFFSET @skip
                    """,
                    values
                )
                .ToList();
            var targets = TargetNames.Of(read, rows.Select(r => r.Target));
            return new AuditPage(
                [
                    .. rows.Select(r => (Row: r, Target: targets.TryGetValue(r.Target, out var named) ? named : (null, null)))
                        .Select(r => new AuditView(
                            r.Row.Chain,
                            r.Row.Seq,
                            r.Row.AtMs,
                            r.Row.Who,
                            names.Staff.GetValueOrDefault(r.Row.Who, r.Row.Who),
                            r.Row.What,
                            r.Row.Target,
                            r.Row.Result,
                            r.Row.Place,
                            names.StaffEn.GetValueOrDefault(r.Row.Who),
                            r.Target.Name,
                            r.Target.NameEn
                        )),
                ],
                read.Connection.QuerySingle<int>("SELECT count(*) FROM audit WHERE owner = @owner", values),
                [.. AuditVerify.Walk(read.Connection, read.Merchant).Select(b => b.Chain)]
            );
        });

    /// <summary>What reports' filters choose from.</summary>
    /// <param name="storeId">The only store that may be seen; null for all.</param>
    public ReportNames Names(Guid? storeId) =>
        books.Read(read => new ReportNames(
            [
                .. read.All<Store>()
                    .Select(s => s.Value)
                    .Where(s => storeId is null || s.Id == storeId)
                    .OrderBy(s => s.Code, StringComparer.Ordinal)
                    .Select(s => new Named(s.Id, s.Code, s.Name, s.NameEn, null)),
            ],
            [
                .. read.All<Till>()
                    .Select(t => t.Value)
                    .Where(t => storeId is null || t.StoreId == storeId)
                    .OrderBy(t => t.Code, StringComparer.Ordinal)
                    .Select(t => new Named(t.Id, t.Code, t.Name, null, t.StoreId)),
            ],
            [
                .. read.All<StaffMember>()
                    .Select(s => s.Value)
                    .Where(s => storeId is null || s.StoreId is null || s.StoreId == storeId)
                    .OrderBy(s => s.Number, StringComparer.Ordinal)
                    .Select(s => new Named(s.Id, s.Number, s.Name, s.NameEn, s.StoreId)),
            ]
        ));

    private sealed class Row
    {
        public string Chain { get; init; } = "";

        public long Seq { get; init; }

        public long AtMs { get; init; }

        public string Who { get; init; } = "";

        public string What { get; init; } = "";

        public string Target { get; init; } = "";

        public string Result { get; init; } = "";

        public string Place { get; init; } = "";
    }
}
