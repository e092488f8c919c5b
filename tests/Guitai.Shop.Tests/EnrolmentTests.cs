using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Contracts.Sync;
using Guitai.Shop.Settings;

namespace Guitai.Shop.Tests;

/// <summary>How a device becomes a till and what the shop then believes.</summary>
public class EnrolmentTests
{
    [Fact]
    public async Task A_code_works_once_and_for_a_quarter_of_an_hour()
    {
        await using var shop = await TestShop.SetUpAsync();
        using var authority = Open(shop);
        var till = shop.Shop.Tills.List()[0];
        var first = TillCode.Read((await shop.Shop.Tills.CodeAsync(TestShop.Owner, till.Id)).Value.Code)!;
        Assert.Equal(authority.Letters, first.Authority);
        using var key = Key();
        Assert.Equal("enrol.wrong", (await AskAsync(shop, "AAAAAAAA", key)).Refusal?.Code);
        var answer = (await AskAsync(shop, first.Secret, key)).Value;
        Assert.Equal(till.Id, answer.TillId);
        using var certificate = X509Certificate2.CreateFromPem(answer.CertificatePem);
        Assert.Equal($"CN={till.Id}", certificate.Subject);
        Assert.True(authority.Admits(certificate));
        Assert.Equal("enrol.wrong", (await AskAsync(shop, first.Secret, key)).Refusal?.Code);
        var late = TillCode.Read((await shop.Shop.Tills.CodeAsync(TestShop.Owner, till.Id)).Value.Code)!;
        shop.Clock.Move(TimeSpan.FromMinutes(16));
        Assert.Equal("enrol.wrong", (await AskAsync(shop, late.Secret, key)).Refusal?.Code);
    }

    [Fact]
    public async Task A_newer_code_makes_the_one_before_worthless()
    {
        await using var shop = await TestShop.SetUpAsync();
        using var authority = Open(shop);
        var till = shop.Shop.Tills.List()[0];
        var first = TillCode.Read((await shop.Shop.Tills.CodeAsync(TestShop.Owner, till.Id)).Value.Code)!;
        var second = TillCode.Read((await shop.Shop.Tills.CodeAsync(TestShop.Owner, till.Id)).Value.Code)!;
        using var key = Key();
        Assert.Equal("enrol.wrong", (await AskAsync(shop, first.Secret, key)).Refusal?.Code);
        Assert.True((await AskAsync(shop, second.Secret, key)).Ok);
    }

    [Fact]
    public async Task A_code_typed_at_a_machine_that_holds_another_tills_facts_shuts_nobody_out_and_stays_good()
    {
        await using var shop = await TestShop.SetUpAsync();
        using var authority = Open(shop);
        var till = shop.Shop.Tills.List()[0];
        var first = TillCode.Read((await shop.Shop.Tills.CodeAsync(TestShop.Owner, till.Id)).Value.Code)!;
        using var key = Key();
        using var own = X509Certificate2.CreateFromPem((await AskAsync(shop, first.Secret, key)).Value.CertificatePem);
        var device = TillAuthority.DeviceHashOf(own);

        var second = TillCode.Read((await shop.Shop.Tills.CodeAsync(TestShop.Owner, till.Id)).Value.Code)!;
        using var wrong = Key();
        var refused = await AskAsync(shop, second.Secret, wrong, holds: Guid.CreateVersion7());
        Assert.Equal("till.holds-facts", refused.Refusal?.Code);
        Assert.True(shop.Shop.Tills.Renew(new RenewRequest(till.Id, RequestOf(key)), device).Ok);

        using var right = Key();
        Assert.True((await AskAsync(shop, second.Secret, right, holds: till.Id)).Ok);
        Assert.False(shop.Shop.Tills.Renew(new RenewRequest(till.Id, RequestOf(key)), device).Ok);
    }

    [Fact]
    public async Task A_server_without_a_door_makes_no_codes()
    {
        await using var shop = await TestShop.SetUpAsync();
        Assert.Equal("tills.no-door", (await shop.Shop.Tills.CodeAsync(TestShop.Owner, shop.Shop.Tills.List()[0].Id)).Refusal?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----")]
    [InlineData("no request at all")]
    public async Task A_request_that_is_none_is_refused_and_the_code_stays_good(string request)
    {
        await using var shop = await TestShop.SetUpAsync();
        using var authority = Open(shop);
        var code = TillCode.Read((await shop.Shop.Tills.CodeAsync(TestShop.Owner, shop.Shop.Tills.List()[0].Id)).Value.Code)!;
        var refused = await shop.Shop.Tills.EnrolAsync(new EnrolRequest(code.Secret, request), "test");
        Assert.Equal("enrol.request-malformed", refused.Refusal?.Code);
        using var key = Key();
        Assert.True((await AskAsync(shop, code.Secret, key)).Ok);
    }

    [Fact]
    public async Task A_request_signed_by_another_key_or_of_another_kind_of_key_is_refused()
    {
        await using var shop = await TestShop.SetUpAsync();
        using var authority = Open(shop);
        using var key = Key();
        var der = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        der[^1] ^= 1;
        Assert.Null(authority.IssueTill(Guid.NewGuid(), PemEncoding.WriteString("CERTIFICATE REQUEST", der)));
        using var rsa = RSA.Create(2048);
        var other = new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.Null(authority.IssueTill(Guid.NewGuid(), other.CreateSigningRequestPem()));
    }

    [Fact]
    public async Task A_certificate_of_another_shop_or_for_another_purpose_or_of_another_year_is_not_admitted()
    {
        await using var shop = await TestShop.SetUpAsync();
        using var authority = Open(shop);
        using var stranger = TillAuthority.Create(shop.Clock, new Seeded(9));
        using var key = Key();
        using var ours = X509Certificate2.CreateFromPem(authority.IssueTill(Guid.NewGuid(), RequestOf(key))!.Value.CertificatePem);
        using var theirs = X509Certificate2.CreateFromPem(stranger.IssueTill(Guid.NewGuid(), RequestOf(key))!.Value.CertificatePem);
        using var server = authority.IssueServer();
        Assert.True(authority.Admits(ours));
        Assert.False(authority.Admits(theirs));
        Assert.False(authority.Admits(server));
        shop.Clock.Move(TimeSpan.FromDays(366));
        Assert.False(authority.Admits(ours));
    }

    [Fact]
    public async Task A_certificate_is_prolonged_for_the_same_key_and_no_other()
    {
        await using var shop = await TestShop.SetUpAsync();
        using var authority = Open(shop);
        var till = shop.Shop.Tills.List()[0];
        var code = TillCode.Read((await shop.Shop.Tills.CodeAsync(TestShop.Owner, till.Id)).Value.Code)!;
        using var key = Key();
        using var first = X509Certificate2.CreateFromPem((await AskAsync(shop, code.Secret, key)).Value.CertificatePem);
        var device = TillAuthority.DeviceHashOf(first);
        shop.Clock.Move(TimeSpan.FromDays(350));
        using var second = X509Certificate2.CreateFromPem(
            shop.Shop.Tills.Renew(new RenewRequest(till.Id, RequestOf(key)), device).Value.CertificatePem
        );
        Assert.Equal(device, TillAuthority.DeviceHashOf(second));
        shop.Clock.Move(TimeSpan.FromDays(20));
        Assert.True(authority.Admits(second));
        using var other = Key();
        Assert.Equal("enrol.request-malformed", shop.Shop.Tills.Renew(new RenewRequest(till.Id, RequestOf(other)), device).Refusal?.Code);
        await shop.Shop.Tills.RevokeAsync(TestShop.Owner, till.Id);
        Assert.Equal("enrol.wrong", shop.Shop.Tills.Renew(new RenewRequest(till.Id, RequestOf(key)), device).Refusal?.Code);
    }

    [Fact]
    public void An_authority_is_the_same_after_it_was_written_and_read()
    {
        var clock = new Clock();
        using var made = TillAuthority.Create(clock, new Seeded(3));
        using var read = TillAuthority.Read(made.SecretPem, clock, new Seeded(4));
        Assert.Equal(made.Letters, read.Letters);
        using var key = Key();
        using var certificate = X509Certificate2.CreateFromPem(read.IssueTill(Guid.NewGuid(), RequestOf(key))!.Value.CertificatePem);
        Assert.True(made.Admits(certificate));
    }

    [Theory]
    [InlineData("abcd-efgh-jklm-npqr-stuv", "ABCDEFGH", "JKLMNPQRSTUV")]
    [InlineData(" ABCDEFGHJKLMNPQRSTUV ", "ABCDEFGH", "JKLMNPQRSTUV")]
    [InlineData("ABCD-EFGH-JKLM-NPQR-STU0", null, null)]
    [InlineData("ABCD-EFGH", null, null)]
    [InlineData(null, null, null)]
    public void A_code_is_read_as_a_person_types_it(string? typed, string? secret, string? authority)
    {
        var code = TillCode.Read(typed);
        Assert.Equal((secret, authority), (code?.Secret, code?.Authority));
        Assert.Equal(code, code is null ? null : TillCode.Read(code.ToString()));
    }

    private static TillAuthority Open(TestShop shop)
    {
        var authority = TillAuthority.Create(shop.Clock, new Seeded(8));
        shop.Shop.TillDoor.Open(authority, ["https://10.0.0.5:8443"]);
        return authority;
    }

    private static ECDsa Key() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static string RequestOf(ECDsa key) => new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    private static Task<Foundation.Outcome<EnrolAnswer>> AskAsync(TestShop shop, string secret, ECDsa key, Guid? holds = null) =>
        shop.Shop.Tills.EnrolAsync(new EnrolRequest(secret, RequestOf(key), holds), "test");
}
