using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Certificates;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Authorisation;
using Guitai.Host.Operations;
using Guitai.Host.Operators;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Host.Tests.Chips;
using Microsoft.AspNetCore.Http;

namespace Guitai.Host.Tests;

public sealed class SqliteDeedTests() : DeedTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresDeedTests(PostgresCluster cluster)
    : DeedTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"deeds{n}"), TimeProvider.System));

/// <summary>A deed and its row in the audit are there together or not at all, on both engines.</summary>
public abstract class DeedTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    private static readonly string[] s_tables =
    [
        "host_merchant",
        "host_terminal",
        "host_activation",
        "host_issuer",
        "host_range",
        "host_setting",
        "host_alarm",
        "host_ca_key",
        "host_application",
    ];

    private static readonly Table s_audit = new(
        "audit",
        3,
        Table.Text("owner"),
        Table.Text("chain"),
        Table.Integer("seq"),
        Table.Integer("at_ms"),
        Table.Text("who"),
        Table.Text("what"),
        Table.Text("target"),
        Table.Text("result"),
        Table.Text("place"),
        Table.Text("previous_hash"),
        Table.Text("hash")
    );

    private readonly SystemRandomness _randomness = new();

    private delegate Task<Refusal?> Doing(Deed deed);

    [Fact]
    public async Task Without_its_row_in_the_audit_nothing_is_done_and_with_it_there_is_exactly_one()
    {
        using var authority = CertificateAuthority.Create("host", Time, _randomness);
        var access = new TerminalAccess(Host.Services, authority, _randomness);
        foreach (var (name, doing) in await DeedsAsync(access))
        {
            var before = Dump();
            var rows = Audit().Count;
            await BreakChainAsync();
            using (var broken = new AuditLog(Store, Time, "host", "host"))
            {
                var refused = await doing(new Deed(broken, new AuditAction("zhao", name, "", "ok", "here")));
                Assert.True(refused is not null, $"{name} was done without its row");
            }

            Assert.Equal(before, Dump());
            await MendChainAsync();
            Assert.Equal(rows, Audit().Count);

            using var audit = new AuditLog(Store, Time, "host", "host");
            var deed = new Deed(audit, new AuditAction("zhao", name, "", "ok", "here"));
            Assert.Null(await doing(deed));
            Assert.True(deed.IsWritten);
            Assert.NotEqual(before, Dump());
            Assert.Equal((rows + 1, name, "ok"), (Audit().Count, Audit()[^1].What, Audit()[^1].Result));
        }

        Assert.Empty(Store.Read(c => AuditVerify.Walk(c, "host")));
    }

    [Fact]
    public async Task What_is_refused_leaves_no_row_that_says_it_was_done()
    {
        using var desk = OpenDesk(out var authority, out var audit);
        using var _ = authority;
        using var __ = audit;
        var call = Call();
        var issuer = Host.Services.Routes.Issuers["sandbox"];
        var stale = await desk.AuditedAsync(
            call,
            "issuer.changed",
            "sandbox",
            deed => Host.Services.Routes.SaveIssuerAsync(issuer, 9, deed)
        );
        Assert.Equal("issuer.changed", stale.Refusal?.Code);
        var row = Assert.Single(Audit());
        Assert.Equal(("zhao", "issuer.changed", "sandbox", "issuer.changed"), (row.Who, row.What, row.Target, row.Result));

        // A wrong code is counted, and the count and what the audit says of it are one write.
        await Host.Services.Terminals.AddAsync(new Terminal { Number = "10000009", Merchant = MerchantNumber });
        await desk.Access.MakeCodeAsync("10000009");
        await desk.AuditedAsync(call, "terminal.activated", "10000009", d => desk.Access.ActivateAsync("10000009", "wrong", "", d));
        Assert.Equal("activation.wrong-code", Audit()[^1].Result);
        Assert.Equal(2, Audit().Count);
        Assert.Equal(1L, Store.Read(c => c.QuerySingle<long>("SELECT tries FROM host_activation")));
    }

    [Fact]
    public async Task A_deed_that_forgot_its_row_is_found_out()
    {
        using var desk = OpenDesk(out var authority, out var audit);
        using var _ = authority;
        using var __ = audit;
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            desk.AuditedAsync(Call(), "terminal.blocked", "10000001", _ => desk.Access.BlockAsync("10000001"))
        );
    }

    [Fact]
    public async Task Two_processes_that_share_a_chain_both_get_their_deeds_done()
    {
        using var one = new AuditLog(Store, Time, "host", "host");
        using var two = new AuditLog(Store, Time, "host", "host");
        for (var i = 0; i < 5; i++)
        {
            foreach (var (audit, number) in new[] { (one, $"2000000{i}"), (two, $"3000000{i}") })
            {
                var deed = new Deed(audit, new AuditAction("zhao", "terminal.added", number, "ok", "here"));
                var added = await Host.Services.Terminals.AddAsync(new Terminal { Number = number, Merchant = MerchantNumber }, deed);
                Assert.True(added.Ok, added.Refusal?.Code);
            }
        }

        Assert.Equal(10, Audit().Count);
        Assert.Empty(Store.Read(c => AuditVerify.Walk(c, "host")));
    }

    [Fact]
    public async Task Only_somebody_with_a_second_factor_requires_one_and_who_has_none_gets_no_further()
    {
        using var desk = OpenDesk(out var authority, out var audit);
        using var _ = authority;
        using var __ = audit;
        Deed Deed() => new(audit, new AuditAction("zhao", "second-factor.required", "", "ok", "here"));
        var plain = Somebody("");
        Assert.Equal("second-factor.own-first", (await SecondFactorPolicy.SetAsync(plain, true, Deed())).Refusal?.Code);
        Assert.False(desk.Policy.IsRequired);

        Assert.True((await desk.Operators.SetUpAsync("here", "zhao", "赵", new("seven quiet harbours"))).Ok);
        var begun = (await desk.Sessions.LogInAsync("zhao", new("seven quiet harbours"), null, "here")).Value;
        Assert.False((await desk.Sessions.LookAsync(begun.Token))!.MustSetUp);
        Assert.True((await SecondFactorPolicy.SetAsync(Somebody("seal"), true, Deed())).Ok);
        Assert.True(desk.Policy.IsRequired);
        Assert.True((await desk.Sessions.LookAsync(begun.Token))!.MustSetUp);
        Assert.True((await SecondFactorPolicy.SetAsync(plain, false, Deed())).Ok);
        Assert.False((await desk.Sessions.LookAsync(begun.Token))!.MustSetUp);
    }

    private static Operator Somebody(string secondFactor) =>
        new()
        {
            Login = "zhao",
            Name = "赵",
            Role = OperatorRole.Admin,
            PasswordHash = "",
            SecondFactor = secondFactor,
        };

    private static HostCall Call() => new(new DefaultHttpContext(), Somebody(""));

    private OperationsDesk OpenDesk(out CertificateAuthority authority, out AuditLog audit)
    {
        authority = CertificateAuthority.Create("host", Time, _randomness);
        audit = new AuditLog(Store, Time, "host", "host");
        return new OperationsDesk(Host, new TerminalAccess(Host.Services, authority, _randomness), audit, () => [], _randomness);
    }

    // Every way in which the pages change something, in an order in which each is possible.
    private async Task<IReadOnlyList<(string Name, Doing Doing)>> DeedsAsync(TerminalAccess access)
    {
        var services = Host.Services;
        var merchant = services.Merchants.Find(MerchantNumber)!.Merchant;
        var issuer = services.Routes.Issuers["sandbox"];
        var range = new CardRange("3589", "sandbox", "jcb", CardProduct.Credit);
        var (chipKey, application) = (ChipSamples.Key(9), ChipSamples.Application());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=10000002", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        services.Alarms.Raise("terminal.wrong-mac", "10000001", MerchantNumber);
        await UntilAsync(() => Store.Read(c => c.QuerySingle<long>("SELECT count(*) FROM host_alarm")) == 1);
        var code = "";
        var half = Enumerable.Repeat((byte)7, 16).ToArray();
        return
        [
            ("merchant.changed", async d => (await services.Merchants.SaveAsync(merchant with { Name = "新名" }, d)).Refusal),
            ("merchant.added", async d => (await services.Merchants.SaveAsync(merchant with { Number = "898310058129999" }, d)).Refusal),
            (
                "terminal.added",
                async d => (await services.Terminals.AddAsync(new Terminal { Number = "10000002", Merchant = MerchantNumber }, d)).Refusal
            ),
            (
                "terminal.changed",
                async d => (await services.Terminals.ChangeAsync("10000002", t => t with { Place = "门口" }, deed: d)).Refusal
            ),
            ("terminal.component", async d => (await access.LoadComponentAsync("10000002", "zhao", (byte[])half.Clone(), "", d)).Refusal),
            (
                "terminal.code",
                async d =>
                {
                    var made = await access.MakeCodeAsync("10000002", d);
                    code = made.Ok ? made.Value : code;
                    return made.Refusal;
                }
            ),
            ("terminal.activated", async d => (await access.ActivateAsync("10000002", code, request, d)).Refusal),
            ("terminal.blocked", async d => (await access.BlockAsync("10000002", d)).Refusal),
            ("terminal.made-new", async d => (await access.RenewLifeAsync("10000002", d)).Refusal),
            ("issuer.changed", async d => (await services.Routes.SaveIssuerAsync(issuer with { AnswerMs = 9_000 }, 1, d)).Refusal),
            ("issuer.added", async d => (await services.Routes.SaveIssuerAsync(issuer with { Name = "harbour" }, 0, d)).Refusal),
            ("range.added", async d => (await services.Routes.SaveRangeAsync(null, range, d)).Refusal),
            ("range.removed", async d => (await services.Routes.SaveRangeAsync(range, null, d)).Refusal),
            ("ranges.imported", async d => (await services.Routes.ImportAsync("harbour", "37,amex,credit", false, d)).Refusal),
            ("chip-key.added", async d => (await services.Chips.SaveAsync(chipKey, default, 0, d)).Refusal),
            ("chip-key.removed", async d => (await services.Chips.RemoveKeyAsync(chipKey.Rid, chipKey.Index, 1, d)).Refusal),
            ("chip-application.added", async d => (await services.Chips.SaveAsync("debit", application, 0, d)).Refusal),
            ("chip-application.changed", async d => (await services.Chips.SaveAsync("other", application, 1, d)).Refusal),
            ("chip-application.removed", async d => (await services.Chips.RemoveApplicationAsync(application.Aid, 2, d)).Refusal),
            ("second-factor.required", async d => (await SecondFactorPolicy.SetAsync(Somebody("seal"), true, d)).Refusal),
        ];
    }

    private string Dump() =>
        Store.Read(c =>
            string.Join(
                "\n",
                s_tables.Select(t =>
                    t
                    + ": "
                    + string.Join(
                        " | ",
                        c.Query($"SELECT * FROM {t} ORDER BY 1").Select(r => string.Join(",", (IDictionary<string, object>)r))
                    )
                )
            )
        );

    private List<AuditView> Audit() =>
        Store.Read(c =>
            c.Query<AuditView>("SELECT at_ms AS AtMs, who AS Who, what AS What, target AS Target, result AS Result FROM audit ORDER BY seq")
                .ToList()
        );

    // A stranger's row where the next entry has to go: the chain cannot be gone on with.
    private async Task BreakChainAsync()
    {
        var next = 1 + Store.Read(c => c.QuerySingleOrDefault<long>("SELECT seq FROM audit_head"));
        await Store.WriteAsync(new Write().Insert(s_audit, "host", "host", next, 0, "", "", "", "", "", "", ""));
    }

    private async Task MendChainAsync()
    {
        var next = 1 + Store.Read(c => c.QuerySingleOrDefault<long>("SELECT seq FROM audit_head"));
        await Store.WriteAsync(new Write().Delete(s_audit, "host", "host", next));
    }
}
