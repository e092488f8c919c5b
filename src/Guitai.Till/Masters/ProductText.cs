using System.Buffers.Binary;
using System.Text;

namespace Guitai.Till.Masters;

/// <summary>The texts of a product as bytes: code, name, English name, picture and barcodes, each text in UTF-8 behind its length (2 bytes, little-endian).
/// A missing English name is a length of 65,535.</summary>
internal readonly ref struct ProductText(ReadOnlySpan<byte> bytes)
{
    private const ushort None = ushort.MaxValue;
    private const int Prefix = 2;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public ReadOnlySpan<byte> Code => TextAt(0);

    /// <summary>The text at the beginning of some bytes, behind its length.</summary>
    public static ReadOnlySpan<byte> At(ReadOnlySpan<byte> bytes) => bytes.Slice(Prefix, BinaryPrimitives.ReadUInt16LittleEndian(bytes));

    /// <summary>Where each barcode stands, with its length before it.</summary>
    public List<int> Barcodes()
    {
        var at = PictureAt() + 16;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[at..]);
        at += Prefix;
        List<int> found = new(count);
        for (var i = 0; i < count; i++)
        {
            found.Add(at);
            at = After(at);
        }

        return found;
    }

    /// <summary>The text whose length stands at an offset.</summary>
    public ReadOnlySpan<byte> TextAt(int offset) => At(_bytes[offset..]);

    /// <summary>Fills the texts of a product.</summary>
    public (string Code, string Name, string? NameEn, Guid? Picture, IReadOnlyList<string> Barcodes) Read()
    {
        var name = After(0);
        var english = After(name);
        var picture = new Guid(_bytes.Slice(PictureAt(), 16));
        var barcodes = Barcodes();
        var texts = new string[barcodes.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Encoding.UTF8.GetString(TextAt(barcodes[i]));
        }

        return (
            Encoding.UTF8.GetString(Code),
            Encoding.UTF8.GetString(TextAt(name)),
            IsNone(english) ? null : Encoding.UTF8.GetString(TextAt(english)),
            picture == Guid.Empty ? null : picture,
            texts
        );
    }

    /// <summary>A text's length as it is kept.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is longer than any that the shop takes.</exception>
    public static ushort LengthOf(int length) =>
        length < None ? (ushort)length : throw new System.Text.Json.JsonException("A product's text is too long.");

    /// <summary>How many bytes a product's texts take.</summary>
    public static int LengthOf(in ProductFields fields) =>
        (4 * Prefix) + 16 + fields.Code.Length + fields.Name.Length + fields.NameEn.Length + fields.Barcodes.Length;

    /// <summary>Writes a product's texts.</summary>
    /// <param name="bytes">Exactly as long as <see cref="LengthOf(in ProductFields)"/> says.</param>
    public static void Write(in ProductFields fields, Span<byte> bytes)
    {
        bytes = Put(bytes, fields.Code);
        bytes = Put(bytes, fields.Name);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, None);
        bytes = fields.HasNameEn ? Put(bytes, fields.NameEn) : bytes[Prefix..];
        _ = fields.Picture.TryWriteBytes(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[16..], LengthOf(fields.BarcodeCount));
        fields.Barcodes.CopyTo(bytes[(16 + Prefix)..]);
    }

    private static Span<byte> Put(Span<byte> bytes, ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, LengthOf(text.Length));
        text.CopyTo(bytes[Prefix..]);
        return bytes[(Prefix + text.Length)..];
    }

    private bool IsNone(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[offset..]) == None;

    private int After(int offset) => offset + Prefix + (IsNone(offset) ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(_bytes[offset..]));

    private int PictureAt() => After(After(After(0)));
}
