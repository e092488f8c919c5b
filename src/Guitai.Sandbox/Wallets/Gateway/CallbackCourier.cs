using System.Net.Http.Headers;
using Guitai.Sandbox.Wallets.Books;

namespace Guitai.Sandbox.Wallets.Gateway;

/// <summary>A callback as it goes on the line.</summary>
/// <param name="Headers">Beside the content's type.</param>
/// <param name="Body">The signed bytes.</param>
internal sealed record CallbackMessage(string ContentType, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body);

/// <summary>A wallet's way to tell merchants.</summary>
internal interface ICallbackWriter
{
    /// <summary>The message; null when there is nothing to tell any more.</summary>
    CallbackMessage? Write(PendingCallback callback, long nowMs, bool wrongSignature);

    /// <summary>Whether the merchant's answer means that it knows.</summary>
    bool IsTaken(int status, ReadOnlySpan<byte> body);
}

/// <summary>
/// Brings callbacks to merchants, again and again by the wallet's schedule until they are taken. <see cref="DeliverDueAsync"/> is one round, for a simulator;
/// <see cref="RunAsync"/> goes on for as long as the sandbox runs.
/// </summary>
public sealed class CallbackCourier : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    private readonly WalletBooks _books;
    private readonly WalletFaults _faults;
    private readonly TimeProvider _time;
    private readonly Func<WalletKind, ICallbackWriter> _writers;
    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _round = new(1, 1);
    private TaskCompletionSource _added = New();

    internal CallbackCourier(
        WalletBooks books,
        WalletFaults faults,
        TimeProvider time,
        HttpMessageHandler line,
        Func<WalletKind, ICallbackWriter> writers
    )
    {
        _books = books;
        _faults = faults;
        _time = time;
        _writers = writers;
        _http = new HttpMessageInvoker(line, disposeHandler: false);
        _books.CallbackAdded += Wake;
    }

    /// <summary>When something is due next; null for never.</summary>
    public DateTimeOffset? NextDue => _books.Do(b => b.Callbacks.NextMs) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>How many no merchant has taken yet.</summary>
    public int Pending => _books.Do(b => b.Callbacks.Count);

    /// <summary>Sends once all that is due now.</summary>
    /// <returns>How many messages were sent.</returns>
    public async Task<int> DeliverDueAsync(CancellationToken cancellation = default)
    {
        var sent = 0;
        foreach (var callback in _books.Do(b => b.Callbacks.Due(NowMs)))
        {
            sent += await DeliverAsync(callback, cancellation);
        }

        return sent;
    }

    /// <summary>Sends what is due until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var added = _added;
            await DeliverDueAsync(cancellation);
            var wait = NextDue is { } next ? next - _time.GetUtcNow() : s_longest;
            if (wait > TimeSpan.Zero && !added.Task.IsCompleted)
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                await Task.WhenAny(added.Task, Task.Delay(wait < s_longest ? wait : s_longest, _time, stop.Token));
                await stop.CancelAsync();
            }

            Interlocked.CompareExchange(ref _added, New(), added);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _books.CallbackAdded -= Wake;
        _http.Dispose();
        _round.Dispose();
    }

    /// <summary>Tells at once what became of an order, however early that is.</summary>
    internal async Task DeliverNowAsync(OrderKey key)
    {
        foreach (var callback in _books.Do(b => b.Callbacks.Due(long.MaxValue)).Where(c => c.Key == key))
        {
            await DeliverAsync(callback, CancellationToken.None);
        }
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<int> DeliverAsync(PendingCallback callback, CancellationToken cancellation)
    {
        // One at a time: a round by hand and the running one must not both send what was sent.
        await _round.WaitAsync(cancellation);
        try
        {
            if (_books.Do(b => b.Callbacks.Find(callback.Id)) != callback)
            {
                return 0;
            }

            var rule = _faults.Next(callback.Key.Wallet, WalletOperation.Callback);
            if (rule?.Fault == WalletFault.CallbackNever)
            {
                return Note(callback, taken: true, sent: 0);
            }

            if (rule is { Fault: WalletFault.Slow, DelayMs: > 0 })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(rule.DelayMs), _time, cancellation);
            }

            var writer = _writers(callback.Key.Wallet);
            var times = rule?.Fault == WalletFault.CallbackTenTimes ? 10 : 1;
            var taken = false;
            for (var time = 0; time < times; time++)
            {
                if (writer.Write(callback, NowMs, rule?.Fault == WalletFault.WrongCallbackSignature) is not { } message)
                {
                    return Note(callback, taken: true, sent: time);
                }

                taken |= await SendAsync(writer, callback.Url, message, cancellation);
            }

            return Note(callback, taken, times);
        }
        finally
        {
            _round.Release();
        }
    }

    private int Note(PendingCallback callback, bool taken, int sent)
    {
        _books.Do(b =>
        {
            b.Happen(new CallbackTried(callback.Id, NowMs, taken));
            return 0;
        });
        return sent;
    }

    private async Task<bool> SendAsync(ICallbackWriter writer, string url, CallbackMessage message, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(s_patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(message.Body) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
            foreach (var (name, value) in message.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await _http.SendAsync(request, both.Token);
            return writer.IsTaken((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(both.Token));
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or InvalidOperationException or OperationCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            return false;
        }
    }

    private void Wake() => Volatile.Read(ref _added).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
