using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Bench.Host;
using Guitai.Foundation;
using Guitai.Foundation.Certificates;
using Guitai.Foundation.Store;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Host.Tests.Chips;

/// <summary>A host whose issuer is the sandbox's, behind a real link.</summary>
public abstract class IssuerWorld(Func<string, int, ISqlEngine> open) : HostFixture(open)
{
    protected const string Acquirer = "48021000";

    private readonly string _folder = Directory.CreateTempSubdirectory("guitai-issuer-").FullName;
    private readonly X509Certificate2 _client = MakeClient();
    private SandboxIssuer? _issuer;
    private IssuerLinks? _links;
    private ulong _counter = 1;

    private protected SandboxIssuer Bank => _issuer!;

    public override async ValueTask InitializeAsync()
    {
        _issuer = SandboxIssuer.Open(_folder, TimeProvider.System, RandomNumberGenerator.Fill);
        await base.InitializeAsync();
        Bank.Folder.Accept(_client.ExportCertificatePem());
        var (first, second) = Bank.Folder.Components();
        var zone = IssuerMessages.Keys("sandbox").Zone;
        await Keys.BeginLoadAsync(zone, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, "zhao", Convert.FromHexString(first.Text));
        Assert.Equal(KeyAnswer.Ok, (await Keys.CompleteLoadAsync(zone, "qian", Convert.FromHexString(second.Text))).Answer);
        var known = Host.Services.Routes.Issuers["sandbox"] with
        {
            Addresses = [$"127.0.0.1:{Bank.Listen(IPAddress.Loopback, 0)}"],
            AuthorityPem = await File.ReadAllTextAsync(Bank.Folder.AuthorityCertificate),
        };
        Assert.True((await Host.Services.Routes.SaveAsync(known, Host.Services.Routes.Of("sandbox"))).Ok);
        _links!.Refresh();
        await UntilAsync(() => _links.All["sandbox"].IsReady);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Bank.DisposeAsync();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected override IIssuerPort PortTo(RouteBook routes, CardSafe cards) =>
        _links = new IssuerLinks(routes, cards, new LinkAccess(_client), Keys, Keys, TimeProvider.System);

    /// <summary>A question with what a chip said to it.</summary>
    private protected static TerminalQuestion WithChip(TerminalQuestion question, VirtualCard card, ChipAnswer answer) =>
        question with
        {
            Track2 = card.ChipTrack2,
            Entry = 52,
            CardSequence = 1,
            Icc = Convert.FromHexString(answer.Objects),
        };

    /// <summary>What the terminal tells the chip: a number of its own each time.</summary>
    private protected ChipTransaction Say(long amount, string type = "00") => new(amount, $"{_counter++:X8}", "261121", type);

    /// <summary>Waits until the issuer has been told what it has to be told.</summary>
    private protected Task ToldAsync() => UntilAsync(() => Host.Services.Owed.Waiting(1).Count == 0);

    /// <summary>What the issuer has of a transaction.</summary>
    private protected KnownTransaction AtBank(string rrn, int messageClass) => Bank.Find(Acquirer, rrn, messageClass)!;

    private static X509Certificate2 MakeClient()
    {
        using var authority = CertificateAuthority.Create("host", TimeProvider.System, new SystemRandomness());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=host", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        using var certificate = X509Certificate2.CreateFromPem(authority.IssueDevice("host", request)!.Value.CertificatePem);
        using var whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null);
    }
}
