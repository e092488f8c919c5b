using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Guitai.Iso8583;
using Guitai.Iso8583.Framing;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.Bench.Host;

/// <summary>What a terminal asks, field by field; what is null is left out.</summary>
internal sealed record TerminalQuestion(int Mti, int Type)
{
    public int? Processing { get; init; }
    public long? Amount { get; init; }
    public int? Condition { get; init; }
    public string? Pan { get; init; }
    public string? Track2 { get; init; }
    public int? Expiry { get; init; }
    public int? Entry { get; init; }
    public int? CardSequence { get; init; }
    public string? Pin { get; init; }
    public string? Cvv2 { get; init; }
    public byte[]? Icc { get; init; }

    /// <summary>Field 62, whole.</summary>
    public byte[]? Data { get; init; }
    public string? Rrn { get; init; }

    /// <summary>Field 59, whole.</summary>
    public string? Wallet { get; init; }
    public string? Authorisation { get; init; }
    public string? Reason { get; init; }
    public string? Totals { get; init; }
    public string? Original { get; init; }
    public int? Network { get; init; }
    public int? Trace { get; init; }
    public int? Batch { get; init; }
    public bool WithoutMac { get; init; }
}

/// <summary>What the host answered.</summary>
internal sealed record TerminalReply(
    int Mti,
    string Code,
    string Rrn,
    string Authorisation,
    int Batch,
    string Totals,
    string Balance,
    byte[] Icc,
    byte[] Data,
    bool MacRight,
    string Wallet = ""
);

/// <summary>A terminal in memory: speaks docs/protocols/terminal.md over a connection that is given, keeps its numbers and keys, checks the host's MACs.</summary>
internal sealed class VirtualTerminal(string number, string merchant, byte[] masterKey, PipeReader input, PipeWriter output) : IDisposable
{
    private static readonly byte[] s_header = Convert.FromHexString("603100310000");
    private readonly FrameReader _frames = new(input, FrameFormat.UnionPay);
    private readonly byte[] _buffer = new byte[2048];
    private readonly byte[] _text = new byte[600];
    private UnionPayMacKey? _mac;
    private PinKey? _pin;

    public string Number => number;

    public int Trace { get; set; }

    public int Batch { get; set; } = 1;

    public string Merchant { get; set; } = merchant;

    /// <summary>The bytes of the last message that left, frame and all.</summary>
    public byte[] LastSent { get; private set; } = [];

    /// <summary>True when the bytes sent are to be kept.</summary>
    public bool KeepsBytes { get; init; }

    public void Dispose()
    {
        _mac?.Dispose();
        _pin?.Dispose();
    }

    /// <summary>Signs in and takes the keys; the code.</summary>
    public async Task<string> SignInAsync(int network = 3)
    {
        var reply = await AskAsync(new TerminalQuestion(800, 0) { Network = network, WithoutMac = true });
        if (reply is not { Code: "00" })
        {
            return reply?.Code ?? "";
        }

        using var master = DataKey.FromClear(KeyAlgorithm.Tdes, masterKey);
        var (pin, mac) = (new byte[16], new byte[16]);
        master.DecryptEcb(reply.Data.AsSpan(0, 16), pin);
        master.DecryptEcb(reply.Data.AsSpan(20, 16), mac);
        Dispose();
        _pin = PinKey.FromClear(KeyAlgorithm.Tdes, pin);
        // The second half of the field is zeros in clear behind a key of eight bytes: only the first block is the key.
        _mac = UnionPayMacKey.FromClear(KeyAlgorithm.Tdes, mac.AsSpan(0, 8));
        Batch = reply.Batch;
        return reply.Code;
    }

    /// <summary>Asks and waits; null when the host closes the connection.</summary>
    public async Task<TerminalReply?> AskAsync(TerminalQuestion question)
    {
        await SendAsync(question);
        return await ReceiveAsync();
    }

    /// <summary>Sends without waiting.</summary>
    public async Task SendAsync(TerminalQuestion question)
    {
        var length = Write(question);
        await SendAsync(_buffer.AsMemory(0, length));
    }

    /// <summary>The frame of a question that is not sent.</summary>
    public byte[] Bytes(TerminalQuestion question) => _buffer[..Write(question)];

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (KeepsBytes)
        {
            LastSent = bytes.ToArray();
        }

        await output.WriteAsync(bytes);
    }

    /// <summary>The next answer; null when the connection ended.</summary>
    public async Task<TerminalReply?> ReceiveAsync()
    {
        var frame = await _frames.ReadAsync();
        return frame.IsComplete ? Read(frame.Message.Span) : null;
    }

    /// <summary>Writes a whole frame.</summary>
    public int Write(TerminalQuestion question)
    {
        var format = FrameFormat.UnionPay;
        var message = _buffer.AsSpan(format.Overhead);
        var writer = new MessageWriter(Dialects.UnionPay, message, new Mti(question.Mti));
        Put(ref writer, 2, question.Pan);
        Put(ref writer, 3, question.Processing);
        if (question.Amount is { } amount)
        {
            writer.Number(4, amount);
        }

        writer.Number(11, question.Trace ?? (Trace = (Trace % 999_999) + 1));
        Put(ref writer, 14, question.Expiry);
        Put(ref writer, 22, question.Entry);
        Put(ref writer, 23, question.CardSequence);
        Put(ref writer, 25, question.Condition);
        if (question.Pin is not null)
        {
            writer.Number(26, 12);
        }

        Put(ref writer, 35, question.Track2);
        Put(ref writer, 37, question.Rrn);
        Put(ref writer, 38, question.Authorisation);
        Put(ref writer, 39, question.Reason);
        Put(ref writer, 41, number);
        Put(ref writer, 42, Merchant);
        Put(ref writer, 48, question.Totals);
        if (question.Condition is not null)
        {
            Put(ref writer, 49, "156");
        }

        if (question.Pin is { } pin)
        {
            Span<byte> block = stackalloc byte[8];
            var clear = ClearPin.From(pin);
            var pan = question.Pan ?? question.Track2![..question.Track2!.IndexOfAny(['D', '='])];
            _pin!.Encrypt(PinBlockFormat.Iso0, ref clear, pan, RandomNumber, block);
            clear.Dispose();
            writer.Binary(52, block);
            Put(ref writer, 53, "2600000000000000");
        }

        if (question.Icc is { } icc)
        {
            writer.Binary(55, icc);
        }

        Put(ref writer, 59, question.Wallet);
        var network = question.Network is { } n ? n.ToString("D3", CultureInfo.InvariantCulture) : "";
        Put(ref writer, 60, string.Create(CultureInfo.InvariantCulture, $"{question.Type:D2}{question.Batch ?? Batch:D6}{network}"));
        Put(ref writer, 61, question.Original);
        if (question.Cvv2 is { } cvv2)
        {
            writer.Binary(62, Encoding.ASCII.GetBytes($"9203{cvv2}"));
        }
        else if (question.Data is { } data)
        {
            writer.Binary(62, data);
        }

        Span<byte> mac = stackalloc byte[8];
        mac.Clear();
        if (!question.WithoutMac)
        {
            writer.Binary(64, mac);
        }

        var error = writer.Finish(out var length);
        if (!error.IsNone)
        {
            throw new InvalidOperationException($"A question that cannot be written: {error}.");
        }

        if (!question.WithoutMac && _mac is not null)
        {
            _mac.Compute(message[..(length - 8)], mac);
            mac.CopyTo(message[(length - 8)..]);
        }

        format.WriteHead(_buffer, new Tpdu(0x60, 0x0003, 0x0000), s_header, length);
        return format.Overhead + length;
    }

    private static void RandomNumber(Span<byte> bytes) => System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);

    private TerminalReply? Read(ReadOnlySpan<byte> message)
    {
        if (!Dialects.UnionPay.Read(message, out var view).IsNone)
        {
            return null;
        }

        var numbers = Get(view, 60);
        return new TerminalReply(
            view.Type.Value,
            Get(view, 39),
            Get(view, 37),
            Get(view, 38),
            numbers.Length >= 8 ? int.Parse(numbers.AsSpan(2, 6), CultureInfo.InvariantCulture) : 0,
            Get(view, 48),
            Get(view, 54),
            Bytes(view, 55),
            Bytes(view, 62),
            view.Has(64) && _mac is not null && _mac.Verify(message[..^8], message[^8..]),
            Get(view, 59)
        );
    }

    private string Get(in MessageView view, int field) =>
        view.Has(field) ? Encoding.ASCII.GetString(_text.AsSpan(0, view.CopyText(field, _text))).Trim() : "";

    private static byte[] Bytes(in MessageView view, int field)
    {
        var bytes = new byte[view.Length(field)];
        view.CopyBytes(field, bytes);
        return bytes;
    }

    private static void Put(ref MessageWriter writer, int field, int? value)
    {
        if (value is { } number)
        {
            writer.Number(field, number);
        }
    }

    private void Put(ref MessageWriter writer, int field, string? value)
    {
        if (value is not null)
        {
            writer.Text(field, _text.AsSpan(0, Encoding.ASCII.GetBytes(value, _text)));
        }
    }
}
