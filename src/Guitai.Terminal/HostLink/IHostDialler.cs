namespace Guitai.Terminal.HostLink;

/// <summary>A way to make connections to a host.</summary>
public interface IHostDialler
{
    /// <summary>Makes one.</summary>
    /// <param name="address">name:port.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">There is none to be had: not reachable, not the right host, not let in.</exception>
    Task<IHostConnection> DialAsync(string address, CancellationToken cancellation);
}

/// <summary>A connection to a host.</summary>
public interface IHostConnection : IAsyncDisposable
{
    /// <summary>Sends a frame.</summary>
    /// <exception cref="IOException">The connection ended.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation);

    /// <summary>The next message, from its type on; null when the connection ended. The memory is good until the next call.</summary>
    /// <exception cref="IOException">The connection ended badly.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation);
}
