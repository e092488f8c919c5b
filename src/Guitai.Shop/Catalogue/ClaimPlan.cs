using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.Store;

namespace Guitai.Shop.Catalogue;

/// <summary>What a batch of edits takes and gives back of the values that only one master may have. Gives back first, so that two masters of one
/// batch may swap.</summary>
internal sealed class ClaimPlan(MasterReader read, IReadOnlyList<MasterEdit> edits)
{
    /// <summary>Adds the rows; a refusal instead when another master holds a value.</summary>
    public Refusal? Write(Write write)
    {
        var wanted = new Dictionary<Claim, MasterEdit>();
        foreach (var edit in edits)
        {
            foreach (var claim in MasterBody.Claims(edit.Master))
            {
                if (!wanted.TryAdd(claim, edit) && wanted[claim].Id != edit.Id)
                {
                    return MasterBody.Taken(claim, MasterBody.NameOf(wanted[claim].Master!));
                }
            }
        }

        var held = Held();
        foreach (var (claim, id) in held)
        {
            if (!wanted.TryGetValue(claim, out var edit) || edit.Id != id)
            {
                write.Delete(Tables.Claim, read.Merchant, claim.Scope, claim.Value);
            }
        }

        foreach (var scope in wanted.Keys.GroupBy(c => c.Scope, StringComparer.Ordinal))
        {
            var holders = read.Claims(scope.Key, [.. scope.Select(c => c.Value)]);
            foreach (var claim in scope)
            {
                var edit = wanted[claim];
                if (holders.TryGetValue(claim.Value, out var holder) && holder != edit.Id && !held.ContainsKey(claim))
                {
                    return MasterBody.Taken(claim, NameOf(edit.Kind, holder));
                }

                if (!held.TryGetValue(claim, out var own) || own != edit.Id)
                {
                    write.Insert(Tables.Claim, read.Merchant, claim.Scope, claim.Value, edit.Id);
                }
            }
        }

        return null;
    }

    // What the masters of this batch hold now; one that is new holds nothing yet.
    private Dictionary<Claim, Guid> Held() =>
        read.QueryList<MasterReader.ClaimRow>(
                "SELECT scope AS Scope, value AS Value, id AS Id FROM claim WHERE merchant = @merchant AND id IN @items",
                new { merchant = read.Merchant },
                [.. edits.Where(e => e.Expected != 0).Select(e => e.Id.ToString())]
            )
            .ToDictionary(r => new Claim(r.Scope, r.Value), r => Guid.Parse(r.Id));

    private string NameOf(MasterKind kind, Guid id) =>
        read.Connection.QuerySingleOrDefault<string>(
            "SELECT body FROM master WHERE merchant = @merchant AND kind = @kind AND id = @id AND deleted = 0",
            new
            {
                merchant = read.Merchant,
                kind = (int)kind,
                id = id.ToString(),
            }
        )
            is { } body
            ? MasterBody.NameIn(kind, body)
            : "";
}
