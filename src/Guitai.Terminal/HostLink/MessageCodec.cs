using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Guitai.Contracts.Terminal;
using Guitai.Iso8583;
using Guitai.Iso8583.Framing;
using Guitai.Terminal.Cards;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Keys;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.HostLink;

/// <summary>Writes the machine's messages as bytes and takes the host's apart (docs/protocols/terminal.md). The one place where a card's number meets a message.</summary>
public sealed class MessageCodec(ITerminalKeys keys) : IDisposable
{
    /// <summary>Room for any frame.</summary>
    public const int Longest = 2048;

    private static readonly byte[] s_header = Convert.FromHexString("603100310000");
    private readonly byte[] _buffer = GC.AllocateArray<byte>(Longest, pinned: true);
    private readonly byte[] _text = GC.AllocateArray<byte>(1000, pinned: true);

    /// <summary>Writes a whole frame.</summary>
    /// <param name="message">What the machine wants said.</param>
    /// <param name="terminal">Field 41.</param>
    /// <param name="merchant">Field 42.</param>
    /// <param name="hand">The card in hand, when the message is from there.</param>
    /// <param name="card">The sealed card, when it is from there.</param>
    /// <returns>The frame, in this codec's own memory, until <see cref="Wipe"/>; empty when there is no key for its MAC.</returns>
    public ReadOnlyMemory<byte> Write(Message message, string terminal, string merchant, CardHand? hand, SealedCard? card)
    {
        var format = FrameFormat.UnionPay;
        var body = _buffer.AsSpan(format.Overhead);
        var writer = new MessageWriter(Dialects.UnionPay, body, new Mti(message.Mti));
        var track = hand is { Track2.IsEmpty: false };
        var number =
            hand is not null ? hand.Number
            : card is not null ? card.Number
            : [];
        var expiry =
            hand is not null ? hand.Expiry
            : card is not null ? card.Expiry
            : [];
        if (!track && !number.IsEmpty)
        {
            Put(ref writer, 2, number);
        }

        Put(ref writer, 3, message.Processing);
        if (message.AmountMinor is { } amount)
        {
            writer.Number(4, amount);
        }

        writer.Number(11, message.Trace);
        if (!track && !expiry.IsEmpty)
        {
            writer.Number(14, int.Parse(expiry, NumberStyles.None, CultureInfo.InvariantCulture));
        }

        Put(ref writer, 22, message.Entry);
        Put(ref writer, 23, hand is { Chip.IsEmpty: false } ? hand.Sequence : message.Sequence);
        Put(ref writer, 25, message.Condition);
        var pin = hand is null ? default : hand.PinBlock;
        if (!pin.IsEmpty)
        {
            writer.Number(26, 12);
        }

        if (track)
        {
            Put(ref writer, 35, hand!.Track2);
        }

        Put(ref writer, 37, message.Rrn);
        Put(ref writer, 38, message.Authorisation);
        Put(ref writer, 39, message.Reason);
        Put(ref writer, 41, terminal);
        Put(ref writer, 42, merchant);
        Put(ref writer, 48, message.Totals);
        if (message.Condition is not null)
        {
            Put(ref writer, 49, "156");
        }

        if (!pin.IsEmpty)
        {
            writer.Binary(52, pin);
            Put(ref writer, 53, "2600000000000000");
        }

        if (hand is { Chip.IsEmpty: false })
        {
            writer.Binary(55, hand.Chip);
        }
        else if (message.Chip is { } chip)
        {
            writer.Binary(55, Convert.FromHexString(chip));
        }

        if (hand is { Code.IsEmpty: false })
        {
            Span<byte> code = stackalloc byte[5 + hand.Code.Length];
            Encoding.ASCII.GetBytes(Field59.Head(Field59.Code, hand.Code.Length), code);
            Encoding.ASCII.GetBytes(hand.Code, code[5..]);
            writer.Text(59, code);
            CryptographicOperations.ZeroMemory(code);
        }

        Put(ref writer, 59, message.Wallet);
        var network = message.Network?.ToString("D3", CultureInfo.InvariantCulture) ?? "";
        Put(ref writer, 60, string.Create(CultureInfo.InvariantCulture, $"{message.Type:D2}{message.Batch:D6}{network}"));
        Put(ref writer, 61, message.Original);
        if (hand is { Cvv2.IsEmpty: false })
        {
            Span<byte> value = stackalloc byte[4 + hand.Cvv2.Length];
            "9203"u8.CopyTo(value);
            Encoding.ASCII.GetBytes(hand.Cvv2, value[4..]);
            writer.Binary(62, value);
            CryptographicOperations.ZeroMemory(value);
        }

        if (message.Data is { } data)
        {
            writer.Binary(62, Convert.FromHexString(data));
        }

        Put(ref writer, 63, message.Operator?.ToString("D3", CultureInfo.InvariantCulture));
        return Finish(ref writer, message, body);
    }

    /// <summary>Wipes what a message left in this codec's memory; the answer's own is not there.</summary>
    public void Wipe()
    {
        CryptographicOperations.ZeroMemory(_buffer);
        CryptographicOperations.ZeroMemory(_text);
    }

    /// <summary>Takes a message of the host apart.</summary>
    /// <param name="message">From its type on.</param>
    /// <param name="nowMs">Unix milliseconds, for the year.</param>
    /// <param name="keyField">Field 62 of a sign-in's answer.</param>
    /// <returns>Null when it cannot be read.</returns>
    public HostAnswer? Read(ReadOnlySpan<byte> message, long nowMs, out byte[] keyField)
    {
        keyField = [];
        if (!Dialects.UnionPay.Read(message, out var view).IsNone || !view.TryNumber(11, out var trace))
        {
            return null;
        }

        var numbers = Text(view, 60);
        var isSignIn = view.Type.Value == 810 && numbers is [_, _, _, _, _, _, _, _, '0', '0', '3' or '4', ..];
        var data = Bytes(view, 62);
        keyField = isSignIn ? data : [];
        var totals = Text(view, 48);
        var (number, shown) = ReadWallet(view);
        return new HostAnswer
        {
            Mti = view.Type.Value,
            Trace = (int)trace,
            Code = Text(view, 39),
            MacRight = view.Has(64) ? keys.IsRight(message[..^8], message[^8..]) : null,
            AmountMinor = view.TryNumber(4, out var amount) ? amount : 0,
            Rrn = Text(view, 37),
            Authorisation = Text(view, 38),
            AtMs = view.TryNumber(12, out var time) && view.TryNumber(13, out var date) ? ChinaTime.At((int)time, (int)date, nowMs) : 0,
            Batch =
                numbers.Length >= 8 && int.TryParse(numbers.AsSpan(2, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var batch)
                    ? batch
                    : 0,
            Totals = isSignIn ? "" : totals,
            Terms = isSignIn ? ReadTerms(totals) : null,
            BalanceMinor = Balance(Text(view, 54)),
            WalletNumber = number,
            Shown = shown,
            Status = isSignIn ? "" : Encoding.ASCII.GetString(data),
            Data = isSignIn ? default : data,
            ToChip = Bytes(view, 55),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Wipe();

    /// <summary>Field 48 of a sign-in's answer: <c>01</c>, most for one offline sale (12), for all that wait (12), how many (3), highest trace of the batch (6), end of the
    /// business day in Unix seconds (10), version of the parameters for chips (10).</summary>
    internal static SignInTerms? ReadTerms(string field)
    {
        if (
            field.Length < 55
            || !field.StartsWith("01", StringComparison.Ordinal)
            || field.AsSpan(0, 55).IndexOfAnyExceptInRange('0', '9') >= 0
        )
        {
            return null;
        }

        long At(int from, int length) => long.Parse(field.AsSpan(from, length), NumberStyles.None, CultureInfo.InvariantCulture);
        return new SignInTerms(new OfflineLimits(At(2, 12), At(14, 12), (int)At(26, 3)), (int)At(29, 6), At(35, 10) * 1000, At(45, 10));
    }

    private (string Number, string Shown) ReadWallet(in MessageView view)
    {
        if (!view.Has(59))
        {
            return ("", "");
        }

        var field = _text.AsSpan(0, view.CopyText(59, _text));
        var number = Encoding.ASCII.GetString(Field59.Find(field, Field59.Number, out _));
        var shown = Encoding.ASCII.GetString(Field59.Find(field, Field59.Show, out _));
        return (number, CodeText.IsOne(shown) ? shown : "");
    }

    // Field 54: account(2) kind(2) currency(3) sign amount(12); kind 02 is what is available (ISO 8583:1987, field 54).
    private static long? Balance(string field)
    {
        for (var at = 0; at + 20 <= field.Length; at += 20)
        {
            var part = field.AsSpan(at, 20);
            if (part[2..4] is "02" && long.TryParse(part[8..], NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
            {
                return part[7] == 'D' ? -minor : minor;
            }
        }

        return null;
    }

    private ReadOnlyMemory<byte> Finish(ref MessageWriter writer, Message message, Span<byte> body)
    {
        Span<byte> mac = stackalloc byte[8];
        mac.Clear();
        if (message.HasMac)
        {
            writer.Binary(64, mac);
        }

        var error = writer.Finish(out var length);
        if (!error.IsNone)
        {
            throw new InvalidOperationException($"A message that cannot be written: {error}.");
        }

        if (message.HasMac)
        {
            if (!keys.Mac(body[..(length - 8)], mac))
            {
                return default;
            }

            mac.CopyTo(body[(length - 8)..]);
        }

        var format = FrameFormat.UnionPay;
        format.WriteHead(_buffer, new Tpdu(0x60, 0x0003, 0x0000), s_header, length);
        return _buffer.AsMemory(0, format.Overhead + length);
    }

    private string Text(in MessageView view, int field) =>
        view.Has(field) ? Encoding.ASCII.GetString(_text.AsSpan(0, view.CopyText(field, _text))).Trim() : "";

    private static byte[] Bytes(in MessageView view, int field)
    {
        if (!view.Has(field))
        {
            return [];
        }

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
            Put(ref writer, field, value.AsSpan());
        }
    }

    private void Put(ref MessageWriter writer, int field, ReadOnlySpan<char> value) =>
        writer.Text(field, _text.AsSpan(0, Encoding.ASCII.GetBytes(value, _text)));
}
