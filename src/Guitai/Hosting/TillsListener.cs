using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Foundation;
using Guitai.Shop;
using Guitai.Shop.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Guitai.Hosting;

/// <summary>The port at which tills of other devices come in: TLS 1.2 or 1.3 and nothing but their routes, on every address of this machine.</summary>
internal sealed class TillsListener : IDisposable
{
    private const string File = "authority.pem";

    private static readonly string[] s_paths = ["/shop/api/sync", "/shop/api/enrol", "/shop/api/authority"];
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private readonly TillAuthority _authority;
    private X509Certificate2? _server;

    private TillsListener(TillAuthority authority, int port)
    {
        _authority = authority;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Reads the authority in the shop's folder, or makes it, and opens the shop's door.</summary>
    /// <param name="folder">The shop's folder.</param>
    /// <param name="port">0 for none.</param>
    /// <exception cref="Failure">The authority's file cannot be read.</exception>
    public static TillsListener? Open(ShopDesk shop, string folder, int port)
    {
        if (port == 0)
        {
            return null;
        }

        var path = Path.Combine(folder, File);
        try
        {
            TillAuthority authority;
            if (System.IO.File.Exists(path))
            {
                authority = TillAuthority.Read(System.IO.File.ReadAllText(path), TimeProvider.System, new SystemRandomness());
            }
            else
            {
                authority = TillAuthority.Create(TimeProvider.System, new SystemRandomness());
                PrivateFile.Write(path, authority.SecretPem);
            }

            shop.TillDoor.Open(authority, Addresses(port));
            return new TillsListener(authority, port);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new Failure(
                $"{path} cannot be read. Restore it from a backup; without it every till has to be enrolled again.",
                $"{path} 无法读取。请从备份恢复；若丢失，所有收银台都要重新登记。"
            );
        }
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
                        ServerCertificateSelector = (_, _) => Server(),
                        ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                        ClientCertificateValidation = (certificate, _, _) => _authority.Admits(certificate),
                    }
                )
        );

    /// <summary>Whether a request may come the way it came: tills over TLS and to their routes alone, everything else over the loopback port.</summary>
    public static bool Admits(HttpContext http, int tillsPort)
    {
        var forTills = s_paths.Any(p => http.Request.Path.StartsWithSegments(p, StringComparison.Ordinal));
        return forTills == (tillsPort != 0 && http.Connection.LocalPort == tillsPort);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server?.Dispose();
        _authority.Dispose();
    }

    private static List<string> Addresses(int port)
    {
        var found = NetworkInterface
            .GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .Where(a => a.AddressFamily == AddressFamily.InterNetwork)
            .Append(IPAddress.Loopback);
        return [.. found.Select(a => string.Create(CultureInfo.InvariantCulture, $"https://{a}:{port}"))];
    }

    // A server that runs for years gets a new certificate before the old one ends; tills look at the authority alone.
    private X509Certificate2 Server()
    {
        lock (_lock)
        {
            if (_server is null || _server.NotAfter.ToUniversalTime() - TimeProvider.System.GetUtcNow().UtcDateTime < s_renewBefore)
            {
                _server = _authority.IssueServer();
            }

            return _server;
        }
    }
}
