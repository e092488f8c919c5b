using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Guitai.Hosting;

/// <summary>The port at which browsers of other machines come to the back office, if the owner opens one: TLS 1.2 or 1.3 with the owner's own
/// certificate, under the one name that it is for, and nothing but the back office.</summary>
internal sealed class OfficeListener : IDisposable
{
    private static readonly string[] s_paths = ["/shop", "/assets"];

    private readonly X509Certificate2Collection _chain;
    private readonly X509Certificate2 _certificate;

    private OfficeListener(string name, int port, X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        (Name, Port) = (name, port);
        (_certificate, _chain) = (certificate, chain);
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>As a browser types it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"https://{Name}:{Port}/shop/");

    /// <summary>Reads the certificate.</summary>
    /// <param name="listen"><c>NAME:PORT</c>; null for none.</param>
    /// <param name="certificate">PEM, with what stands between it and a root.</param>
    /// <param name="key">PEM; null when it stands in the certificate's file.</param>
    /// <exception cref="Failure">Something is missing, unreadable or for another name.</exception>
    public static OfficeListener? Open(string? listen, string? certificate, string? key)
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
                "The back office is opened to other machines with both --listen NAME:PORT and --tls-cert FILE, for example --listen office.example.com:8444.",
                "要让其他电脑打开后台，请同时给出 --listen 名称:端口 和 --tls-cert 证书文件，例如 --listen office.example.com:8444。"
            );
        }

        var name = listen[..colon];
        var (own, chain) = Read(certificate, key ?? certificate);
        if (!own.MatchesHostname(name))
        {
            throw new Failure($"The certificate in {certificate} is not for {name}.", $"{certificate} 里的证书不是给 {name} 的。");
        }

        return new OfficeListener(name, port, own, chain);
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

    /// <summary>Whether what came in here may go on: the back office, once it has an owner. To make one, a person sits at the machine.</summary>
    public static bool Admits(HttpContext http) =>
        http.Request.Path == "/"
        || (
            s_paths.Any(p => http.Request.Path.StartsWithSegments(p, StringComparison.Ordinal))
            && (
                HttpMethods.IsGet(http.Request.Method) || !http.Request.Path.StartsWithSegments("/shop/api/setup", StringComparison.Ordinal)
            )
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
