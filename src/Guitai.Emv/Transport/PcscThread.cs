using System.Collections.Concurrent;

namespace Guitai.Emv.Transport;

/// <summary>
/// One thread and one context of the PC/SC service. A driver may hang in a call that nothing ends: then the caller goes on after a while, the thread is left to itself,
/// and the next call gets a new one.
/// </summary>
internal sealed class PcscThread : IDisposable
{
    private readonly PcscLibrary _library;
    private readonly BlockingCollection<Action> _jobs = [];
    private nint _context;
    private volatile bool _isLost;

    private PcscThread(PcscLibrary library, nint context)
    {
        _library = library;
        _context = context;
        new Thread(Run) { IsBackground = true, Name = "card reader" }.Start();
    }

    /// <summary>True after a call that did not return in time.</summary>
    public bool IsLost => _isLost;

    public PcscLibrary Library => _library;

    /// <summary>The context; use it on this thread only, but for <see cref="Cancel"/>.</summary>
    public nint Context => _context;

    /// <summary>Opens a context.</summary>
    public static (PcscThread? Thread, CardTrouble Trouble) Open()
    {
        if (PcscLibrary.Loaded is not { } library)
        {
            return (null, CardTrouble.NoService);
        }

        var code = library.Establish(out var context);
        return code == PcscCodes.Done ? (new PcscThread(library, context), CardTrouble.None) : (null, PcscTroubles.Of(code));
    }

    /// <summary>What a code means. A service that dies within a call leaves behind codes of many kinds; whether it is there is seen by whether it gives a context.</summary>
    public static CardTrouble Meaning(PcscLibrary library, uint code)
    {
        var trouble = PcscTroubles.Of(code);
        if (trouble is not CardTrouble.Failed)
        {
            return trouble;
        }

        var there = library.Establish(out var context);
        if (there != PcscCodes.Done)
        {
            return PcscTroubles.Of(there);
        }

        library.Release(context);
        return trouble;
    }

    /// <summary>Does something on the thread, and gives up after a while.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public async Task<T> DoAsync<T>(Func<T> job, TimeSpan limit, TimeProvider time)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs.Add(() => done.TrySetResult(job()));
        try
        {
            return await done.Task.WaitAsync(limit, time);
        }
        catch (TimeoutException)
        {
            _isLost = true;
            throw;
        }
    }

    /// <summary>Ends a waiting for a change of state.</summary>
    public void Cancel() => _library.Cancel(_context);

    /// <summary>Ends the thread after what it does now.</summary>
    public void Dispose() => _jobs.CompleteAdding();

    private void Run()
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            job();
        }

        _library.Release(_context);
        _context = 0;
        _jobs.Dispose();
    }
}

/// <summary>What the service's codes mean here.</summary>
internal static class PcscTroubles
{
    public static CardTrouble Of(uint code) =>
        code switch
        {
            PcscCodes.Done => CardTrouble.None,

            // A service that died, or was started anew, knows no old context: it says one of these.
            PcscCodes.NoService or PcscCodes.ServiceStopped or PcscCodes.CommunicationError or PcscCodes.InvalidHandle =>
                CardTrouble.NoService,
            PcscCodes.UnknownReader or PcscCodes.ReaderUnavailable or PcscCodes.NoReaders => CardTrouble.NoReader,
            PcscCodes.Timeout => CardTrouble.NoCard,
            PcscCodes.NoCard or PcscCodes.Removed or PcscCodes.Reset => CardTrouble.CardGone,

            // What answers a reset with something that is no ATR speaks no protocol.
            PcscCodes.Unresponsive or PcscCodes.Unpowered or PcscCodes.UnsupportedCard or PcscCodes.ProtocolMismatch => CardTrouble.Mute,
            PcscCodes.SharingViolation => CardTrouble.InUse,
            PcscCodes.Cancelled => CardTrouble.Cancelled,
            _ => CardTrouble.Failed,
        };
}
