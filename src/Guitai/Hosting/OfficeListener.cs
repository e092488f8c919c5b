using System.CommandLine;
using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Guitai.Hosting;

/// <summary>The port at which browsers of other machines come to a role's pages (the shop's back office, the acquirer's page), if somebody opens one: TLS 1.2 or 1.3 with a
/// certificate of their own, under the one name that it is for, and nothing but those pages.</summary>
internal sealed class OfficeListener : IDisposable
{
    private readonly X509Certificate2Collection _chain;
    private readonly X509Certificate2 _certificate;
    private readonly string _role;

    private OfficeListener(string role, string name, int port, X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        (_role, Name, Port) = (role, name, port);
        (_certificate, _chain) = (certificate, chain);
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>As a browser types it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"https://{Name}:{Port}/{_role}/");

    /// <summary>Reads the certificate.</summary>
    /// <param name="role">Whose pages: <c>shop</c> or <c>host</c>.</param>
    /// <param name="listen"><c>NAME:PORT</c>; null for none.</param>
    /// <param name="certificate">PEM, with what stands between it and a root.</param>
    /// <param name="key">PEM; null when it stands in the certificate's file.</param>
    /// <exception cref="Failure">Something is missing, unreadable or for another name.</exception>
    public static OfficeListener? Open(string role, string? listen, string? certificate, string? key)
    {
        if (listen is null && certificate is null && key is null)
        {
            return null;
        }

        var colon = listen?.LastIndexOf(':') ?? -1;
        if (
            certificate is null
            || colon < 1
            || !int.TryParse(listen.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is 0 or > 65_535
            || Uri.CheckHostName(listen![..colon]) is UriHostNameType.Unknown or UriHostNameType.Basic
        )
        {
            throw new Failure(
                "The pages are opened to other machines with both --listen NAME:PORT and --tls-cert FILE, for example --listen office.example.com:8444.",
                "要让其他电脑打开页面，请同时给出 --listen 名称:端口 和 --tls-cert 证书文件，例如 --listen office.example.com:8444。"
            );
        }

        var name = listen[..colon];
        var (own, chain) = Read(certificate, key ?? certificate);
        if (!own.MatchesHostname(name))
        {
            throw new Failure($"The certificate in {certificate} is not for {name}.", $"{certificate} 里的证书不是给 {name} 的。");
        }

        return new OfficeListener(role, name, port, own, chain);
    }

    /// <summary>Makes the server listen.</summary>
    public void Listen(KestrelServerOptions kestrel) =>
        kestrel.ListenAnyIP(
            Port,
            listen =>
                listen.UseHttps(
                    new HttpsConnectionAdapterOptions
                    {
                        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                        ServerCertificate = _certificate,
                        ServerCertificateChain = _chain,
                        ClientCertificateMode = ClientCertificateMode.NoCertificate,
                    }
                )
        );

    /// <summary>True for a request that came in here.</summary>
    public bool IsWayOf(HttpContext http) => http.Connection.LocalPort == Port;

    /// <summary>Whether what came in here may go on: the role's pages, once they have an owner. To make one, a person sits at the machine.</summary>
    public bool Admits(HttpContext http) =>
        http.Request.Path == "/"
        || http.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
        || (
            http.Request.Path.StartsWithSegments($"/{_role}", StringComparison.Ordinal)
            && (
                HttpMethods.IsGet(http.Request.Method)
                || !http.Request.Path.StartsWithSegments($"/{_role}/api/setup", StringComparison.Ordinal)
            )
        );

    /// <summary>The options of a command whose pages can be opened to other machines.</summary>
    /// <param name="what">What browsers reach there.</param>
    public static OfficeOptions Options(string what) =>
        new(
            new Option<string?>("--listen")
            {
                Description = $"NAME:PORT by which browsers of other machines reach {what}, with --tls-cert",
            },
            new Option<string?>("--tls-cert") { Description = "PEM file of that name's certificate and its chain" },
            new Option<string?>("--tls-key") { Description = "PEM file of its key, if it is not in the same file" }
        );

    /// <summary>True for the name that this port goes by: a page of another name that leads here is a trick.</summary>
    public bool IsNamed(string host) => string.Equals(host, Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        foreach (var each in _chain)
        {
            each.Dispose();
        }
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Chain) Read(string certificate, string key)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            using var own = X509Certificate2.CreateFromPemFile(certificate, key);
            if (chain.FirstOrDefault(c => c.Thumbprint == own.Thumbprint) is { } same)
            {
                chain.Remove(same);
                same.Dispose();
            }

            // Through PKCS#12, so that every platform's TLS takes the key.
            return (X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), password: null), chain);
        }
        catch (Exception exception)
            when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new Failure(
                $"{certificate} and its key cannot be read as PEM. {exception.Message}",
                $"无法读取证书 {certificate} 及其私钥，两者都应为 PEM 格式。"
            );
        }
    }
}

/// <summary>The three options that open pages to other machines.</summary>
internal sealed record OfficeOptions(Option<string?> Listen, Option<string?> Certificate, Option<string?> Key)
{
    /// <summary>Opens what the command line says; null for nothing.</summary>
    public OfficeListener? Open(string role, ParseResult parsed) =>
        OfficeListener.Open(role, parsed.GetValue(Listen), parsed.GetValue(Certificate), parsed.GetValue(Key));
}
