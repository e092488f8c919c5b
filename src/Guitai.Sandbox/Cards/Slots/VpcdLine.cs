using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Guitai.Sandbox.Cards.Slots;

/// <summary>
/// Joins a slot to a virtual reader of the operating system (vsmartcard's vpcd), so that programs see the card through the real PC/SC service. The reader listens;
/// a connection is a card in it: it is made when a card comes, and ends when it goes.
/// </summary>
public sealed class VpcdLine : IAsyncDisposable
{
    /// <summary>The port of vpcd's first reader; its second one listens on the next.</summary>
    public const int UsualPort = 35_963;

    private const int PowerOffOrder = 0;
    private const int PowerOnOrder = 1;
    private const int ResetOrder = 2;
    private const int AtrOrder = 4;

    // The service looks every 400 ms whether the card is there: a card that came back sooner would be the old one to it.
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(500);

    private readonly CardSlot _slot;
    private readonly EndPoint _reader;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly Task _running;
    private volatile bool _isConnected;

    /// <summary>Begins to follow a slot.</summary>
    public VpcdLine(CardSlot slot, EndPoint reader, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(slot);
        _slot = slot;
        _reader = reader;
        _time = time;
        slot.Changed += Wake;
        _running = FollowAsync();
    }

    /// <summary>True while the reader has the card.</summary>
    public bool IsConnected => _isConnected;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _slot.Changed -= Wake;
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private void Wake() => _changed.Release();

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                if (_slot.Card is not null)
                {
                    await PlayAsync();
                    await Task.Delay(s_again, _time, _stop.Token);
                }
                else
                {
                    await _changed.WaitAsync(_stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Switched off.
        }
    }

    // One card, from its coming to its going; or until the reader is gone.
    private async Task PlayAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leaving = LeaveAsync(gone.Task, ended);
        void Look()
        {
            if (_slot.Card is null)
            {
                gone.TrySetResult();
            }
        }

        _slot.Changed += Look;
        try
        {
            Look();
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(_reader, ended.Token);
            _isConnected = true;
            while (await ReadAsync(socket, ended.Token) is { } order)
            {
                if (Answer(order) is { } answer)
                {
                    await WriteAsync(socket, answer, ended.Token);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or InvalidDataException)
        {
            // No reader, no card any more, or what came was no order.
        }
        finally
        {
            _slot.Changed -= Look;
            _isConnected = false;
            gone.TrySetResult();
            await leaving;
        }
    }

    // Off the thread of whoever takes the card.
    private static async Task LeaveAsync(Task gone, CancellationTokenSource ended)
    {
        await gone;
        await ended.CancelAsync();
    }

    private byte[]? Answer(byte[] order)
    {
        switch (order)
        {
            case [AtrOrder]:
                // To vpcd an answer of no bytes is no card: what is there and stays mute answers a byte that begins no ATR.
                return _slot.Atr is { Length: > 0 } atr ? atr : [0x00];
            case [PowerOffOrder]:
                _slot.PowerOff();
                return null;
            case [PowerOnOrder or ResetOrder]:
                _slot.Power(out _);
                return null;
            case [_]:
                return null;
            default:
                return _slot.Transmit(order) ?? throw new OperationCanceledException();
        }
    }

    private static async Task<byte[]?> ReadAsync(Socket socket, CancellationToken cancellation)
    {
        var head = new byte[2];
        if (!await FillAsync(socket, head, cancellation))
        {
            return null;
        }

        var order = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        return await FillAsync(socket, order, cancellation) ? order : null;
    }

    private static async Task<bool> FillAsync(Socket socket, byte[] bytes, CancellationToken cancellation)
    {
        for (var have = 0; have < bytes.Length; )
        {
            Acknowledge(socket);
            var read = await socket.ReceiveAsync(bytes.AsMemory(have), cancellation);
            if (read == 0)
            {
                return false;
            }

            have += read;
        }

        return true;
    }

    // The reader sends length and command apart and waits for the first one's acknowledgement: a late one would cost 40 ms a command.
    private static void Acknowledge(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            const int Tcp = 6;
            const int QuickAcknowledgement = 12;
            socket.SetRawSocketOption(Tcp, QuickAcknowledgement, [1, 0, 0, 0]);
        }
    }

    private static async Task WriteAsync(Socket socket, byte[] answer, CancellationToken cancellation)
    {
        var message = new byte[2 + answer.Length];
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)answer.Length);
        answer.CopyTo(message, 2);
        await socket.SendAsync(message, cancellation);
    }
}
