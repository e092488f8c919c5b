using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using Guitai.Foundation.Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Guitai.Host.Acceptance;

/// <summary>A terminal's connection as Kestrel carries it, inside TLS.</summary>
/// <param name="context">The connection.</param>
/// <param name="mostWaiting">How long it may take to take an answer; half a minute unless told otherwise.</param>
public sealed class TerminalConnection(ConnectionContext context, TimeSpan? mostWaiting = null) : ITerminalConnection
{
    private readonly TimeSpan _mostWaiting = mostWaiting ?? TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public PipeReader Input => context.Transport.Input;

    /// <inheritdoc/>
    public CancellationToken Ended => context.ConnectionClosed;

    /// <summary>Serves a connection whose TLS has been made: finds the terminal by its certificate, or ends it.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="door">The door.</param>
    /// <param name="authority">Whose certificates count.</param>
    /// <param name="between">Puts something between the terminal of that number and the door; null, as in production: nothing.</param>
    public static async Task ServeAsync(
        ConnectionContext context,
        TerminalDoor door,
        CertificateAuthority authority,
        Func<ITerminalConnection, string, ITerminalConnection>? between = null
    )
    {
        X509Certificate2? certificate = context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        var desk = certificate is not null && authority.Admits(certificate) ? door.Admit(certificate) : null;
        if (desk is null)
        {
            context.Abort(new ConnectionAbortedException("No terminal's certificate."));
            return;
        }

        var connection = new TerminalConnection(context);
        await door.ServeAsync(desk, between is null ? connection : between(connection, desk.Terminal.Number));
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        var writing = context.Transport.Output.WriteAsync(frame, Ended);
        if (writing.IsCompletedSuccessfully)
        {
            return;
        }

        try
        {
            await writing.AsTask().WaitAsync(_mostWaiting);
        }
        catch (TimeoutException fault)
        {
            // It asks and never reads: others must not pay for it.
            Close();
            throw new IOException("The terminal does not read.", fault);
        }
    }

    /// <inheritdoc/>
    public void Close() => context.Abort(new ConnectionAbortedException("Ended by the host."));
}
