using System.Buffers.Binary;
using System.Text;
using Guitai.Contracts.Masters;

namespace Guitai.Till.Masters;

/// <summary>The texts of a product as bytes: code, name, English name, picture and barcodes, each text in UTF-8 behind its length (2 bytes, little-endian).
/// A missing English name is a length of 65,535.</summary>
internal readonly ref struct ProductText(ReadOnlySpan<byte> bytes)
{
    private const ushort None = ushort.MaxValue;
    private const int Prefix = 2;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Longest form of one text, bytes.</summary>
    public const int LongestText = ushort.MaxValue - 1;

    /// <summary>Where the code stands: at the beginning, behind its length.</summary>
    public ReadOnlySpan<byte> Code => TextAt(0);

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
    public ReadOnlySpan<byte> TextAt(int offset) =>
        _bytes.Slice(offset + Prefix, BinaryPrimitives.ReadUInt16LittleEndian(_bytes[offset..]));

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

    /// <summary>How many bytes the whole takes.</summary>
    public int Length
    {
        get
        {
            var at = PictureAt() + 16;
            var count = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[at..]);
            at += Prefix;
            for (var i = 0; i < count; i++)
            {
                at = After(at);
            }

            return at;
        }
    }

    /// <summary>Appends a product's texts to a buffer.</summary>
    /// <exception cref="System.Text.Json.JsonException">A text is longer than any that the shop takes.</exception>
    public static void Write(Product product, List<byte> buffer)
    {
        Put(buffer, product.Code);
        Put(buffer, product.Name);
        Put(buffer, product.NameEn);
        Span<byte> picture = stackalloc byte[16];
        _ = (product.PictureId ?? Guid.Empty).TryWriteBytes(picture);
        buffer.AddRange(picture);
        buffer.Add((byte)product.Barcodes.Count);
        buffer.Add((byte)(product.Barcodes.Count >> 8));
        foreach (var barcode in product.Barcodes)
        {
            Put(buffer, barcode);
        }
    }

    private static void Put(List<byte> buffer, string? text)
    {
        var length = text is null ? None : Encoding.UTF8.GetByteCount(text);
        if (text is not null && length > LongestText)
        {
            throw new System.Text.Json.JsonException("A product's text is too long.");
        }

        buffer.Add((byte)(length & 0xFF));
        buffer.Add((byte)(length >> 8));
        if (text is not null)
        {
            Span<byte> bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
            Encoding.UTF8.GetBytes(text, bytes);
            buffer.AddRange(bytes);
        }
    }

    private bool IsNone(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[offset..]) == None;

    private int After(int offset) => offset + Prefix + (IsNone(offset) ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(_bytes[offset..]));

    private int PictureAt() => After(After(After(0)));
}
