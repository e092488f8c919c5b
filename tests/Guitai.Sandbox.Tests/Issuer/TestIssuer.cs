using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>An issuer in a folder of its own, with a host's client certificate that it accepts. May be stopped and started again.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    public const string Debit = "unionpay-debit";
    public const string Credit = "unionpay-credit";

    private static readonly X509Certificate2 s_host = MakeCertificate("CN=host");

    // Keys and certificates take a while: every issuer has the same, in files of its own.
    private static readonly Lazy<(string Name, byte[] Bytes)[]> s_files = new(Make);

    private readonly RandomFill _random = new Random(8).NextBytes;

    public TestIssuer()
    {
        Folder = new IssuerFolder(Directory.CreateTempSubdirectory("guitai-issuer-").FullName);
        foreach (var (name, bytes) in s_files.Value)
        {
            File.WriteAllBytes(Path.Combine(Folder.Path, name), bytes);
        }

        Issuer = null!;
        Start();
    }

    public IssuerFolder Folder { get; }
    public SandboxIssuer Issuer { get; private set; }
    public X509Certificate2 HostCertificate => s_host;
    public int Port { get; private set; }
    internal TestClock Clock { get; } = new();

    public void Start()
    {
        Issuer = SandboxIssuer.Open(Folder.Path, Clock, _random);
        Port = Issuer.Listen(IPAddress.Loopback, 0);
    }

    public async Task RestartAsync()
    {
        await Issuer.DisposeAsync();
        Start();
    }

    /// <summary>Stops, changes the profile's rules, starts.</summary>
    public async Task RestartWithAsync(Func<IssuerRules, IssuerRules> change)
    {
        await Issuer.DisposeAsync();
        var profile = IssuerProfile.Read(Folder.Profile);
        await File.WriteAllTextAsync(Folder.Profile, (profile with { Rules = change(profile.Rules) }).ToJson());
        Start();
    }

    public VirtualCard Card(int index, string program = Debit) => Issuer.Cards.Card(program, index);

    /// <summary>A host that is connected, signed on and has working keys.</summary>
    internal async Task<HostClient> ConnectAsync()
    {
        var host = await HostClient.ConnectAsync(this, HostCertificate);
        await host.SignOnAsync();
        await host.ExchangeKeysAsync();
        return host;
    }

    /// <summary>The same over a line without TLS.</summary>
    internal async Task<HostClient> ConnectPlainAsync()
    {
        var host = await HostClient.ConnectPlainAsync(this);
        await host.SignOnAsync();
        await host.ExchangeKeysAsync();
        return host;
    }

    private static (string Name, byte[] Bytes)[] Make()
    {
        var folder = new IssuerFolder(Directory.CreateTempSubdirectory("guitai-issuer-").FullName);
        try
        {
            folder.Accept(s_host.ExportCertificatePem());
            SandboxIssuer.Open(folder.Path, new TestClock(), new Random(7).NextBytes).DisposeAsync().AsTask().GetAwaiter().GetResult();
            File.Delete(folder.Journal);
            return [.. Directory.GetFiles(folder.Path).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))];
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    public static X509Certificate2 MakeCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

    public async ValueTask DisposeAsync()
    {
        await Issuer.DisposeAsync();
        Directory.Delete(Folder.Path, recursive: true);
    }
}
