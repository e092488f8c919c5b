using System.Buffers;
using System.Buffers.Binary;

namespace Guitai.Iso8583.Framing;

/// <summary>How the length before a frame is written.</summary>
public enum FrameLength
{
    /// <summary>Two bytes, big end first.</summary>
    Binary2,

    /// <summary>Four digits of text.</summary>
    Text4,
}

/// <summary>What came of looking for a frame.</summary>
public enum FrameStatus
{
    /// <summary>There is a whole frame.</summary>
    Complete,

    /// <summary>More bytes must arrive first.</summary>
    Incomplete,

    /// <summary>The other side closed between two frames.</summary>
    End,

    /// <summary>The other side closed inside a frame.</summary>
    EndsEarly,

    /// <summary>The length is not written in digits.</summary>
    LengthNotDigits,

    /// <summary>Shorter than TPDU and header, or empty.</summary>
    TooShort,

    /// <summary>Longer than allowed.</summary>
    TooLong,

    /// <summary>The TPDU does not begin with 60.</summary>
    NotTpdu,
}

/// <summary>
/// How messages follow each other on a connection: a length, then perhaps a TPDU and a header, then the message. The length counts what follows it.
/// After any refusal the place of the next frame is unknown: close the connection.
/// </summary>
/// <param name="Length">How the length is written.</param>
/// <param name="HasTpdu">A TPDU of five bytes comes first.</param>
/// <param name="HeaderBytes">Bytes of the header behind it, 0 to 255.</param>
/// <param name="LongestFrame">Bytes that may follow the length, 1 to 65535 (9999 in text).</param>
/// <param name="EmptyIsKeepAlive">A frame of length 0 is a sign of life and is skipped; without it, it is refused.</param>
public sealed record FrameFormat(
    FrameLength Length,
    bool HasTpdu = false,
    int HeaderBytes = 0,
    int LongestFrame = 4096,
    bool EmptyIsKeepAlive = false
)
{
    /// <summary>Terminals of the UnionPay kind: two bytes of length, TPDU, six bytes of header.</summary>
    public static FrameFormat UnionPay { get; } = new(FrameLength.Binary2, HasTpdu: true, HeaderBytes: 6);

    /// <summary>Two bytes of length, then the message.</summary>
    public static FrameFormat Binary2 { get; } = new(FrameLength.Binary2);

    /// <summary>Four digits of length, then the message.</summary>
    public static FrameFormat Text4 { get; } = new(FrameLength.Text4);

    /// <summary>Bytes of the length itself.</summary>
    public int LengthBytes => Length == FrameLength.Binary2 ? 2 : 4;

    /// <summary>Bytes before the message: length, TPDU and header.</summary>
    public int Overhead => LengthBytes + (HasTpdu ? Tpdu.Size : 0) + HeaderBytes;

    private int Shortest => Overhead - LengthBytes + 1;

    private int Longest => Math.Min(LongestFrame, Length == FrameLength.Binary2 ? ushort.MaxValue : 9999);

    /// <summary>Takes the next whole frame off the bytes that have arrived. Too long and too short ones are refused as soon as their length is there.</summary>
    /// <param name="arrived">The bytes so far; shortened by the frame (and by signs of life before it).</param>
    /// <param name="frame">TPDU, header and message; empty unless complete.</param>
    /// <returns><see cref="FrameStatus.Complete"/>, <see cref="FrameStatus.Incomplete"/> or why it is refused.</returns>
    public FrameStatus Take(ref ReadOnlySequence<byte> arrived, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        Span<byte> prefix = stackalloc byte[4];
        Span<byte> id = stackalloc byte[1];
        prefix = prefix[..LengthBytes];
        while (true)
        {
            if (arrived.Length < prefix.Length)
            {
                return FrameStatus.Incomplete;
            }

            arrived.Slice(0, prefix.Length).CopyTo(prefix);
            if (!TryLength(prefix, out var length))
            {
                return FrameStatus.LengthNotDigits;
            }

            if (length == 0 && EmptyIsKeepAlive)
            {
                arrived = arrived.Slice(prefix.Length);
                continue;
            }

            if (length < Shortest || length > Longest)
            {
                return length < Shortest ? FrameStatus.TooShort : FrameStatus.TooLong;
            }

            var rest = arrived.Slice(prefix.Length);
            if (HasTpdu && !rest.IsEmpty)
            {
                rest.Slice(0, 1).CopyTo(id);
                if (id[0] != 0x60)
                {
                    return FrameStatus.NotTpdu;
                }
            }

            if (rest.Length < length)
            {
                return FrameStatus.Incomplete;
            }

            frame = rest.Slice(0, length);
            arrived = rest.Slice(length);
            return FrameStatus.Complete;
        }
    }

    /// <summary>Writes what stands before a message.</summary>
    /// <param name="destination">At least <see cref="Overhead"/> bytes; the message stands, or will stand, right behind them.</param>
    /// <param name="tpdu">The TPDU, where there is one.</param>
    /// <param name="header">Exactly the header's bytes.</param>
    /// <param name="messageBytes">The message's length in bytes.</param>
    /// <returns>False when the message is empty or the frame would be longer than allowed.</returns>
    /// <exception cref="ArgumentException">The header has another length, or there is too little room.</exception>
    public bool WriteHead(Span<byte> destination, Tpdu tpdu, ReadOnlySpan<byte> header, int messageBytes)
    {
        if (header.Length != HeaderBytes)
        {
            throw new ArgumentException("The header must have its length.", nameof(header));
        }

        if (destination.Length < Overhead)
        {
            throw new ArgumentException("There must be room for all that stands before a message.", nameof(destination));
        }

        var length = (Overhead - LengthBytes) + messageBytes;
        if (messageBytes < 1 || length > Longest)
        {
            return false;
        }

        if (Length == FrameLength.Binary2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)length);
        }
        else
        {
            for (var i = 3; i >= 0; i--)
            {
                destination[i] = (byte)('0' + (length % 10));
                length /= 10;
            }
        }

        var at = LengthBytes;
        if (HasTpdu)
        {
            tpdu.Write(destination[at..]);
            at += Tpdu.Size;
        }

        header.CopyTo(destination[at..]);
        return true;
    }

    private bool TryLength(ReadOnlySpan<byte> prefix, out int length)
    {
        length = 0;
        if (Length == FrameLength.Binary2)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(prefix);
            return true;
        }

        foreach (var digit in prefix)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            length = (10 * length) + (digit - '0');
        }

        return true;
    }
}
