using System.Buffers;
using System.Text;
using Guitai.Emv.Dol;
using Guitai.Emv.Qr;
using Guitai.Emv.Tlv;
using Guitai.Iso8583;
using Guitai.Iso8583.Framing;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.Fuzz;

/// <summary>What is fuzzed: each target reads any bytes and throws when what must hold does not.</summary>
public static class Targets
{
    /// <summary>The targets by name.</summary>
    public static IReadOnlyDictionary<string, Action<ReadOnlySpan<byte>>> ByName { get; } =
        new SortedDictionary<string, Action<ReadOnlySpan<byte>>>(
            Dialects
                .ByName.Values.ToDictionary<Dialect, string, Action<ReadOnlySpan<byte>>>(
                    d => "iso8583-" + d.Name,
                    d => bytes => Message(d, bytes)
                )
                .Append(new("framing", Framing))
                .Append(new("tlv", Tlv))
                .Append(new("dol", Dol))
                .Append(new("qr", Qr))
                .Append(new("keyblock", KeyBlock))
                .Append(new("kernel", bytes => KernelTarget.Play(bytes)))
                .ToDictionary(),
            StringComparer.Ordinal
        );

    /// <summary>Bugs planted behind a parser, by which the fuzzer itself is tried: it must tell of each. Not among <see cref="ByName"/>.</summary>
    public static IReadOnlyDictionary<string, Action<ReadOnlySpan<byte>>> Planted { get; } =
        new Dictionary<string, Action<ReadOnlySpan<byte>>>(StringComparer.Ordinal)
        {
            ["planted-crash"] = bytes => WhenFound(bytes, () => throw new InvalidOperationException("The planted bug.")),
            ["planted-hang"] = bytes => WhenFound(bytes, () => new Barrier(2).SignalAndWait(CancellationToken.None)),
            ["planted-overread"] = bytes =>
            {
                if (IsFound(bytes))
                {
                    OneTooFar(bytes);
                }
            },
        };

    /// <summary>The target of that name, planted or not.</summary>
    public static Action<ReadOnlySpan<byte>> Find(string name) => Planted.TryGetValue(name, out var planted) ? planted : ByName[name];

    private static void WhenFound(ReadOnlySpan<byte> bytes, Action bug)
    {
        if (IsFound(bytes))
        {
            bug();
        }
    }

    // Where the fuzzer begins there is one primitive object; the bug stands behind a constructed one inside a constructed one.
    private static bool IsFound(ReadOnlySpan<byte> bytes) =>
        TlvNode.Parse(bytes.ToArray(), out var nodes).IsNone && nodes.Any(n => n.Children.Any(c => c.Tag.IsConstructed));

    private static unsafe void OneTooFar(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            Console.Error.WriteLine(Volatile.Read(ref first[bytes.Length]));
        }
    }

    private static void Message(Dialect dialect, ReadOnlySpan<byte> bytes)
    {
        var error = dialect.Read(bytes, out var view);
        Span<byte> text = new byte[20_000];
        var numbers = 0;
        for (var field = view.Next(1); field != 0; field = view.Next(field))
        {
            numbers += view.TryNumber(field, out _) ? 1 : 0;
            Hold(view.CopyText(field, text) == view.TextLength(field), "text");
            _ = view.CopyBytes(field, text);
        }

        Hold(error.IsNone || (view.Count == 0 && numbers == 0), "fields beside an error");
        var objectError = IsoMessage.Read(dialect, bytes, out var message);
        Hold(objectError.IsNone == message is not null && (error.IsNone || objectError == error), "the two readers agree");
        if (message is null)
        {
            Hold(objectError.ToString().Length > 10, "a sentence");
            return;
        }

        _ = message.Masked(dialect);
        Hold(message.Write(dialect, out var written).IsNone, "what was read is written");
        Hold(IsoMessage.Read(dialect, written, out var again).IsNone, "what was written is read");
        Hold(again!.Fields.SequenceEqual(message.Fields) && again.EmptySecondBitmap == message.EmptySecondBitmap, "the same message");
        Hold(dialect.Format.BitmapEncoding == FieldEncoding.HexText || bytes.SequenceEqual(written), "byte for byte");
    }

    // Without the right key a block gives its header at most, and never a key.
    private static void KeyBlock(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var fault = KeyBlockProtectionKey.ReadHeader(text, out var header);
        Hold(fault is KeyBlockFault.None == header is not null, "a header, or a fault");
        using var protection = KeyBlockProtectionKey.FromClear(
            header is { Version: 'D' } ? KeyAlgorithm.Aes : KeyAlgorithm.Tdes,
            new byte[16]
        );
        var unwrapped = protection.Unwrap<PinKey>(text, out var key);
        Hold(unwrapped is not KeyBlockFault.None && key is null, "no key");
        Hold(fault is KeyBlockFault.None || unwrapped == fault, "the same fault");
    }

    // The first byte chooses the format and how the rest is cut into pieces.
    private static void Framing(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        FrameFormat[] formats =
        [
            FrameFormat.UnionPay,
            FrameFormat.Binary2,
            FrameFormat.Text4,
            FrameFormat.Binary2 with
            {
                EmptyIsKeepAlive = true,
            },
        ];
        var format = formats[bytes[0] & 3];
        var step = (bytes[0] >> 2) + 1;
        var all = bytes[1..].ToArray();
        var (whole, wholeEnd) = Frames(format, new ReadOnlySequence<byte>(all));
        var (pieces, piecesEnd) = Frames(format, Piece.Sequence(all, step));
        Hold(whole.SequenceEqual(pieces, StringComparer.Ordinal) && wholeEnd == piecesEnd, "frames do not depend on how bytes arrive");
    }

    private static (List<string> Frames, FrameStatus End) Frames(FrameFormat format, ReadOnlySequence<byte> arrived)
    {
        var frames = new List<string>();
        while (true)
        {
            var before = arrived.Length;
            var status = format.Take(ref arrived, out var frame);
            if (status != FrameStatus.Complete)
            {
                return (frames, status);
            }

            Hold(arrived.Length < before && frame.Length >= format.Overhead - format.LengthBytes + 1, "progress");
            frames.Add(Convert.ToHexString(frame.ToArray()));
        }
    }

    private static void Tlv(ReadOnlySpan<byte> bytes)
    {
        var reader = new TlvReader(bytes);
        var writer = new TlvWriter(new byte[bytes.Length]);
        while (reader.TryRead(out var found))
        {
            writer.WriteEncoded(found.Encoded);
            Hold(found.Tag.IsWellFormed || found.Tag.First == 0 || !Tag.TryParse(found.Tag.ToString(), out _), "tags");
        }

        Hold(writer.Finish(out var written).IsNone && written <= bytes.Length, "objects fit where they were");
        var error = TlvNode.Parse(bytes.ToArray(), out var nodes);
        Hold(error.IsNone || (nodes.Count == 0 && error.Offset <= bytes.Length), "a place");
        if (error.IsNone)
        {
            Hold(reader.Error.IsNone, "levels agree");
            Hold(Count(nodes) <= bytes.Length, "no more objects than bytes");
        }
    }

    private static int Count(IReadOnlyList<TlvNode> nodes) => nodes.Sum(n => 1 + Count(n.Children));

    // A list, and behind the first byte FF the data for it.
    private static void Dol(ReadOnlySpan<byte> bytes)
    {
        var split = bytes.IndexOf((byte)0xFF);
        var list = split < 0 ? bytes : bytes[..split];
        var data = split < 0 ? default : bytes[(split + 1)..];
        var built = new byte[127 * list.Length];
        var fault = DataObjectList.Build(list, new TlvDataObjects(data), built, out var written);
        Hold(fault != DolFault.NoRoom && (fault == DolFault.None || written == 0), "127 bytes for each byte of a list are enough");
        var sum = 0;
        var reader = new DataObjectList(list);
        while (reader.TryRead(out _, out var length))
        {
            sum += length;
        }

        Hold(fault != DolFault.None || sum == written, "as long as asked for");
    }

    private static void Qr(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        // The checksum is put right, or no input would ever get behind it.
        var code = text + "6304" + MerchantQr.Checksum(text + "6304").ToString("X4");
        foreach (var candidate in (string[])[text, code])
        {
            if (MerchantQr.Parse(candidate, out var qr).IsNone)
            {
                Hold(MerchantQr.Build(qr!.Objects, out var again).IsNone, "what was read is built");
                Hold(string.Equals(again, candidate, StringComparison.OrdinalIgnoreCase), "the same code");
            }
        }

        var error = ConsumerQr.Parse(Convert.ToBase64String(bytes), out var objects);
        Hold(error.IsNone == objects.Count > 0, "objects or an error");
        _ = ConsumerQr.Parse(text, out _);
        Hold(
            !error.IsNone || (ConsumerQr.Build(bytes.ToArray(), out var built).IsNone && built == Convert.ToBase64String(bytes)),
            "the same code"
        );
    }

    private static void Hold(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Does not hold: {what}.");
        }
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Sequence(byte[] all, int step)
        {
            var first = new Piece { Memory = all.AsMemory(0, Math.Min(step, all.Length)) };
            var last = first;
            for (var at = step; at < all.Length; at += step)
            {
                var next = new Piece
                {
                    Memory = all.AsMemory(at, Math.Min(step, all.Length - at)),
                    RunningIndex = last.RunningIndex + last.Memory.Length,
                };
                last.Next = next;
                last = next;
            }

            return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        }
    }
}
