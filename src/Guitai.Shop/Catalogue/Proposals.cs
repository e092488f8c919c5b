using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;

namespace Guitai.Shop.Catalogue;

/// <summary>Products that cashiers sold before the catalogue knew them: the owner takes them in or turns them down.</summary>
public sealed class Proposals(Books books, ProductBook products)
{
    private const int Most = 500;

    /// <summary>Newest first; decided ones only when asked for.</summary>
    public IReadOnlyList<ProposalView> List(bool all) =>
        books.Read(read =>
        {
            var tills = read.All<Till>().ToDictionary(t => t.Value.Id.ToString(), t => t.Value.Name, StringComparer.Ordinal);
            var staff = read.All<StaffMember>().ToDictionary(s => s.Value.Id.ToString(), s => s.Value, StringComparer.Ordinal);
            var rows = read
                .Connection.Query<Row>(
                    $"""
                    SELECT p.id AS Id, p.till AS Till, p.at_ms AS AtMs, p.staff AS Staff, p.barcode AS Barcode, p.name AS Name,
                        p.price_minor AS PriceMinor, d.state AS State
                    FROM proposal p LEFT JOIN proposal_decision d ON d.merchant = p.merchant AND d.id = p.id
                    WHERE p.merchant = @merchant {(all ? "" : "AND d.id IS NULL")} ORDER BY p.at_ms DESC, p.id LIMIT {Most}
                    """,
                    new { merchant = read.Merchant }
                )
                .ToList();
            var known = read.Claims(MasterBody.Barcode, [.. rows.Select(r => r.Barcode).Distinct(StringComparer.Ordinal)]);
            var productsById = read.FindMany<Product>([.. known.Values.Distinct()]);
            return rows.Select(r =>
                {
                    Guid? knownAs = known.TryGetValue(r.Barcode, out var id) ? id : null;
                    var cashier = staff.GetValueOrDefault(r.Staff);
                    return new ProposalView(
                        Guid.Parse(r.Id),
                        r.Barcode,
                        r.Name,
                        r.PriceMinor,
                        r.AtMs,
                        tills.GetValueOrDefault(r.Till, ""),
                        cashier?.Name ?? "",
                        r.State ?? "open",
                        knownAs,
                        knownAs is { } found ? productsById.GetValueOrDefault(found)?.Value.NameEn : null,
                        cashier?.NameEn
                    );
                })
                .ToList();
        });

    /// <summary>Takes it into the catalogue as the owner completed it.</summary>
    public async Task<Outcome<ProductView>> AcceptAsync(Actor actor, Guid id, ProductEdit edit) =>
        Undecided(id) is { } refusal
            ? refusal
            : await products.CreateAsync(
                actor,
                edit,
                write => write.Insert(Tables.ProposalDecision, books.Key, id, "accepted", actor.Who, books.NowMs)
            );

    /// <summary>Turns it down.</summary>
    public async Task<Outcome<bool>> DismissAsync(Actor actor, Guid id)
    {
        if (Undecided(id) is { } refusal)
        {
            return refusal;
        }

        var write = new Write().Insert(Tables.ProposalDecision, books.Key, id, "dismissed", actor.Who, books.NowMs);
        return await books.Audit.WriteAsync(
            write,
            new AuditAction(actor.Who, "proposal.dismissed", id.ToString(), "ok", actor.Where)
        ) switch
        {
            WriteResult.Committed => true,
            WriteResult.StoreFull => new Refusal("store.full"),
            _ => Undecided(id) ?? new Refusal("store.busy"),
        };
    }

    private Refusal? Undecided(Guid id)
    {
        var key = new { merchant = books.Key, id = id.ToString() };
        return books.Store.Read(c => c.QuerySingle<long>("SELECT count(*) FROM proposal WHERE merchant = @merchant AND id = @id", key)) == 0
                ? new Refusal("not-found")
            : books.Store.Read(c =>
                c.QuerySingle<long>("SELECT count(*) FROM proposal_decision WHERE merchant = @merchant AND id = @id", key)
            ) > 0
                ? new Refusal("proposal.decided")
            : null;
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Till { get; init; } = "";

        public long AtMs { get; init; }

        public string Staff { get; init; } = "";

        public string Barcode { get; init; } = "";

        public string Name { get; init; } = "";

        public long PriceMinor { get; init; }

        public string? State { get; init; }
    }
}
