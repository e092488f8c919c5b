using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.People;
using Guitai.Host.Operators;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Operations;

/// <summary>What the pages and the API of the host work with.</summary>
public sealed class OperationsDesk : IDisposable
{
    /// <param name="host">The host.</param>
    /// <param name="access">Which device is which terminal.</param>
    /// <param name="audit">Who did what.</param>
    /// <param name="keys">Every key, never a key itself.</param>
    /// <param name="randomness">Tokens and salts.</param>
    public OperationsDesk(HostDesk host, TerminalAccess access, AuditLog audit, Func<IReadOnlyList<KeyInfo>> keys, IRandomness randomness)
    {
        ArgumentNullException.ThrowIfNull(host);
        (Host, Access, Audit, Keys, Randomness) = (host, access, audit, keys, randomness);
        var services = host.Services;
        Operators = new OperatorBook(services, audit, randomness);
        Policy = new SecondFactorPolicy(services);
        Sessions = new OperatorSessions(services, Operators, audit, randomness);
        Search = new TransactionSearch(services, host.Cards);
        Stories = new TransactionStories(services, Search);
        Registry = new Registry(services);
        Pulse = new HostPulse(host.Door, host.Figures, services.Time);
        Live = new LiveFeed(services, Pulse, Search, name => services.Links?.All.GetValueOrDefault(name));
        Telemetry = new HostTelemetry(host, Live);
        LoginTries = new RateLimit(services.Time, 30, TimeSpan.FromMinutes(1));
        ActivationTries = new RateLimit(services.Time, 20, TimeSpan.FromMinutes(1));
    }

    /// <summary>The host.</summary>
    public HostDesk Host { get; }

    /// <summary>Which device is which terminal.</summary>
    public TerminalAccess Access { get; }

    /// <summary>Who did what.</summary>
    public AuditLog Audit { get; }

    /// <summary>Every key, never a key itself.</summary>
    public Func<IReadOnlyList<KeyInfo>> Keys { get; }

    /// <summary>Tokens and salts.</summary>
    public IRandomness Randomness { get; }

    /// <summary>Who may open the pages.</summary>
    public OperatorBook Operators { get; }

    /// <summary>Whether everybody needs a second factor.</summary>
    public SecondFactorPolicy Policy { get; }

    /// <summary>Who has them open.</summary>
    public OperatorSessions Sessions { get; }

    /// <summary>Finds transactions.</summary>
    public TransactionSearch Search { get; }

    /// <summary>Tells of one.</summary>
    public TransactionStories Stories { get; }

    /// <summary>Lists.</summary>
    public Registry Registry { get; }

    /// <summary>Figures.</summary>
    public HostPulse Pulse { get; }

    /// <summary>What goes on now.</summary>
    public LiveFeed Live { get; }

    /// <summary>Metrics and traces.</summary>
    public HostTelemetry Telemetry { get; }

    /// <summary>Log-ins by address.</summary>
    public RateLimit LoginTries { get; }

    /// <summary>Activations by address.</summary>
    public RateLimit ActivationTries { get; }

    /// <summary>Serialises edits of merchants, so that the version that was looked at is the one that is replaced.</summary>
    internal SemaphoreSlim MerchantTurn { get; } = new(1, 1);

    /// <summary>Writes down what somebody did or tried, with how it ended, and hands the outcome on. What the deed changes is in the same write; a refusal, which changes nothing, is written down by itself.</summary>
    /// <exception cref="InvalidOperationException">The deed was done and is not in the audit: whoever wrote it forgot to hand it on.</exception>
    public async Task<Outcome<T>> AuditedAsync<T>(HostCall call, string what, string target, Func<Deed, Task<Outcome<T>>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var deed = new Deed(Audit, new AuditAction(call.Actor, what, Shown(target), "ok", call.Where));
        var outcome = await work(deed);
        if (!deed.IsWritten)
        {
            _ = outcome.Refusal is { } refusal
                ? await deed.CommitAsync(new Foundation.Store.Write(), refusal.Code)
                : throw new InvalidOperationException($"{what} was done without its row in the audit.");
        }

        return outcome;
    }

    // As it was asked for, where the store can keep it.
    private static string Shown(string target) => target.Length <= 100 && Foundation.Store.Write.IsStorable(target) ? target : "?";

    /// <inheritdoc/>
    public void Dispose()
    {
        Telemetry.Dispose();
        Pulse.Dispose();
        MerchantTurn.Dispose();
    }
}
