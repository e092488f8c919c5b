using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Guitai.Bench.Host;

/// <summary>The baseline of the host's bench: a server in a process of its own that gives every message back over TLS 1.3 and does nothing else.</summary>
internal static class EchoBench
{
    private const int Length = 300;

    /// <summary>Answers until it is told to stop.</summary>
    public static async Task<int> ServeAsync(int port, CancellationToken cancellation)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=echo", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ListenLocalhost(
                port,
                listen =>
                {
                    listen.UseHttps(
                        new HttpsConnectionAdapterOptions { SslProtocols = SslProtocols.Tls13, ServerCertificate = certificate }
                    );
                    listen.Run(EchoAsync);
                }
            )
        );
        await using var app = builder.Build();
        await app.StartAsync(cancellation);
        await Console.Out.WriteLineAsync("ready");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    /// <summary>Messages a second over so many connections, each with one in flight.</summary>
    public static async Task<double> MeasureAsync(int connections, TimeSpan length)
    {
        var port = HostWorld.FreePort();
        using var server = await HostWorld.StartAsync(["bench", "echo", "--port", port.ToString(CultureInfo.InvariantCulture)]);
        try
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => ConnectAsync(port)));
            await CountAsync(clients, length / 2);
            var took = Stopwatch.StartNew();
            var count = await CountAsync(clients, length);
            took.Stop();
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }

            return count / took.Elapsed.TotalSeconds;
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task EchoAsync(ConnectionContext context)
    {
        var (input, output) = (context.Transport.Input, context.Transport.Output);
        while (true)
        {
            var read = await input.ReadAsync();
            foreach (var part in read.Buffer)
            {
                await output.WriteAsync(part);
            }

            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static async Task<SslStream> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "echo",
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is { Subject: "CN=echo" },
            }
        );
        return tls;
    }

    private static async Task<long> CountAsync(SslStream[] clients, TimeSpan length)
    {
        var until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(clients.Select(c => AskAsync(c, until)));
        return counts.Sum();
    }

    private static async Task<long> AskAsync(SslStream client, long until)
    {
        await Task.Yield();
        var (message, answer) = (new byte[2 + Length], new byte[2 + Length]);
        BinaryPrimitives.WriteUInt16BigEndian(message, Length);
        long count = 0;
        while (Stopwatch.GetTimestamp() < until)
        {
            await client.WriteAsync(message);
            await client.ReadExactlyAsync(answer);
            count++;
        }

        return count;
    }
}
