using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Certificates;
using Guitai.Foundation.Store;
using Guitai.Host;
using Guitai.Host.Authorisation;
using Guitai.Host.Operations;
using Guitai.Host.Operators;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Host.Wallets;
using Guitai.Host.Wallets.Alipay;
using Guitai.Host.Wallets.WeChat;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Hosting;

/// <summary>A host in this process: its folder, store, key store and authority.</summary>
internal sealed class AcquirerHost : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly RoleStore _store;
    private readonly AuditLog _audit;
    private readonly FileKeyStore _keys;
    private readonly HttpMessageInvoker _toWallets = WalletHttp.Open();

    private AcquirerHost(
        DataFolder folder,
        RoleStore store,
        AuditLog audit,
        FileKeyStore keys,
        CertificateAuthority authority,
        X509Certificate2 client
    )
    {
        (_folder, _store, _audit, _keys, Authority, LinkClient) = (folder, store, audit, keys, authority, client);
        Desk = HostDesk.Open(
            store,
            new HostSettings
            {
                Time = TimeProvider.System,
                Randomness = new SystemRandomness(),
                Keys = keys,
                Wrapping = keys,
                AloneHere = store.EngineName == "sqlite",
            },
            (routes, cards) => new IssuerLinks(routes, cards, new LinkAccess(client), keys, keys, TimeProvider.System),
            accounts =>
                [
                    new WeChatWallet(accounts, _toWallets, TimeProvider.System, new SystemRandomness()),
                    new AlipayWallet(accounts, _toWallets, TimeProvider.System),
                ]
        );
        Access = new TerminalAccess(Desk.Services, authority, new SystemRandomness());
        Operations = new OperationsDesk(Desk, Access, audit, keys.List, new SystemRandomness());
    }

    /// <summary>The host.</summary>
    public HostDesk Desk { get; }

    /// <summary>Which device is which terminal.</summary>
    public TerminalAccess Access { get; }

    /// <summary>What pages and API work with.</summary>
    public OperationsDesk Operations { get; }

    /// <summary>Signs terminals' certificates.</summary>
    public CertificateAuthority Authority { get; }

    /// <summary>What the host shows to issuers.</summary>
    public X509Certificate2 LinkClient { get; }

    /// <summary>The links to issuers.</summary>
    public IssuerLinks Links => Desk.Services.Links!;

    /// <summary>Keys come in and go.</summary>
    public IKeyCustody Custody => _keys;

    /// <summary>Every key, never a key itself.</summary>
    public IReadOnlyList<KeyInfo> Keys => _keys.List();

    /// <summary>Who did what.</summary>
    public AuditLog Audit => _audit;

    /// <summary>Opens the host's folder; what is not there yet is made.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="postgres">Where the books are, when not in the folder.</param>
    /// <param name="custody">Where the custodians' components are; null for two files in the folder.</param>
    /// <exception cref="Failure">The folder is taken, unwritable or damaged, the database cannot be reached, or the components are not the right ones.</exception>
    public static async Task<AcquirerHost> OpenAsync(string path, string? postgres, CustodyFiles? custody = null)
    {
        var folder = DataFolder.Take(path);
        try
        {
            var store = postgres is null ? folder.OpenStore("host.db", HostDesk.Migrations) : Postgres.Open(postgres, HostDesk.Migrations);
            var audit = new AuditLog(store, TimeProvider.System, "host", "host");
            var keys = await OpenKeysAsync(
                path,
                custody ?? new CustodyFiles(Path.Combine(path, "custodian-1.key"), Path.Combine(path, "custodian-2.key")),
                audit
            );
            var authority = OpenAuthority(Path.Combine(path, "authority.pem"));
            return new AcquirerHost(folder, store, audit, keys, authority, OpenClient(Path.Combine(path, "link-client.pem"), authority));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Takes over what was left open, connects to issuers.</summary>
    public async Task StartAsync()
    {
        await Desk.StartAsync();
        Links.Refresh();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Operations.Dispose();
        await Desk.DisposeAsync();
        _toWallets.Dispose();
        _keys.Dispose();
        _audit.Dispose();
        Authority.Dispose();
        LinkClient.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    private static async Task<FileKeyStore> OpenKeysAsync(string path, CustodyFiles files, AuditLog audit)
    {
        var keys = await KeyFolder.OpenAsync(path, files, audit);
        await KeyFolder.HaveAsync(
            keys,
            "host",
            (IKeyWrapping.WrappingKey, KeyUse.Wrapping),
            (CardSafe.SealKey, KeyUse.Storage),
            (CardSafe.HashKey, KeyUse.Lookup),
            (OperatorBook.SealKey, KeyUse.Storage),
            (WalletBook.SealKey, KeyUse.Storage)
        );
        return keys;
    }

    private static CertificateAuthority OpenAuthority(string file)
    {
        try
        {
            if (File.Exists(file))
            {
                return CertificateAuthority.Read(File.ReadAllText(file), TimeProvider.System, new SystemRandomness());
            }

            var authority = CertificateAuthority.Create("Guitai host", TimeProvider.System, new SystemRandomness());
            PrivateFile.Write(file, authority.SecretPem);
            return authority;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new Failure(
                $"{file} cannot be read. Restore it from a backup; without it every terminal has to be activated again.",
                $"{file} 无法读取。请从备份恢复；若丢失，所有终端都要重新激活。"
            );
        }
    }

    // What the host shows to issuers: a key of its own, signed by its own authority, kept so that issuers know it again.
    private static X509Certificate2 OpenClient(string file, CertificateAuthority authority)
    {
        if (!File.Exists(file))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=Guitai host", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
            PrivateFile.Write(
                file,
                $"{authority.IssueDevice("Guitai host", request)!.Value.CertificatePem}\n{key.ExportPkcs8PrivateKeyPem()}\n"
            );
        }

        var pem = File.ReadAllText(file);
        using var certificate = X509Certificate2.CreateFromPem(pem, pem);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
