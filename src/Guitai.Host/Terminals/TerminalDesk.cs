using Guitai.Host.Authorisation;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Terminals;

/// <summary>What a terminal's day runs on, as its row has it.</summary>
/// <param name="Batch">Its current batch.</param>
/// <param name="Day">The business day of its last sign-in, yyyymmdd; 0 before the first.</param>
/// <param name="SignedInMs">When, Unix milliseconds.</param>
/// <param name="PinKey">Wrapped.</param>
/// <param name="MacKey">Wrapped.</param>
/// <param name="TrackKey">Wrapped.</param>
/// <param name="Operator">Who signed in.</param>
/// <param name="Version">Rises with every change.</param>
public sealed record TerminalSession(
    int Batch,
    int Day,
    long SignedInMs,
    WrappedKey? PinKey,
    WrappedKey? MacKey,
    WrappedKey? TrackKey,
    string Operator,
    long Version
);

/// <summary>One terminal in this process's memory. Its messages are handled one after the other, whichever connection they come by.</summary>
public sealed class TerminalDesk(Terminal terminal, TerminalSession session) : IDisposable
{
    private object? _connection;

    /// <summary>Held while a message of the terminal is handled.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The terminal; replaced when somebody edits it.</summary>
    public Terminal Terminal { get; set; } = terminal;

    /// <summary>Its session; changed under <see cref="Turn"/> once the store has it.</summary>
    public TerminalSession Session { get; set; } = session;

    /// <summary>What it took today.</summary>
    public DayUse Use { get; set; }

    /// <summary>Wrong MACs in a row.</summary>
    public int WrongMacs { get; set; }

    /// <summary>True while a connection speaks for it.</summary>
    public bool IsConnected => Volatile.Read(ref _connection) is not null;

    /// <summary>When a message last came, Unix milliseconds.</summary>
    public long HeardMs { get; set; }

    /// <summary>A connection speaks for the terminal from now on.</summary>
    /// <returns>The one that did so before; null when none did.</returns>
    public object? TakeOver(object connection) => Interlocked.Exchange(ref _connection, connection);

    /// <summary>Ends the connection that speaks for it.</summary>
    public void Disconnect() => (Volatile.Read(ref _connection) as Acceptance.ITerminalConnection)?.Close();

    /// <summary>A connection ended; another one that took over stays.</summary>
    public void Leave(object connection) => Interlocked.CompareExchange(ref _connection, null, connection);

    /// <inheritdoc/>
    public void Dispose() => Turn.Dispose();
}
