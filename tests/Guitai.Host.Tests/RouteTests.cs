using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Foundation.Store;
using Guitai.Foundation.Tests.Store;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;

namespace Guitai.Host.Tests;

public sealed class SqliteRouteTests() : RouteTests((folder, _) => SqliteEngine.Open(Path.Combine(folder, "host.db")));

public sealed class PostgresRouteTests(PostgresCluster cluster)
    : RouteTests((_, n) => PostgresEngine.Open(cluster.NewDatabase($"routes{n}"), TimeProvider.System));

/// <summary>Issuers and card ranges as people edit them, on both engines.</summary>
public abstract class RouteTests(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    private RouteBook Book => Host.Services.Routes;

    [Fact]
    public async Task Every_field_of_an_issuer_is_looked_at_before_a_link_is_made_to_it()
    {
        var good = Good("harbour");
        (Issuer Issuer, string Field)[] wrong =
        [
            (good with { Name = "Harbour" }, "name"),
            (good with { Name = "" }, "name"),
            (good with { Acquirer = "48021000x" }, "acquirer"),
            (good with { Acquirer = "480210000000" }, "acquirer"),
            (good with { Addresses = [] }, "addresses"),
            (good with { Addresses = ["a:1", "b:1", "c:1"] }, "addresses"),
            (good with { Addresses = ["issuer.example"] }, "addresses"),
            (good with { Addresses = ["issuer.example:0"] }, "addresses"),
            (good with { Addresses = ["issuer.example:65536"] }, "addresses"),
            (good with { Addresses = ["issuer example:9000"] }, "addresses"),
            (good with { Addresses = ["10.0.0.256:9000"] }, "addresses"),
            (good with { Addresses = ["[::1:9000"] }, "addresses"),
            (good with { Addresses = ["one.example:9000", "ONE.example:9000"] }, "addresses"),
            (good with { AuthorityPem = "" }, "authorityPem"),
            (good with { AuthorityPem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" }, "authorityPem"),
            (good with { AuthorityPem = good.AuthorityPem + "\n" + good.AuthorityPem }, "authorityPem"),
            (good with { AnswerMs = 999 }, "answerMs"),
            (good with { AnswerMs = 50_001 }, "answerMs"),
            (good with { EchoMs = 199 }, "echoMs"),
            (good with { EchoMs = 600_001 }, "echoMs"),
        ];
        foreach (var (issuer, field) in wrong)
        {
            var refused = await Book.SaveIssuerAsync(issuer, 0);
            Assert.Equal(("issuer.invalid", field), (refused.Refusal?.Code, refused.Refusal?.Parameters?["field"]));
        }

        Assert.DoesNotContain("harbour", Book.Issuers.Keys);
        var addresses = good with { Addresses = ["[2001:db8::1]:9000", "10.0.0.25:9000"] };
        Assert.True((await Book.SaveIssuerAsync(addresses, 0)).Ok);
        Assert.Equal(addresses.Addresses, Book.Issuers["harbour"].Addresses);
    }

    [Fact]
    public async Task An_authority_has_to_be_a_root_that_is_good_today_and_brings_no_secret()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = Time.GetUtcNow();
        var rootRequest = new CertificateRequest("CN=root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(now.AddYears(-2), now.AddDays(1));
        var request = new CertificateRequest("CN=leaf", key, HashAlgorithmName.SHA256);
        using var leaf = request.Create(root, now.AddYears(-1), now.AddHours(1), [1]);
        async Task<string?> Code(string pem) => (await Book.SaveIssuerAsync(Good("harbour") with { AuthorityPem = pem }, 0)).Refusal?.Code;
        Assert.Equal("issuer.not-root", await Code(leaf.ExportCertificatePem()));
        Assert.Equal("issuer.invalid", await Code($"{root.ExportCertificatePem()}\n{rootKey.ExportPkcs8PrivateKeyPem()}"));
        Time.Move(TimeSpan.FromDays(2));
        Assert.Equal("issuer.authority-expired", await Code(root.ExportCertificatePem()));
        Time.Move(TimeSpan.FromDays(-1.5));
        Assert.Null(await Code(root.ExportCertificatePem()));
    }

    [Fact]
    public async Task Of_two_people_who_edit_an_issuer_the_later_one_is_told()
    {
        Assert.True((await Book.SaveIssuerAsync(Good("harbour"), 0)).Ok);
        Assert.Equal("issuer.taken", (await Book.SaveIssuerAsync(Good("harbour"), 0)).Refusal?.Code);
        Assert.True((await Book.SaveIssuerAsync(Good("harbour") with { AnswerMs = 9_000 }, 1)).Ok);
        Assert.Equal("issuer.changed", (await Book.SaveIssuerAsync(Good("harbour") with { AnswerMs = 8_000 }, 1)).Refusal?.Code);
        Assert.Equal((9_000, 2L), Book.List().Where(i => i.Issuer.Name == "harbour").Select(i => (i.Issuer.AnswerMs, i.Version)).Single());
        Assert.Equal(9_000, Book.Issuers["harbour"].AnswerMs);
    }

    [Fact]
    public async Task A_beginning_is_one_issuers_and_the_longest_that_fits_counts()
    {
        Assert.True((await Book.SaveIssuerAsync(Good("harbour"), 0)).Ok);
        var taken = (await Book.SaveRangeAsync(null, new("62", "harbour", "unionpay", CardProduct.Credit))).Refusal!;
        Assert.Equal(("range.taken", "sandbox"), (taken.Code, taken.Parameters!["issuer"]));
        var longer = new CardRange("622848", "harbour", "unionpay", CardProduct.Credit);
        Assert.True((await Book.SaveRangeAsync(null, longer)).Ok);
        Assert.Equal("harbour", Book.Find(Debit)?.Issuer);
        Assert.Equal("sandbox", Book.Find("6229000000000000")?.Issuer);

        var moved = longer with { Issuer = "sandbox", Product = CardProduct.Debit };
        Assert.True((await Book.SaveRangeAsync(longer, moved)).Ok);
        Assert.Equal("range.changed", (await Book.SaveRangeAsync(longer, null)).Refusal?.Code);
        Assert.Equal("range.taken", (await Book.SaveRangeAsync(moved, moved with { Prefix = "62" })).Refusal?.Code);
        Assert.True((await Book.SaveRangeAsync(moved, null)).Ok);
        Assert.Equal("62", Book.Find(Debit)?.Prefix);

        (CardRange Range, string Field)[] wrong =
        [
            (longer with { Prefix = "" }, "prefix"),
            (longer with { Prefix = "62284800000000" }, "prefix"),
            (longer with { Prefix = "６２" }, "prefix"),
            (longer with { Scheme = "dodo" }, "scheme"),
            (longer with { Product = (CardProduct)9 }, "product"),
            (longer with { Issuer = "nobody" }, "issuer"),
        ];
        foreach (var (range, field) in wrong)
        {
            Assert.Equal(field, (await Book.SaveRangeAsync(null, range)).Refusal?.Parameters?["field"]);
        }
    }

    [Fact]
    public async Task Two_people_who_claim_a_beginning_at_once_do_not_both_get_it()
    {
        Assert.True((await Book.SaveIssuerAsync(Good("harbour"), 0)).Ok);
        var other = new RouteBook(Store, Time);
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(i =>
                    (i % 2 == 0 ? Book : other).SaveRangeAsync(
                        null,
                        new("3589", i % 2 == 0 ? "sandbox" : "harbour", "jcb", CardProduct.Credit)
                    )
                )
        );
        Assert.Single(outcomes, o => o.Ok);
        Assert.All(outcomes.Where(o => !o.Ok), o => Assert.Contains(o.Refusal!.Code, (string[])["range.taken", "range.changed"]));
    }

    [Fact]
    public async Task A_list_names_every_bad_line_and_then_changes_nothing()
    {
        Assert.True((await Book.SaveIssuerAsync(Good("harbour"), 0)).Ok);
        const string list = """
            卡号开头,卡组织,卡种
            # what the bank sent

            622848,unionpay,debit
            6228x8,unionpay,debit
            622849,dodo,debit
            622850,银联,夜行
            622851,银联
            622848,银联,贷记卡
            62,unionpay,debit
            1234567890123,visa,credit
            """;
        var import = (await Book.ImportAsync("harbour", list, replace: true)).Value;
        Assert.Equal(
            ["5 prefix", "6 scheme", "7 product", "8 columns", "9 twice 4", "10 taken sandbox", "11 prefix"],
            import.Flaws.Select(f => $"{f.Line} {f.Reason} {f.Detail}".TrimEnd())
        );
        Assert.Equal((false, 7), (import.Applied, import.FlawCount));
        Assert.Empty(Book.Of("harbour"));
    }

    [Fact]
    public async Task A_good_list_is_taken_whole_however_its_columns_are_parted()
    {
        Assert.True((await Book.SaveIssuerAsync(Good("harbour"), 0)).Ok);
        var first = (
            await Book.ImportAsync("harbour", "622848\tUnionPay\tDEBIT\r\n\"622849\";\"银联\";\"信用卡\"\r\n352800 jcb unknown", false)
        ).Value;
        Assert.Equal((true, 3, 0), (first.Applied, first.Added, first.FlawCount));
        Assert.Equal(("harbour", CardProduct.Credit), (Book.Find("6228490000000000")!.Issuer, Book.Find("6228490000000000")!.Product));

        const string second = "622848,unionpay,credit\n622849，银联，信用卡\n622850,unionpay,debit";
        var looked = Book.Look("harbour", second, replace: true).Value;
        Assert.Equal((false, 1, 1, 1, 1), (looked.Applied, looked.Added, looked.Changed, looked.Unchanged, looked.Removed));
        Assert.Equal(3, Book.Of("harbour").Count(r => r.Product != CardProduct.Credit || r.Prefix == "622849"));
        Assert.Equal(
            looked with
            {
                Applied = true,
                Flaws = [],
            },
            (await Book.ImportAsync("harbour", second, true)).Value with
            {
                Flaws = [],
            }
        );
        Assert.Equal(["622848", "622849", "622850"], Book.Of("harbour").Select(r => r.Prefix));
        Assert.Equal(2, Book.Of("sandbox").Count);

        Assert.Equal("range.empty", Book.Look("harbour", "\n# nothing\n", true).Refusal?.Code);
        Assert.Equal("range.invalid", Book.Look("nobody", "62,visa,debit", true).Refusal?.Code);
        var long20001 = string.Join('\n', Enumerable.Range(100_000, RangeList.MostLines + 1).Select(i => $"{i},visa,debit"));
        Assert.Equal("range.too-many", Book.Look("harbour", long20001, true).Refusal?.Code);
    }

    private Issuer Good(string name) =>
        new()
        {
            Name = name,
            Acquirer = "48021000",
            Addresses = ["issuer.example:9000"],
            AuthorityPem = AuthorityPem(Time),
        };
}
