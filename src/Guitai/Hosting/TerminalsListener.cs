using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Guitai.Host.Acceptance;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Guitai.Hosting;

/// <summary>The port at which terminals come in: TLS 1.2 or 1.3 with a certificate of the host's authority, ISO 8583 inside, and nothing else.</summary>
/// <param name="host">The host.</param>
/// <param name="port">The port.</param>
/// <param name="between">What the demo puts between a terminal and the host; null, as in production: nothing.</param>
internal sealed class TerminalsListener(AcquirerHost host, int port, Func<ITerminalConnection, string, ITerminalConnection>? between = null)
    : IDisposable
{
    /// <summary>The name in the server's certificate, whatever its address.</summary>
    public const string ServerName = "host.guitai";

    private static readonly TimeSpan s_renewBefore = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private X509Certificate2? _server;

    /// <summary>Makes the server listen on every address of this machine.</summary>
    public void Listen(KestrelServerOptions kestrel) =>
        kestrel.ListenAnyIP(
            port,
            listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(
                    new HttpsConnectionAdapterOptions
                    {
                        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                        ServerCertificateSelector = (_, _) => Server(),
                        ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                        ClientCertificateValidation = (certificate, _, _) => host.Authority.Admits(certificate),
                    }
                );
                listen.Run(context => TerminalConnection.ServeAsync(context, host.Desk.Door, host.Authority, between));
            }
        );

    /// <inheritdoc/>
    public void Dispose() => _server?.Dispose();

    // A server that runs for years gets a new certificate before the old one ends; terminals look at the authority alone.
    private X509Certificate2 Server()
    {
        lock (_lock)
        {
            if (_server is null || _server.NotAfter.ToUniversalTime() - TimeProvider.System.GetUtcNow().UtcDateTime < s_renewBefore)
            {
                _server = host.Authority.IssueServer(ServerName);
            }

            return _server;
        }
    }
}
