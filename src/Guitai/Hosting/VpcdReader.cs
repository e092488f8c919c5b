using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Guitai.Emv.Transport;
using Guitai.Foundation;

namespace Guitai.Hosting;

/// <summary>
/// A reader on loopback for virtual cards that speak vsmartcard's vpcd protocol, as the sandbox's do: a connection is a card, its end is the card's leaving. For a demo or training on a machine without a card reader
/// service; real readers are <see cref="PcscReader"/>s.
/// </summary>
internal sealed class VpcdReader : ICardReader
{
    private const byte PowerOffOrder = 0;
    private const byte PowerOnOrder = 1;
    private const byte AtrOrder = 4;
    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener;
    private readonly TimeProvider _time;
    private readonly Channel<Socket> _arrived = Channel.CreateUnbounded<Socket>();
    private readonly CancellationTokenSource _stop = new();
    private Socket? _card;

    private VpcdReader(TcpListener listener, CardInterface way, TimeProvider time)
    {
        (_listener, Interface, _time) = (listener, way, time);
        _ = AcceptAsync();
    }

    /// <inheritdoc/>
    public string Name => Interface == CardInterface.Contactless ? "Virtual field" : "Virtual slot";

    /// <inheritdoc/>
    public CardInterface Interface { get; }

    /// <summary>Listens for cards.</summary>
    /// <param name="port">On loopback.</param>
    /// <param name="way">How cards and this reader touch.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Failure">The port is taken.</exception>
    public static VpcdReader Listen(int port, CardInterface way, TimeProvider time)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            listener.Dispose();
            var number = port.ToString(CultureInfo.InvariantCulture);
            throw new Failure($"Port {number} for virtual cards is taken.", $"虚拟卡端口 {number} 已被占用。");
        }

        return new VpcdReader(listener, way, time);
    }

    /// <inheritdoc/>
    public async ValueTask<CardArrival> WaitForCardAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation, _stop.Token);
        while (true)
        {
            try
            {
                var card = _card ??= await _arrived.Reader.ReadAsync(either.Token);
                var link = new Link(this, card);
                if (await link.AskAsync([AtrOrder], either.Token) is not { } atr)
                {
                    // It left before anybody looked.
                    Drop();
                }
                else if (atr.Length < 2)
                {
                    return new CardArrival(null, Interface == CardInterface.Contactless ? CardTrouble.Collision : CardTrouble.Mute);
                }
                else
                {
                    link.Atr = atr;
                    await link.TellAsync([PowerOnOrder], either.Token);
                    return new CardArrival(link, CardTrouble.None);
                }
            }
            catch (OperationCanceledException)
            {
                return new CardArrival(null, limit.IsCancellationRequested ? CardTrouble.NoCard : CardTrouble.Cancelled);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitForRemovalAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (_card is not { } card)
        {
            return true;
        }

        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation, _stop.Token);
        try
        {
            // A card says nothing unasked: what ends this wait is its leaving.
            await card.ReceiveAsync(new byte[1], SocketFlags.Peek, either.Token);
        }
        catch (SocketException)
        {
            // Gone as well.
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        Drop();
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Drop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var card = await _listener.AcceptSocketAsync(_stop.Token);
                card.NoDelay = true;
                _arrived.Writer.TryWrite(card);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Closed.
        }
    }

    private void Drop()
    {
        _card?.Dispose();
        _card = null;
    }

    private sealed class Link(VpcdReader reader, Socket card) : ICardLink
    {
        private bool _isOver;

        public ReadOnlyMemory<byte> Atr { get; set; }

        public CardInterface Interface => reader.Interface;

        // Without TD1 a card speaks T=0 (ISO/IEC 7816-3, 8.2.3).
        public bool IsBytewise => Atr.Length < 2 || (Atr.Span[1] & 0x80) == 0;

        public async ValueTask<CardReply> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
        {
            using var limit = new CancellationTokenSource(s_longestAnswer, reader._time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            try
            {
                if (!_isOver && await AskAsync(command.ToArray(), either.Token) is { } answer)
                {
                    return answer.Length < 2 ? new CardReply(default, CardTrouble.Mute) : new CardReply(answer, CardTrouble.None);
                }

                _isOver = true;
                return new CardReply(default, CardTrouble.CardGone);
            }
            catch (OperationCanceledException)
            {
                // Half of an answer may still come: nothing more can be asked here.
                _isOver = true;
                reader.Drop();
                return new CardReply(default, cancellation.IsCancellationRequested ? CardTrouble.Cancelled : CardTrouble.Silent);
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (!_isOver)
            {
                _isOver = true;
                await TellAsync([PowerOffOrder], CancellationToken.None);
            }
        }

        /// <summary>Sends an order that is not answered.</summary>
        public async Task TellAsync(byte[] order, CancellationToken cancellation)
        {
            var message = new byte[2 + order.Length];
            BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)order.Length);
            order.CopyTo(message, 2);
            try
            {
                await card.SendAsync(message, cancellation);
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // It has left; whoever listens finds out.
            }
        }

        /// <summary>Asks, and waits for the answer; null when the card has left.</summary>
        public async Task<byte[]?> AskAsync(byte[] order, CancellationToken cancellation)
        {
            await TellAsync(order, cancellation);
            var head = new byte[2];
            if (!await FillAsync(head, cancellation))
            {
                return null;
            }

            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
            return await FillAsync(answer, cancellation) ? answer : null;
        }

        private async Task<bool> FillAsync(Memory<byte> bytes, CancellationToken cancellation)
        {
            try
            {
                for (var have = 0; have < bytes.Length; )
                {
                    var read = await card.ReceiveAsync(bytes[have..], cancellation);
                    if (read == 0)
                    {
                        return false;
                    }

                    have += read;
                }

                return true;
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }
}
