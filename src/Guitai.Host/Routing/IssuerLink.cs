using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Guitai.Host.Acceptance;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Routing;

/// <summary>What an issuer link did so far.</summary>
/// <param name="Connected">Addresses with a connection that signed on.</param>
/// <param name="InFlight">Questions without an answer yet.</param>
/// <param name="Asked">Questions that left.</param>
/// <param name="Answered">Answers that somebody waited for.</param>
/// <param name="Late">Answers that nobody waited for any more.</param>
/// <param name="Unanswered">Questions that got no answer in time.</param>
/// <param name="WrongMac">Answers dropped because of their MAC.</param>
/// <param name="LastProblem">Why it last lost a connection; empty while it never did.</param>
public sealed record LinkState(
    IReadOnlyList<string> Connected,
    int InFlight,
    long Asked,
    long Answered,
    long Late,
    long Unanswered,
    long WrongMac,
    string LastProblem
);

/// <summary>
/// The way to one issuer: keeps a connection to each of its addresses, signs on, gets working keys, matches answers to questions by field 11, gives up those that wait too long. Questions go to the
/// first address that is signed on.
/// </summary>
public sealed class IssuerLink : IAsyncDisposable
{
    private static readonly TimeSpan s_drainLook = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<int, Waiting> _waiting = new();
    private readonly LinkConnection[] _connections;
    private readonly IKeyStore _keys;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Func<string, byte[], byte[]> _openCard;
    private readonly StanSource _stans;
    private int _asking;
    private volatile bool _isRetired;
    private long _asked;
    private long _answered;
    private long _late;
    private long _unanswered;
    private long _wrongMac;

    /// <param name="issuer">The issuer.</param>
    /// <param name="access">Certificates and how a connection is made.</param>
    /// <param name="keys">Verifies and makes MACs.</param>
    /// <param name="custody">Takes the working keys.</param>
    /// <param name="openCard">Opens a card's seal: issuer and seal in, number and expiry out.</param>
    /// <param name="time">Measures waiting.</param>
    /// <param name="before">The link that this one takes the place of: its numbers go on.</param>
    public IssuerLink(
        Issuer issuer,
        LinkAccess access,
        IKeyStore keys,
        IKeyCustody custody,
        Func<string, byte[], byte[]> openCard,
        TimeProvider time,
        IssuerLink? before = null
    )
    {
        Issuer = issuer;
        _keys = keys;
        _time = time;
        _openCard = openCard;
        _stans = before?._stans ?? new StanSource((int)(time.GetUtcNow().ToUnixTimeMilliseconds() / 100 % 1_000_000));
        var exchange = new KeyExchange(issuer, keys, custody);
        _connections = [.. issuer.Addresses.Select(a => new LinkConnection(issuer, a, access, exchange, this, time))];
        _timer = time.CreateTimer(_ => GiveUpLate(), null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
    }

    /// <summary>The issuer.</summary>
    public Issuer Issuer { get; }

    /// <summary>True when a question can leave now.</summary>
    public bool IsReady => Ready() is not null;

    /// <summary>Figures for people.</summary>
    public LinkState State =>
        new(
            [.. _connections.Where(c => c.IsReady).Select(c => c.Address)],
            _waiting.Count,
            Volatile.Read(ref _asked),
            Volatile.Read(ref _answered),
            Volatile.Read(ref _late),
            Volatile.Read(ref _unanswered),
            Volatile.Read(ref _wrongMac),
            _connections.Select(c => c.LastProblem).FirstOrDefault(p => p.Length > 0) ?? ""
        );

    /// <summary>Begins to connect.</summary>
    public void Start()
    {
        foreach (var connection in _connections)
        {
            connection.Start();
        }
    }

    /// <summary>The next field 11 and field 7. A number that still waits is passed over.</summary>
    public (int Stan, string SentAt) Number()
    {
        int stan;
        do
        {
            stan = _stans.Next();
        } while (_waiting.ContainsKey(stan));

        return (stan, HostClock.Transmission(_time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    /// <summary>Asks, see <see cref="IIssuerPort.AskAsync"/>.</summary>
    public Task<IssuerReply> AskAsync(IssuerQuestion question, TerminalRequest? secrets)
    {
        Interlocked.Increment(ref _asking);
        try
        {
            return !_isRetired && Ready() is { } connection ? AskOver(connection, question, secrets) : Task.FromResult(IssuerReply.NotSent);
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    /// <summary>Takes no question any more; ends when those that are out have their answers, or have waited as long as any.</summary>
    public async Task RetireAsync(CancellationToken cancellation)
    {
        _isRetired = true;
        Interlocked.MemoryBarrier();
        while (Volatile.Read(ref _asking) > 0 || !_waiting.IsEmpty)
        {
            await Task.Delay(s_drainLook, _time, cancellation);
        }
    }

    private Task<IssuerReply> AskOver(LinkConnection connection, IssuerQuestion question, TerminalRequest? secrets)
    {
        var buffer = new byte[IssuerMessages.Longest];
        byte[] card = [];
        try
        {
            card = secrets is null && question.Intent.CardSeal is { } seal ? _openCard(question.Intent.Key.Terminal, seal) : [];
            var (length, refusal) = IssuerMessages.Write(buffer, question, secrets, card, _keys);
            if (length == 0)
            {
                return Task.FromResult(new IssuerReply(ReplyKind.Answered, refusal));
            }

            var message = buffer.AsSpan(0, length);
            var waiting = new Waiting(connection, _time.GetTimestamp(), Issuer.AnswerMs, Log(message));
            if (!_waiting.TryAdd(question.Stan, waiting))
            {
                return Task.FromResult(IssuerReply.NotSent);
            }

            if (!connection.Send(message))
            {
                _waiting.TryRemove(question.Stan, out _);
                return Task.FromResult(IssuerReply.NotSent);
            }

            Interlocked.Increment(ref _asked);
            return waiting.Reply.Task;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            CryptographicOperations.ZeroMemory(card);
        }
    }

    /// <summary>Takes a message that arrived; called by the connections.</summary>
    internal void Arrived(ReadOnlySpan<byte> message)
    {
        if (!IssuerMessages.TryRead(message, out var view, out var stan))
        {
            return;
        }

        if (!IssuerMessages.IsAuthentic(view, message, IssuerMessages.Keys(Issuer.Name).Mac, _keys))
        {
            Interlocked.Increment(ref _wrongMac);
            return;
        }

        if (!_waiting.TryRemove(stan, out var waiting))
        {
            Interlocked.Increment(ref _late);
            return;
        }

        Interlocked.Increment(ref _answered);
        Operations.HostTelemetry.Answered(Issuer.Name, _time.GetElapsedTime(waiting.Since));
        var answer = Operations.MessageLog.Blank(view, message);
        waiting.Reply.TrySetResult(IssuerMessages.Reply(view, Operations.MessageLog.Join(('q', waiting.Question), ('a', answer))));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        foreach (var (_, waiting) in _waiting)
        {
            waiting.Reply.TrySetResult(waiting.Unanswered);
        }
    }

    /// <summary>A connection ended: what left over it will not be answered any more.</summary>
    internal void Lost(LinkConnection connection) => GiveUp(w => w.Connection == connection);

    private static byte[] Log(ReadOnlySpan<byte> message) =>
        Iso8583.Dialects.Ascii87.Read(message, out var view).IsNone ? Operations.MessageLog.Blank(view, message) : [];

    private LinkConnection? Ready()
    {
        foreach (var connection in _connections)
        {
            if (connection.IsReady)
            {
                return connection;
            }
        }

        return null;
    }

    private void GiveUpLate() => GiveUp(w => _time.GetElapsedTime(w.Since).TotalMilliseconds >= w.AnswerMs);

    private void GiveUp(Func<Waiting, bool> condition)
    {
        foreach (var (stan, waiting) in _waiting)
        {
            if (condition(waiting) && _waiting.TryRemove(stan, out _))
            {
                Interlocked.Increment(ref _unanswered);
                waiting.Reply.TrySetResult(waiting.Unanswered);
            }
        }
    }

    private sealed record Waiting(LinkConnection Connection, long Since, int AnswerMs, byte[] Question)
    {
        public TaskCompletionSource<IssuerReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IssuerReply Unanswered => new(ReplyKind.NoAnswer, Messages: Operations.MessageLog.Join(('q', Question)));
    }
}

/// <summary>Numbers for field 11: of one issuer, whichever link sends them.</summary>
internal sealed class StanSource(int start)
{
    private int _last = start;

    /// <summary>The next one, 1 to 999999, round and round.</summary>
    public int Next() => (int)((uint)Interlocked.Increment(ref _last) % 999_999) + 1;
}

/// <summary>Gets working keys for an issuer, one exchange at a time.</summary>
internal sealed class KeyExchange(Issuer issuer, IKeyStore keys, IKeyCustody custody)
{
    private const int Addresses = 2;

    /// <summary>Takes the keys out of field 48 of the answer.</summary>
    /// <returns>Empty, or why they cannot be used.</returns>
    public async Task<string> TakeAsync(string field48)
    {
        if (field48.Length < 76)
        {
            return "field 48 is too short";
        }

        var (zone, pin, mac) = IssuerMessages.Keys(issuer.Name);
        foreach (var (name, use, at) in new[] { (pin, PaymentCrypto.KeyUse.PinEncryption, 0), (mac, PaymentCrypto.KeyUse.RetailMac, 38) })
        {
            try
            {
                var encrypted = Convert.FromHexString(field48.AsSpan(at, 32));
                var check = Convert.FromHexString(field48.AsSpan(at + 32, 6));
                var load = await custody.ReceiveAsync(name, use, zone, encrypted, check);
                if (load.Answer != KeyAnswer.Ok)
                {
                    return $"{name}: {load.Answer}";
                }
            }
            catch (FormatException)
            {
                return "field 48 is not hexadecimal";
            }

            await RetireOldAsync(name);
        }

        return "";
    }

    // What is in flight may still come under the keys before these, of which each address may have got its own; older ones have no use any more.
    private async Task RetireOldAsync(KeyName name)
    {
        foreach (
            var old in keys.List().Where(k => k.Name == name && k.State == KeyState.Overlapping).OrderBy(k => k.Version).SkipLast(Addresses)
        )
        {
            await custody.RetireAsync(name, old.Version, $"issuer.{issuer.Name}");
        }
    }
}
