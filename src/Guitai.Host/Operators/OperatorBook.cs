using System.Text;
using System.Text.Json;
using Dapper;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.People;
using Guitai.Foundation.Store;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Operators;

/// <summary>Who may open the pages: the first one, further ones, passwords, second factors.</summary>
public sealed class OperatorBook(HostServices services, AuditLog audit, IRandomness randomness)
{
    private static readonly KeyName s_sealKey = new("host.operator");

    /// <summary>The key that seals second factors; made when the key store is set up.</summary>
    public static KeyName SealKey => s_sealKey;

    /// <summary>True while nobody is there: whoever sets the host up makes the first admin.</summary>
    public bool IsEmpty => services.Store.Read(c => c.QuerySingle<long>("SELECT count(*) FROM host_operator")) == 0;

    /// <summary>Everybody by login.</summary>
    public IReadOnlyList<(Operator Operator, long Version)> List() =>
        services.Store.Read(c =>
            c.Query<(string Body, long Version)>("SELECT body, version FROM host_operator ORDER BY login")
                .Select(r => (Read(r.Body), r.Version))
                .ToList()
        );

    /// <summary>Somebody; null when there is nobody of that login.</summary>
    public (Operator Operator, long Version)? Find(string login) =>
        services.Store.Read(c =>
            c.Query<(string Body, long Version)>("SELECT body, version FROM host_operator WHERE login = @login", new { login })
                .Select(r => ((Operator, long)?)(Read(r.Body), r.Version))
                .FirstOrDefault()
        );

    /// <summary>Adds somebody.</summary>
    public async Task<Outcome<Operator>> AddAsync(
        string who,
        string where,
        string login,
        string name,
        OperatorRole role,
        Secret<string> password
    )
    {
        if ((Flaw(login, name, role) ?? PasswordRule.Flaw(password)) is { } flaw)
        {
            return flaw;
        }

        var added = new Operator
        {
            Login = login,
            Name = name,
            Role = role,
            PasswordHash = PinHash.Make(password, randomness),
        };
        var result = await audit.WriteAsync(
            new Write().Insert(OperatorTables.Operator, login, Text(added), 1),
            new AuditAction(who, "operator.added", login, "ok", where)
        );
        return result switch
        {
            WriteResult.Committed => added,
            WriteResult.Conflict => new Refusal("operator.taken"),
            _ => new Refusal("store.full"),
        };
    }

    /// <summary>The first admin, on a host that has nobody.</summary>
    public async Task<Outcome<Operator>> SetUpAsync(string where, string login, string name, Secret<string> password) =>
        IsEmpty ? await AddAsync("setup", where, login, name, OperatorRole.Admin, password) : new Refusal("setup.done");

    /// <summary>Changes somebody's name, role or whether they may log in.</summary>
    public Task<Outcome<Operator>> ChangeAsync(
        Operator by,
        string where,
        string login,
        string name,
        OperatorRole role,
        bool active,
        long version
    ) =>
        SaveAsync(
            by.Login,
            active ? "operator.changed" : "operator.disabled",
            where,
            login,
            was =>
                Flaw(login, name, role) is { } flaw ? flaw
                : version != was.Version ? new Refusal("operator.changed")
                : by.Login == login && (role != was.Operator.Role || !active) ? new Refusal("operator.own-role")
                : was.Operator with { Name = name, Role = role, Active = active },
            endSessions: !active || Find(login)?.Operator.Role != role
        );

    /// <summary>Gives somebody a new password; every session of theirs ends but the one that is named.</summary>
    public async Task<Outcome<Operator>> SetPasswordAsync(
        string who,
        string where,
        string login,
        Secret<string> password,
        string? keepTokenHash
    ) =>
        PasswordRule.Flaw(password) is { } flaw
            ? flaw
            : await SaveAsync(
                who,
                "operator.password",
                where,
                login,
                was => was.Operator with { PasswordHash = PinHash.Make(password, randomness) },
                endSessions: true,
                keepTokenHash
            );

    /// <summary>Gives somebody a second factor, or takes it away (another admin's deed, when a phone is lost).</summary>
    public Task<Outcome<Operator>> SetSecondFactorAsync(string who, string where, string login, byte[]? secret, long usedStep) =>
        SaveAsync(
            who,
            secret is null ? "operator.second-factor-removed" : "operator.second-factor",
            where,
            login,
            was => was.Operator with { SecondFactor = secret is null ? "" : Seal(login, secret), UsedStep = usedStep },
            endSessions: false
        );

    /// <summary>The second factor's secret; null when there is none.</summary>
    public byte[]? SecretOf(Operator person)
    {
        if (person.SecondFactor.Length == 0)
        {
            return null;
        }

        var seal = Convert.FromBase64String(person.SecondFactor);
        var secret = new byte[seal.Length - IKeyStore.SealOverhead];
        return services.Keys.Open(s_sealKey, seal, Encoding.UTF8.GetBytes(person.Login), secret) == KeyAnswer.Ok
            ? secret
            : throw new InvalidOperationException("The key store refused a second factor.");
    }

    internal static Operator Read(string body) => JsonSerializer.Deserialize<Operator>(body, HostJson.Options)!;

    internal static string Text(Operator person) => JsonSerializer.Serialize(person, HostJson.Options);

    private static Refusal? Flaw(string login, string name, OperatorRole role) =>
        login.Length is < 3 or > 32 || !login.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')
            ? Refusal.With("input.invalid", "field", "login")
        : name.Trim().Length is 0 or > 50 || !Write.IsStorable(name) ? Refusal.With("input.invalid", "field", "name")
        : Enum.IsDefined(role) ? null
        : Refusal.With("input.invalid", "field", "role");

    private string Seal(string login, byte[] secret)
    {
        var seal = new byte[secret.Length + IKeyStore.SealOverhead];
        return services.Keys.Seal(s_sealKey, secret, Encoding.UTF8.GetBytes(login), seal) == KeyAnswer.Ok
            ? Convert.ToBase64String(seal)
            : throw new InvalidOperationException("The key store refused to seal a second factor.");
    }

    private async Task<Outcome<Operator>> SaveAsync(
        string who,
        string what,
        string where,
        string login,
        Func<(Operator Operator, long Version), Outcome<Operator>> change,
        bool endSessions,
        string? keepTokenHash = null
    )
    {
        if (Find(login) is not { } was)
        {
            return new Refusal("not-found");
        }

        var wanted = change(was);
        if (!wanted.Ok)
        {
            return wanted;
        }

        var write = new Write()
            .Advance(OperatorTables.Version, [login], was.Version + 1, was.Version)
            .Upsert(OperatorTables.Operator, login, Text(wanted.Value), was.Version + 1);
        foreach (var hash in endSessions ? Sessions(login) : [])
        {
            if (hash != keepTokenHash)
            {
                write.Delete(OperatorTables.Session, hash);
            }
        }

        return await audit.WriteAsync(write, new AuditAction(who, what, login, "ok", where)) switch
        {
            WriteResult.Committed => wanted,
            WriteResult.Conflict => new Refusal("operator.changed"),
            _ => new Refusal("store.full"),
        };
    }

    private List<string> Sessions(string login) =>
        services.Store.Read(c =>
            c.Query<string>("SELECT token_hash FROM host_operator_session WHERE login = @login", new { login }).ToList()
        );
}
