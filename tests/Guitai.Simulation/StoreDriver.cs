using Guitai.Foundation.Store;

namespace Guitai.Simulation;

/// <summary>Drives a <see cref="StoreWriter"/> in place of its production thread: each commit is an event of its own, a random moment after
/// the write was handed over, so that writes gather into groups and a crash can fall between the two.</summary>
public sealed class StoreDriver
{
    private readonly StoreWriter _writer;
    private readonly SimulatedProcess _process;
    private readonly SimRandom _random;
    private readonly TimeSpan _mostDelay;
    private readonly Action<Exception> _onBroken;
    private bool _planned;

    /// <param name="writer">The writer; its <see cref="StoreWriter.Enqueued"/> is taken.</param>
    /// <param name="process">The process that owns the store; commits end with it.</param>
    /// <param name="random">Draws the delays.</param>
    /// <param name="mostDelay">The longest time that a write waits for its commit.</param>
    /// <param name="onBroken">Called once when the store breaks, before those who wait hear of it; usually kills the process.</param>
    public StoreDriver(StoreWriter writer, SimulatedProcess process, SimRandom random, TimeSpan mostDelay, Action<Exception> onBroken)
    {
        _writer = writer;
        _process = process;
        _random = random.Fork();
        _mostDelay = mostDelay;
        _onBroken = onBroken;
        writer.Enqueued = Plan;
    }

    private void Plan()
    {
        if (!_planned)
        {
            _planned = true;
            _process.After(_random.Delay(_mostDelay), "commit", Commit);
        }
    }

    private void Commit()
    {
        _planned = false;
        if (!_writer.CommitNext())
        {
            return;
        }

        if (_writer.Broken is { } broken)
        {
            _onBroken(broken);
            return;
        }

        // More than one group may be waiting; an empty look costs nothing.
        Plan();
    }
}
