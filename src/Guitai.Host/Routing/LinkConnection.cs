using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Guitai.Foundation.Certificates;
using Guitai.Iso8583.Framing;

namespace Guitai.Host.Routing;

/// <summary>How the host gets to its issuers.</summary>
/// <param name="Client">The certificate that the host shows; null for none.</param>
public sealed record LinkAccess(X509Certificate2? Client);

/// <summary>One connection to an issuer: made, signed on, watched, made again.</summary>
internal sealed class LinkConnection : IAsyncDisposable
{
    private static readonly FrameFormat s_frames = new(FrameLength.Text4, LongestFrame: IssuerMessages.Longest, EmptyIsKeepAlive: true);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Issuer _issuer;
    private readonly LinkAccess _access;
    private readonly KeyExchange _exchange;
    private readonly IssuerLink _link;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _wake = new(0);
    private ArrayBufferWriter<byte> _outgoing = new(64 * 1024);
    private ArrayBufferWriter<byte> _leaving = new(64 * 1024);
    private TaskCompletionSource<string>? _network;
    private int _networkStan;
    private long _heardAt;
    private Task? _running;
    private volatile bool _ready;

    public LinkConnection(Issuer issuer, string address, LinkAccess access, KeyExchange exchange, IssuerLink link, TimeProvider time)
    {
        (_issuer, Address, _access, _exchange, _link, _time) = (issuer, address, access, exchange, link, time);
    }

    public string Address { get; }

    public bool IsReady => _ready;

    public string LastProblem { get; private set; } = "";

    public void Start() => _running = RunAsync();

    /// <summary>Puts a message on its way; false when the connection is not signed on.</summary>
    public bool Send(ReadOnlySpan<byte> message)
    {
        lock (_lock)
        {
            if (!_ready)
            {
                return false;
            }

            Append(message);
        }

        _wake.Release();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_running is not null)
        {
            await _running;
        }

        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = s_firstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ConverseAsync(() => pause = s_firstPause);
            }
            catch (Exception fault)
            {
                // Whatever ended it, a link that stops trying would be an outage until somebody notices.
                LastProblem = fault is OperationCanceledException or TimeoutException ? "the issuer fell silent" : fault.Message;
            }

            _ready = false;
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await Task.Delay(pause, _time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }

    private async Task ConverseAsync(Action signedOn)
    {
        var (host, port) = IssuerAddress.TryParse(Address, out var at) ? at : throw new LinkFault($"{Address} is not host:port");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using (var connecting = CancellationTokenSource.CreateLinkedTokenSource(ending.Token))
        {
            connecting.CancelAfter(TimeSpan.FromSeconds(10));
            await socket.ConnectAsync(host, port, connecting.Token);
        }

        using var authority = X509Certificate2.CreateFromPem(_issuer.AuthorityPem);
        await using var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificates = _access.Client is null ? null : [_access.Client],
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate is X509Certificate2 shown && CertificateAuthority.TrustsServer(authority, shown, _time.GetUtcNow()),
            },
            ending.Token
        );
        _heardAt = _time.GetTimestamp();
        lock (_lock)
        {
            _outgoing.Clear();
            _leaving.Clear();
        }

        var reading = ReadAsync(PipeReader.Create(tls), ending);
        var writing = WriteAsync(tls, ending);
        var talking = SignOnAndWatchAsync(signedOn, ending);
        try
        {
            await await Task.WhenAny(reading, writing, talking);
        }
        finally
        {
            _ready = false;
            await ending.CancelAsync();
            _network?.TrySetException(new LinkFault("the connection ended"));
            foreach (var part in (Task[])[reading, writing, talking])
            {
                await part.ContinueWith(_ => { }, TaskScheduler.Default);
            }

            _link.Lost(this);
        }
    }

    private async Task SignOnAndWatchAsync(Action signedOn, CancellationTokenSource ending)
    {
        await ExpectAsync(001, ending.Token);
        var keys = await ExpectAsync(101, ending.Token);
        var refused = await _exchange.TakeAsync(keys);
        if (refused.Length > 0)
        {
            throw new LinkFault($"the working keys cannot be used: {refused}");
        }

        lock (_lock)
        {
            _ready = true;
        }

        signedOn();
        var echo = TimeSpan.FromMilliseconds(_issuer.EchoMs);
        while (true)
        {
            await Task.Delay(echo, _time, ending.Token);
            if (_time.GetElapsedTime(Volatile.Read(ref _heardAt)) >= echo)
            {
                await ExpectAsync(301, ending.Token);
            }
        }
    }

    // Sends a network message and waits for its approval; the answer's field 48.
    private async Task<string> ExpectAsync(int code, CancellationToken cancellation)
    {
        var (stan, sentAt) = _link.Number();
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new byte[256];
        var length = IssuerMessages.WriteNetwork(message, code, stan, sentAt, _issuer.Acquirer);
        lock (_lock)
        {
            _network = answer;
            _networkStan = stan;
            Append(message.AsSpan(0, length));
        }

        _wake.Release();
        return await answer.Task.WaitAsync(TimeSpan.FromMilliseconds(_issuer.AnswerMs), _time, cancellation);
    }

    private async Task ReadAsync(PipeReader pipe, CancellationTokenSource ending)
    {
        var frames = new FrameReader(pipe, s_frames);
        while (true)
        {
            var frame = await frames.ReadAsync(ending.Token);
            if (!frame.IsComplete)
            {
                throw new LinkFault(frame.Status == FrameStatus.End ? "the issuer closed the connection" : $"not a frame: {frame.Status}");
            }

            Volatile.Write(ref _heardAt, _time.GetTimestamp());
            if (!IsNetwork(frame.Message.Span))
            {
                _link.Arrived(frame.Message.Span);
            }
        }
    }

    // An 0810 belongs to this connection; everything else to the link.
    private bool IsNetwork(ReadOnlySpan<byte> message)
    {
        if (!message.StartsWith("0810"u8))
        {
            return false;
        }

        if (IssuerMessages.TryRead(message, out var view, out var stan) && stan == _networkStan && _network is { } waiting)
        {
            var code = IssuerMessages.Text(view, 39);
            _ =
                code == "00"
                    ? waiting.TrySetResult(IssuerMessages.Text(view, 48))
                    : waiting.TrySetException(new LinkFault($"the issuer refused with {code}"));
        }

        return true;
    }

    private async Task WriteAsync(SslStream tls, CancellationTokenSource ending)
    {
        while (true)
        {
            await _wake.WaitAsync(ending.Token);
            lock (_lock)
            {
                (_outgoing, _leaving) = (_leaving, _outgoing);
            }

            if (_leaving.WrittenCount > 0)
            {
                await tls.WriteAsync(_leaving.WrittenMemory, ending.Token);
                _leaving.Clear();
            }
        }
    }

    private void Append(ReadOnlySpan<byte> message)
    {
        var head = _outgoing.GetSpan(s_frames.Overhead + message.Length);
        if (!s_frames.WriteHead(head, default, default, message.Length))
        {
            throw new InvalidOperationException("A message longer than a frame.");
        }

        message.CopyTo(head[s_frames.Overhead..]);
        _outgoing.Advance(s_frames.Overhead + message.Length);
    }
}

/// <summary>Why a connection to an issuer was given up.</summary>
internal sealed class LinkFault : Exception
{
    public LinkFault() { }

    public LinkFault(string message)
        : base(message) { }

    public LinkFault(string message, Exception innerException)
        : base(message, innerException) { }
}
