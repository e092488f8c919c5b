using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Guitai.Iso8583;
using Guitai.Iso8583.Framing;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.Terminal.HostLink;
using Guitai.Terminal.Keys;

namespace Guitai.Terminal.Tests;

/// <summary>A host that signs everybody in and approves everything, and keeps the PIN blocks that came.</summary>
internal sealed class OneHost : IHostDialler, IHostConnection
{
    private readonly Channel<byte[]> _answers = Channel.CreateUnbounded<byte[]>();

    /// <summary>Field 52 of each question that had one.</summary>
    public List<byte[]> PinBlocks { get; } = [];

    /// <summary>Types of messages, in order.</summary>
    public List<int> Heard { get; } = [];

    /// <summary>Each message in order, fields as people read them: 0200 with 22, 23, 35, 39, 55, 60, 61.</summary>
    public List<HeardMessage> Messages { get; } = [];

    /// <summary>What it answers to a message's type; 00 when it is not here, nothing for empty.</summary>
    public Dictionary<int, string> Codes { get; } = [];

    /// <summary>Field 55 of its answer to a question.</summary>
    public byte[] ToChip { get; set; } = [];

    /// <summary>Its parameters for chips: what a question's 60.3 and 62 are answered with; none when it has none.</summary>
    public Func<int, byte[], byte[]>? Chips { get; set; }

    /// <summary>False: it cannot be reached.</summary>
    public bool IsThere { get; set; } = true;

    /// <summary>What may be approved at the terminal: each, all together, how many.</summary>
    public (long Each, long Sum, int Count) Offline { get; set; }

    public Task<IHostConnection> DialAsync(string address, CancellationToken cancellation) =>
        IsThere ? Task.FromResult<IHostConnection>(this) : throw new IOException("The host was not reached.");

    public ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        var message = frame.Span[FrameFormat.UnionPay.Overhead..];
        Assert.True(Dialects.UnionPay.Read(message, out var asked).IsNone);
        lock (Heard)
        {
            Heard.Add(asked.Type.Value);
            Messages.Add(HeardMessage.Of(asked));
            if (asked.Has(52))
            {
                var block = new byte[8];
                asked.CopyBytes(52, block);
                PinBlocks.Add(block);
            }
        }

        if (!IsThere)
        {
            throw new IOException("The host has gone.");
        }

        if (Codes.GetValueOrDefault(asked.Type.Value) is "")
        {
            return ValueTask.CompletedTask;
        }

        var network = HeardMessage.Of(asked).Network;
        var buffer = new byte[1024];
        var writer = new MessageWriter(Dialects.UnionPay, buffer, new Mti(asked.Type.Value + 10));
        asked.TryNumber(11, out var trace);
        writer.Number(11, trace);
        writer.Number(12, 101500);
        writer.Number(13, 1121);
        writer.Text(37, "632512345678"u8);
        writer.Text(38, "A12345"u8);
        writer.Text(39, Encoding.ASCII.GetBytes(Codes.GetValueOrDefault(asked.Type.Value, "00")));
        var isSignIn = asked.Type.Value == 800 && network == 3;
        if (isSignIn)
        {
            var ends = DateTimeOffset.UtcNow.AddHours(5).ToUnixTimeSeconds();
            writer.Text(
                48,
                Encoding.ASCII.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"01{Offline.Each:D12}{Offline.Sum:D12}{Offline.Count:D3}{0:D6}{ends:D10}{(Chips is null ? 0 : 7):D10}"
                    )
                )
            );
        }

        if (asked.Type.Value is 200 or 100 && ToChip.Length > 0)
        {
            writer.Binary(55, ToChip);
        }

        writer.Text(60, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"00000001{Math.Max(network, 0):D3}")));
        if (isSignIn)
        {
            writer.Binary(62, FakeKeys.SignInField);
        }
        else
        {
            if (network is >= 370 and <= 382)
            {
                writer.Binary(62, Chips!(network, HeardMessage.Of(asked).Data));
            }

            writer.Binary(64, new byte[8]);
        }

        Assert.True(writer.Finish(out var length).IsNone);
        _answers.Writer.TryWrite(buffer[..length]);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation) =>
        await _answers.Reader.ReadAsync(cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What the host heard, for tests to look at.</summary>
internal sealed record HeardMessage(
    int Mti,
    int Trace,
    int Entry,
    long Sequence,
    string Track2,
    string Reason,
    int Network,
    string Original
)
{
    public byte[] Chip { get; init; } = [];

    public byte[] Data { get; init; } = [];

    public static HeardMessage Of(in MessageView view)
    {
        var numbers = Text(view, 60);
        return new HeardMessage(
            view.Type.Value,
            (int)Number(view, 11),
            (int)Number(view, 22),
            Number(view, 23),
            Text(view, 35),
            Text(view, 39),
            numbers.Length >= 11 ? int.Parse(numbers.AsSpan(8, 3), CultureInfo.InvariantCulture) : -1,
            Text(view, 61)
        )
        {
            Chip = Bytes(view, 55),
            Data = Bytes(view, 62),
        };
    }

    private static long Number(in MessageView view, int field) => view.TryNumber(field, out var number) ? number : -1;

    private static string Text(in MessageView view, int field)
    {
        var text = new byte[600];
        return view.Has(field) ? Encoding.ASCII.GetString(text.AsSpan(0, view.CopyText(field, text))) : "";
    }

    private static byte[] Bytes(in MessageView view, int field)
    {
        var bytes = new byte[view.Has(field) ? view.Length(field) : 0];
        if (bytes.Length > 0)
        {
            view.CopyBytes(field, bytes);
        }

        return bytes;
    }
}

/// <summary>Keys that take everything for right.</summary>
internal sealed class FakeKeys : ITerminalKeys
{
    /// <summary>Field 62 of a sign-in: forty bytes that count up.</summary>
    public static byte[] SignInField { get; } = [.. Enumerable.Range(1, 40).Select(i => (byte)i)];

    public bool Mac(ReadOnlySpan<byte> message, Span<byte> mac) => true;

    public bool IsRight(ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac) => true;

    public bool EncryptPin(scoped ref ClearPin pin, scoped ReadOnlySpan<char> number, scoped Span<byte> block) => true;

    public Task<bool> TakeAsync(ReadOnlyMemory<byte> field) => Task.FromResult(true);

    public void Hash(ReadOnlySpan<char> number, Span<byte> hash) => hash.Fill(1);

    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context) => plain.ToArray();

    public byte[]? Open(ReadOnlySpan<byte> seal, ReadOnlySpan<byte> context) => seal.ToArray();
}
