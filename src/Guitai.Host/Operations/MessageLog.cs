using System.Buffers.Binary;
using Guitai.Emv.Tlv;
using Guitai.Iso8583;

namespace Guitai.Host.Operations;

/// <summary>
/// Messages as they are kept beside a transaction: the bytes of the wire with everything blanked that must not be stored, so that a person can read them field by field later. Card numbers keep their
/// first six and last four digits; tracks, PIN blocks, verification values, chip data with a track or a number in them, keys and MACs are zeros.
/// </summary>
public static class MessageLog
{
    private static readonly int[] s_blanked = [36, 45, 48, 52, 62, 64, 96, 128];

    /// <summary>A copy of a message without its secrets.</summary>
    /// <param name="view">The message.</param>
    /// <param name="message">Its bytes.</param>
    public static byte[] Blank(in MessageView view, ReadOnlySpan<byte> message)
    {
        var copy = message.ToArray();
        foreach (var field in s_blanked)
        {
            Fill(view, message, copy, field);
        }

        Digits(view, message, copy, 2);
        Code(view, message, copy);
        Track(view, message, copy);
        Objects(view, message, copy);
        return copy;
    }

    /// <summary>Joins messages into one value: for each a letter that tells whose it is, two bytes of length, the bytes.</summary>
    public static byte[] Join(params ReadOnlySpan<(char Kind, byte[]? Message)> messages)
    {
        var length = 0;
        foreach (var (_, message) in messages)
        {
            length += message is null ? 0 : 3 + message.Length;
        }

        var joined = new byte[length];
        var at = 0;
        foreach (var (kind, message) in messages)
        {
            if (message is not null)
            {
                joined[at] = (byte)kind;
                BinaryPrimitives.WriteUInt16BigEndian(joined.AsSpan(at + 1), checked((ushort)message.Length));
                message.CopyTo(joined, at + 3);
                at += 3 + message.Length;
            }
        }

        return joined;
    }

    /// <summary>Takes apart what <see cref="Join"/> made.</summary>
    public static IReadOnlyList<(char Kind, byte[] Message)> Split(byte[]? joined)
    {
        List<(char, byte[])> found = [];
        for (var at = 0; joined is not null && at + 3 <= joined.Length; )
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(joined.AsSpan(at + 1));
            found.Add(((char)joined[at], joined.AsSpan(at + 3, length).ToArray()));
            at += 3 + length;
        }

        return found;
    }

    /// <summary>The chip's part of a terminal's message that was kept: what an issuer is told later of what has happened. Nothing from which the card could be copied is in it.</summary>
    /// <param name="kept">The message; null for none.</param>
    /// <returns>Field 23, −1 for none, and field 55.</returns>
    public static (int Sequence, ReadOnlyMemory<byte> Objects) ChipOf(byte[]? kept)
    {
        if (kept is null || !Dialects.UnionPay.Read(kept, out var view).IsNone || !view.Has(55))
        {
            return (-1, default);
        }

        var bytes = new byte[view.Length(55)];
        view.CopyBytes(55, bytes);
        return (view.TryNumber(23, out var sequence) ? (int)sequence : -1, Harmless(bytes));
    }

    /// <summary>A chip's objects without those that tell of a card or its holder; empty when they cannot be read.</summary>
    public static byte[] Harmless(ReadOnlySpan<byte> objects)
    {
        var room = new byte[objects.Length];
        var reader = new TlvReader(objects);
        var writer = new TlvWriter(room);
        while (reader.TryRead(out var found))
        {
            if (!MustBlank(found.Tag))
            {
                writer.WriteEncoded(found.Encoded);
            }
        }

        return writer.Finish(out var length).IsNone && reader.Error.IsNone ? room[..length] : [];
    }

    /// <summary>True for what tells of a card or its holder, and for templates in which such a thing may be: only scripts are templates here.</summary>
    internal static bool MustBlank(Tag tag) => DataElements.IsSensitive(tag) || (tag.IsConstructed && tag.Value is not (0x71 or 0x72));

    // Field 59: of a customer's code only the first four digits stay.
    private static void Code(in MessageView view, ReadOnlySpan<byte> message, Span<byte> copy)
    {
        var wire = view.Wire(59);
        var at = wire.IndexOf("A3"u8);
        if (at >= 0 && wire.Length > at + 9)
        {
            Place(message, wire, copy)[(at + 9)..].Fill((byte)'0');
        }
    }

    private static void Fill(in MessageView view, ReadOnlySpan<byte> message, Span<byte> copy, int field)
    {
        var wire = view.Wire(field);
        if (!wire.IsEmpty)
        {
            // Zeros that are still characters of the field: in text and hexadecimal '0', in raw bytes 0.
            Place(message, wire, copy)
                .Fill(
                    view.Length(field) == wire.Length && !IsText(wire) ? (byte)0
                    : IsText(wire) ? (byte)'0'
                    : (byte)0
                );
        }
    }

    private static bool IsText(ReadOnlySpan<byte> wire)
    {
        foreach (var b in wire)
        {
            if (b is < 0x20 or > 0x7E)
            {
                return false;
            }
        }

        return true;
    }

    // First six and last four digits stay, packed or in text.
    private static void Digits(in MessageView view, ReadOnlySpan<byte> message, Span<byte> copy, int field)
    {
        var wire = view.Wire(field);
        var length = view.Length(field);
        if (wire.IsEmpty || length <= 10)
        {
            return;
        }

        var place = Place(message, wire, copy);
        if (wire.Length == length)
        {
            place[6..^4].Fill((byte)'0');
            return;
        }

        for (var i = 6; i < length - 4; i++)
        {
            place[i >> 1] &= (i & 1) == 0 ? (byte)0x0F : (byte)0xF0;
        }
    }

    // Track 2: the number as above, everything behind the separator blank.
    private static void Track(in MessageView view, ReadOnlySpan<byte> message, Span<byte> copy)
    {
        var wire = view.Wire(35);
        if (wire.IsEmpty)
        {
            return;
        }

        Span<byte> text = stackalloc byte[40];
        var track = text[..view.CopyText(35, text)];
        var separator = track.IndexOfAny((byte)'D', (byte)'=');
        var place = Place(message, wire, copy);
        if (wire.Length == track.Length)
        {
            for (var i = 6; i < track.Length; i++)
            {
                place[i] = i < separator - 4 || i > separator ? (byte)'0' : place[i];
            }
        }
        else
        {
            for (var i = 6; i < track.Length; i++)
            {
                if (i < separator - 4 || i > separator)
                {
                    place[i >> 1] &= (i & 1) == 0 ? (byte)0x0F : (byte)0xF0;
                }
            }
        }

        System.Security.Cryptography.CryptographicOperations.ZeroMemory(text);
    }

    // What must not be kept inside field 55.
    private static void Objects(in MessageView view, ReadOnlySpan<byte> message, Span<byte> copy)
    {
        var wire = view.Wire(55);
        if (wire.IsEmpty)
        {
            return;
        }

        var bytes = new byte[view.Length(55)];
        view.CopyBytes(55, bytes);
        var reader = new TlvReader(bytes);
        var changed = false;
        while (reader.TryRead(out var found))
        {
            if (MustBlank(found.Tag))
            {
                var at = found.Value.IsEmpty ? 0 : Offset(bytes, found.Value);
                bytes.AsSpan(at, found.Value.Length).Clear();
                changed = true;
            }
        }

        var place = Place(message, wire, copy);
        if (!reader.Error.IsNone)
        {
            // What cannot be read cannot be judged: nothing of it is kept.
            place.Fill(wire.Length == bytes.Length ? (byte)0 : (byte)'0');
        }
        else if (changed && wire.Length == bytes.Length)
        {
            bytes.CopyTo(place);
        }
        else if (changed)
        {
            Convert.TryToHexString(bytes, place, out _);
        }
    }

    private static int Offset(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> part)
    {
        whole.Overlaps(part, out var offset);
        return offset;
    }

    private static Span<byte> Place(ReadOnlySpan<byte> message, ReadOnlySpan<byte> wire, Span<byte> copy) =>
        copy.Slice(Offset(message, wire), wire.Length);
}
