namespace Guitai.Sandbox.Cards.Chip;

/// <summary>What an application remembers without power.</summary>
public sealed record ChipFacts
{
    /// <summary>The application transaction counter of its last transaction (9F36).</summary>
    public int Counter { get; init; }

    /// <summary>The counter of its last transaction that was finished online (9F13).</summary>
    public int LastOnlineCounter { get; init; }

    /// <summary>PIN tries left (9F17).</summary>
    public int PinTries { get; init; }

    /// <summary>A script, or too many wrong PINs where the card says so, blocked the application.</summary>
    public bool Blocked { get; init; }

    /// <summary>A script blocked the whole card.</summary>
    public bool CardBlocked { get; init; }

    /// <summary>Approvals by the card alone since it was online last.</summary>
    public int Offline { get; init; }

    /// <summary>What is left for taps without the issuer (9F79), minor units.</summary>
    public long TapBalanceMinor { get; init; }

    /// <summary>An ARQC was made, and its transaction never ended.</summary>
    public bool OnlineUnfinished { get; init; }

    /// <summary>The issuer's last answer was wrong.</summary>
    public bool IssuerFailed { get; init; }

    /// <summary>Script commands that the last transaction brought.</summary>
    public int ScriptsDone { get; init; }

    /// <summary>A script command was refused.</summary>
    public bool ScriptFailed { get; init; }

    /// <summary>The last ten transactions in the format of 9F4F, hexadecimal, the latest first.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Records that a script replaced: file and record as two bytes in hexadecimal, then the record.</summary>
    public IReadOnlyDictionary<string, string> Updates { get; init; } = new Dictionary<string, string>();
}

/// <summary>Holds the facts of one application and keeps each change before the card answers.</summary>
/// <param name="facts">As they stand.</param>
/// <param name="keep">Takes each change.</param>
/// <param name="counter">The counter that the card has reached with any of its applications' makes.</param>
internal sealed class ChipMemory(ChipFacts facts, Action<ChipFacts> keep, Func<int> counter)
{
    private readonly Lock _lock = new();
    private ChipFacts _facts = facts;

    /// <summary>As they stand.</summary>
    public ChipFacts Facts
    {
        get
        {
            lock (_lock)
            {
                return _facts;
            }
        }
    }

    /// <summary>Begins a transaction: the counter is one more.</summary>
    public void Count()
    {
        var reached = counter();
        Change(f => f with { Counter = Math.Max(f.Counter, reached) + 1 });
    }

    /// <summary>Changes them.</summary>
    public ChipFacts Change(Func<ChipFacts, ChipFacts> change)
    {
        lock (_lock)
        {
            var next = change(_facts);
            keep(next);
            _facts = next;
            return next;
        }
    }
}
