using System.Buffers.Binary;

namespace Guitai.Iso8583.Framing;

/// <summary>The five bytes by which terminals' networks route: <c>60</c>, destination and source, two bytes of packed digits each.</summary>
/// <param name="Id">60 hex for data (the protocol identifier).</param>
/// <param name="Destination">Where it goes: two bytes as they stand.</param>
/// <param name="Source">Where it comes from: two bytes as they stand.</param>
public readonly record struct Tpdu(byte Id, ushort Destination, ushort Source)
{
    /// <summary>Its length in bytes.</summary>
    public const int Size = 5;

    /// <summary>The one of the answer: source and destination exchanged.</summary>
    public Tpdu Answer => new(Id, Source, Destination);

    /// <summary>Reads the first five bytes.</summary>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public static Tpdu Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Size
            ? new(bytes[0], BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]))
            : throw new ArgumentException("A TPDU has five bytes.", nameof(bytes));

    /// <summary>Writes the five bytes.</summary>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public void Write(Span<byte> bytes)
    {
        if (bytes.Length < Size)
        {
            throw new ArgumentException("A TPDU has five bytes.", nameof(bytes));
        }

        bytes[0] = Id;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], Destination);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[3..], Source);
    }

    /// <summary>Ten digits, as engineers write it.</summary>
    public override string ToString() => $"{Id:X2}{Destination:X4}{Source:X4}";
}
