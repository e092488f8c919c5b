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

    public Task<IHostConnection> DialAsync(string address, CancellationToken cancellation) => Task.FromResult<IHostConnection>(this);

    public ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        var message = frame.Span[FrameFormat.UnionPay.Overhead..];
        Assert.True(Dialects.UnionPay.Read(message, out var asked).IsNone);
        lock (Heard)
        {
            Heard.Add(asked.Type.Value);
            if (asked.Has(52))
            {
                var block = new byte[8];
                asked.CopyBytes(52, block);
                PinBlocks.Add(block);
            }
        }

        var buffer = new byte[512];
        var writer = new MessageWriter(Dialects.UnionPay, buffer, new Mti(asked.Type.Value + 10));
        asked.TryNumber(11, out var trace);
        writer.Number(11, trace);
        writer.Number(12, 101500);
        writer.Number(13, 1121);
        writer.Text(37, "632512345678"u8);
        writer.Text(38, "A12345"u8);
        writer.Text(39, "00"u8);
        var isSignIn = asked.Type.Value == 800;
        if (isSignIn)
        {
            var ends = DateTimeOffset.UtcNow.AddHours(5).ToUnixTimeSeconds();
            writer.Text(
                48,
                Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"01{0:D12}{0:D12}{0:D3}{0:D6}{ends:D10}"))
            );
        }

        writer.Text(60, "00000001003"u8);
        if (isSignIn)
        {
            writer.Binary(62, FakeKeys.SignInField);
        }
        else
        {
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
