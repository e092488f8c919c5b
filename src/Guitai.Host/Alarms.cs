using System.Text.Json;
using Guitai.Foundation;
using Guitai.Foundation.Store;

namespace Guitai.Host;

/// <summary>Things that a person of the acquirer has to look at.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="Kind">Dotted code that pages translate: <c>terminal.wrong-mac</c>, <c>transaction.fingerprint</c>, <c>advice.refused</c>, <c>reversal.refused</c>, <c>batch.unbalanced</c>, <c>reversal.after-settlement</c>, <c>terminal.foreign-number</c>, <c>terminal.no-keys</c>, <c>card.suspicious</c>, <c>operator.locked</c>, <c>host.round-failed</c>, <c>host.question-failed</c>, <c>wallet.bill-differs</c>, <c>wallet.bill-missing</c>, <c>wallet.paid-late</c>.</param>
/// <param name="Terminal">Which terminal, or empty.</param>
/// <param name="Merchant">Whose, or empty.</param>
/// <param name="Parameters">Named values for the sentence; never a card number.</param>
public sealed record Alarm(
    Guid Id,
    long AtMs,
    string Kind,
    string Terminal,
    string Merchant,
    IReadOnlyDictionary<string, string> Parameters
);

/// <summary>Raises alarms.</summary>
public sealed class Alarms(RoleStore store, TimeProvider time, IdSource ids)
{
    private long _raised;

    /// <summary>How many since the start.</summary>
    public long Raised => Volatile.Read(ref _raised);

    /// <summary>Puts an alarm into a write, so that it is there exactly when what it tells of is.</summary>
    public Write Raise(
        Write write,
        string kind,
        string terminal,
        string merchant,
        params ReadOnlySpan<(string Name, string Value)> parameters
    )
    {
        Interlocked.Increment(ref _raised);
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            named[name] = value;
        }

        return write.Insert(
            HostTables.Alarm,
            ids.Next(),
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            kind,
            terminal,
            merchant,
            JsonSerializer.Serialize(named),
            0
        );
    }

    /// <summary>An alarm by itself; nobody waits for it.</summary>
    public void Raise(string kind, string terminal, string merchant, params ReadOnlySpan<(string Name, string Value)> parameters) =>
        _ = store.WriteAsync(Raise(new Write(), kind, terminal, merchant, parameters));
}
