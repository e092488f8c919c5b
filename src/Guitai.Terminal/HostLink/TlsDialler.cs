using System.Globalization;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Guitai.Foundation.Certificates;
using Guitai.Iso8583.Framing;

namespace Guitai.Terminal.HostLink;

/// <summary>What this device shows and whom it trusts.</summary>
/// <param name="Device">Its certificate, with its key.</param>
/// <param name="Authority">The host's authority: the only one that counts.</param>
public sealed record DeviceAccess(X509Certificate2 Device, X509Certificate2 Authority);

/// <summary>TCP and TLS 1.2 or 1.3 with this device's certificate, to a host of the authority that activated it and to no other.</summary>
public sealed class TlsDialler(Func<DeviceAccess?> access, TimeProvider time) : IHostDialler
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(7);

    /// <inheritdoc/>
    public async Task<IHostConnection> DialAsync(string address, CancellationToken cancellation)
    {
        var known = access() ?? throw new IOException("This device has no certificate.");
        var colon = address.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            throw new IOException("The host's address is not one.");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? tls = null;
        try
        {
            await socket.ConnectAsync(address[..colon].Trim('[', ']'), port, patience.Token);
            tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "host.guitai",
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ClientCertificates = [known.Device],
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                        shown is X509Certificate2 server && CertificateAuthority.TrustsServer(known.Authority, server, time.GetUtcNow()),
                },
                patience.Token
            );
            return new Connection(tls);
        }
        catch (Exception fault)
            when (fault is SocketException or IOException or AuthenticationException or OperationCanceledException or ArgumentException)
        {
            if (tls is not null)
            {
                await tls.DisposeAsync();
            }

            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new IOException("The host was not reached.", fault);
        }
    }

    private sealed class Connection : IHostConnection
    {
        private readonly SslStream _tls;
        private readonly FrameReader _frames;

        public Connection(SslStream tls)
        {
            _tls = tls;
            _frames = new FrameReader(PipeReader.Create(tls, new StreamPipeReaderOptions(leaveOpen: true)), FrameFormat.UnionPay);
        }

        public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
        {
            try
            {
                await _tls.WriteAsync(frame, cancellation);
            }
            catch (Exception fault) when (fault is ObjectDisposedException or InvalidOperationException)
            {
                throw new IOException("The connection ended.", fault);
            }
        }

        public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation)
        {
            try
            {
                var frame = await _frames.ReadAsync(cancellation);
                return frame.IsComplete ? frame.Message : null;
            }
            catch (Exception fault) when (fault is ObjectDisposedException or InvalidOperationException)
            {
                throw new IOException("The connection ended.", fault);
            }
        }

        public ValueTask DisposeAsync() => _tls.DisposeAsync();
    }
}
