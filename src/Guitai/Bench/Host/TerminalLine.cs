using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Foundation.Certificates;

namespace Guitai.Bench.Host;

/// <summary>A virtual terminal's way to a host: TCP, TLS with the terminal's certificate.</summary>
internal sealed class TerminalLine : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly SslStream _tls;

    private TerminalLine(Socket socket, SslStream tls, VirtualTerminal terminal)
    {
        (_socket, _tls, Terminal) = (socket, tls, terminal);
    }

    public VirtualTerminal Terminal { get; }

    /// <summary>A device's key and its request for a certificate.</summary>
    public static (ECDsa Key, string RequestPem) MakeKey(string number)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (key, new CertificateRequest($"CN={number}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem());
    }

    /// <summary>The device's certificate with its key.</summary>
    public static X509Certificate2 WithKey(string certificatePem, ECDsa key)
    {
        using var certificate = X509Certificate2.CreateFromPem(certificatePem);
        using var whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null);
    }

    public static async Task<TerminalLine> ConnectAsync(
        int port,
        string number,
        string merchant,
        byte[] masterKey,
        X509Certificate2? device,
        X509Certificate2 authority,
        bool keepsBytes = false
    )
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "host.guitai",
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificates = device is null ? null : [device],
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    shown is X509Certificate2 server
                    && CertificateAuthority.TrustsServer(authority, server, TimeProvider.System.GetUtcNow()),
            }
        );
        var terminal = new VirtualTerminal(number, merchant, masterKey, PipeReader.Create(tls), PipeWriter.Create(tls))
        {
            KeepsBytes = keepsBytes,
        };
        return new TerminalLine(socket, tls, terminal);
    }

    public async ValueTask DisposeAsync()
    {
        Terminal.Dispose();
        await _tls.DisposeAsync();
        _socket.Dispose();
    }
}
