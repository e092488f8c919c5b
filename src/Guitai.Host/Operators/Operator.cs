using Guitai.Foundation.Store;

namespace Guitai.Host.Operators;

/// <summary>What somebody at the acquirer is. The names are stored.</summary>
public enum OperatorRole
{
    /// <summary>Looks.</summary>
    Viewer = 1,

    /// <summary>Looks, answers alarms, blocks terminals and opens them again, loads key components.</summary>
    Operations = 2,

    /// <summary>Everything, with merchants, issuers and people.</summary>
    Admin = 3,
}

/// <summary>What a route asks of somebody.</summary>
public enum OperatorRight
{
    /// <summary>See transactions, books and figures, masked.</summary>
    See,

    /// <summary>Mark alarms as seen.</summary>
    AnswerAlarms,

    /// <summary>Block terminals, make them new again, give out activation codes.</summary>
    HandleTerminals,

    /// <summary>Give a component of a key.</summary>
    LoadKeys,

    /// <summary>Add and change merchants, and add terminals.</summary>
    EditMerchants,

    /// <summary>Add and change issuers and card ranges.</summary>
    EditIssuers,

    /// <summary>Add and change operators; read the audit.</summary>
    EditOperators,
}

/// <summary>Somebody who may open the host's pages.</summary>
public sealed record Operator
{
    /// <summary>What is typed at log-in: 3 to 32 letters, digits, dots, hyphens; lower case.</summary>
    public required string Login { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>What this person may do.</summary>
    public required OperatorRole Role { get; init; }

    /// <summary>False: may not log in.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Salted hash.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>The second factor's secret, sealed, base64; empty while there is none.</summary>
    public string SecondFactor { get; init; } = "";

    /// <summary>The last time step whose code was used: none is good twice.</summary>
    public long UsedStep { get; init; }
}

/// <summary>Who may do what.</summary>
public static class OperatorRights
{
    /// <summary>A role's rights.</summary>
    public static IReadOnlyList<OperatorRight> Of(OperatorRole role) =>
        role switch
        {
            OperatorRole.Admin => Enum.GetValues<OperatorRight>(),
            OperatorRole.Operations =>
            [
                OperatorRight.See,
                OperatorRight.AnswerAlarms,
                OperatorRight.HandleTerminals,
                OperatorRight.LoadKeys,
            ],
            OperatorRole.Viewer => [OperatorRight.See],
            _ => [],
        };

    /// <summary>True when the role has the right.</summary>
    public static bool Has(OperatorRole role, OperatorRight right) => Of(role).Contains(right);
}

internal static class OperatorTables
{
    public static readonly Table Operator = new("host_operator", 1, Table.Text("login"), Table.Text("body"), Table.Integer("version"));

    public static readonly Table Version = new("host_operator", 1, Table.Text("login"), Table.Integer("version"));

    public static readonly Table Setting = new("host_setting", 1, Table.Text("name"), Table.Text("value"));

    public static readonly Table Session = new(
        "host_operator_session",
        1,
        Table.Text("token_hash"),
        Table.Text("login"),
        Table.Integer("created_ms"),
        Table.Integer("seen_ms")
    );

    public static readonly Table SessionSeen = new("host_operator_session", 1, Table.Text("token_hash"), Table.Integer("seen_ms"));

    public static readonly Table Guard = new(
        "host_login_guard",
        1,
        Table.Text("subject"),
        Table.Integer("at_ms"),
        Table.Integer("wait_until_ms"),
        Table.Integer("failures")
    );

    public static readonly Table Failures = new("host_login_guard", 1, Table.Text("subject"), Table.Integer("failures"));
}
