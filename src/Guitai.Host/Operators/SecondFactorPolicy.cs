using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;

namespace Guitai.Host.Operators;

/// <summary>Whether everybody needs a second factor: who has none is led to set one up, and can do nothing else before.</summary>
public sealed class SecondFactorPolicy(HostServices services)
{
    /// <summary>The setting's name in <c>host_setting</c>.</summary>
    internal const string Setting = "second-factor";

    /// <summary>Its value when it is required.</summary>
    internal const string Required = "required";

    /// <summary>True when everybody needs one.</summary>
    public bool IsRequired =>
        services.Store.Read(c =>
            c.QuerySingleOrDefault<string>("SELECT value FROM host_setting WHERE name = @Setting", new { Setting }) == Required
        );

    /// <summary>Requires one of everybody, or no longer.</summary>
    /// <param name="by">Who decides: somebody who has one, or they would shut themselves out.</param>
    /// <param name="required">What is decided.</param>
    /// <param name="deed">Whose deed it is.</param>
    public static async Task<Outcome<bool>> SetAsync(Operator by, bool required, Deed deed)
    {
        if (required && by.SecondFactor.Length == 0)
        {
            return new Refusal("second-factor.own-first");
        }

        var write = new Write().Upsert(OperatorTables.Setting, Setting, required ? Required : "optional");
        return await deed.CommitAsync(write) == WriteResult.Committed ? true : new Refusal("store.full");
    }
}
