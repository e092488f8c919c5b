using System.Data.Common;
using System.Globalization;
using Dapper;
using Guitai.Contracts;
using Guitai.Contracts.Masters;

namespace Guitai.Shop.Catalogue;

/// <summary>A master and the number of its last change.</summary>
public sealed record Versioned<T>(long Number, T Value);

/// <summary>Reads one merchant's masters on an open connection.</summary>
public sealed class MasterReader(DbConnection connection, string merchant)
{
    // Binding a parameter by its name costs with how many there are: a few shorter queries take less time than one long one.
    private const int LongestList = 128;
    private const string Columns = "id AS Id, number AS Number, body AS Body";

    /// <summary>For queries of the features' own.</summary>
    public DbConnection Connection => connection;

    /// <summary>The merchant as the leading key.</summary>
    public string Merchant => merchant;

    /// <summary>The stream's last number; 0 before the first change.</summary>
    public long LastNumber() =>
        connection.QuerySingleOrDefault<long>("SELECT number FROM master_counter WHERE merchant = @merchant", new { merchant });

    /// <summary>A master that is not deleted; null when there is none.</summary>
    public Versioned<T>? Find<T>(Guid id)
        where T : class
    {
        var row = connection.QuerySingleOrDefault<MasterRow>(
            $"SELECT {Columns} FROM master WHERE merchant = @merchant AND kind = @kind AND id = @id AND deleted = 0",
            new
            {
                merchant,
                kind = (int)MasterBody.KindOf<T>(),
                id = id.ToString(),
            }
        );
        return row?.As<T>();
    }

    /// <summary>Rows whose key is among many: the engines take lists differently, so each item is a parameter, in portions of a few sizes.</summary>
    /// <param name="sql">With <c>IN @items</c>.</param>
    public IEnumerable<T> QueryList<T>(string sql, object values, IReadOnlyCollection<string> items)
    {
        foreach (var portion in items.Distinct(StringComparer.Ordinal).Chunk(LongestList))
        {
            var parameters = new DynamicParameters(values);
            List<string> names = [];
            for (var i = 0; i < (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)portion.Length); i++)
            {
                var name = "item" + i.ToString(CultureInfo.InvariantCulture);
                names.Add("@" + name);
                parameters.Add(name, portion[Math.Min(i, portion.Length - 1)]);
            }

            foreach (
                var row in connection.Query<T>(sql.Replace("@items", $"({string.Join(", ", names)})", StringComparison.Ordinal), parameters)
            )
            {
                yield return row;
            }
        }
    }

    /// <summary>The masters of the given ids that are not deleted.</summary>
    public Dictionary<Guid, Versioned<T>> FindMany<T>(IReadOnlyCollection<Guid> ids)
        where T : class =>
        QueryList<MasterRow>(
                $"SELECT {Columns} FROM master WHERE merchant = @merchant AND kind = @kind AND id IN @items AND deleted = 0",
                new { merchant, kind = (int)MasterBody.KindOf<T>() },
                [.. ids.Select(i => i.ToString())]
            )
            .ToDictionary(r => Guid.Parse(r.Id), r => r.As<T>());

    /// <summary>All masters of a kind that are not deleted, in order of their last change. For kinds of which there are few.</summary>
    public IReadOnlyList<Versioned<T>> All<T>()
        where T : class =>
        [
            .. connection
                .Query<MasterRow>(
                    $"SELECT {Columns} FROM master WHERE merchant = @merchant AND kind = @kind AND deleted = 0 ORDER BY number",
                    new { merchant, kind = (int)MasterBody.KindOf<T>() }
                )
                .Select(r => r.As<T>()),
        ];

    /// <summary>Who holds each of the given values of a scope.</summary>
    internal Dictionary<string, Guid> Claims(string scope, IReadOnlyCollection<string> values) =>
        QueryList<ClaimRow>(
                "SELECT scope AS Scope, value AS Value, id AS Id FROM claim WHERE merchant = @merchant AND scope = @scope AND value IN @items",
                new { merchant, scope },
                values
            )
            .ToDictionary(r => r.Value, r => Guid.Parse(r.Id), StringComparer.Ordinal);

    /// <summary>Who holds a value of a scope; null when nobody does.</summary>
    internal Guid? ClaimedBy(string scope, string value) => Claims(scope, [value]) is { Count: 1 } found ? found[value] : null;

    internal sealed class MasterRow
    {
        public string Id { get; init; } = "";

        public long Number { get; init; }

        public string Body { get; init; } = "";

        public Versioned<T> As<T>() => new(Number, ContractJson.Read<T>(Body));
    }

    internal sealed class ClaimRow
    {
        public string Scope { get; init; } = "";

        public string Value { get; init; } = "";

        public string Id { get; init; } = "";
    }
}
