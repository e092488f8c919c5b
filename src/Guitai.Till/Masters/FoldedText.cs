using System.Buffers.Binary;
using System.Text;

namespace Guitai.Till.Masters;

/// <summary>What a product is found by, folded (<see cref="SearchText"/>): name, English name, code and barcodes with
/// <see cref="SearchText.Between"/> between them, behind the length of it all.</summary>
internal readonly ref struct FoldedText(ReadOnlySpan<char> chars)
{
    private const int LongestOfAll = char.MaxValue;

    /// <summary>All of it.</summary>
    public ReadOnlySpan<char> All { get; } = chars.Slice(1, chars[0]);

    /// <summary>Folds a product's texts. What is beyond 65,535 characters is not found by.</summary>
    /// <param name="folded">At least one longer than all texts and barcodes in bytes, and four.</param>
    /// <returns>How long it became.</returns>
    public static int Write(in ProductFields fields, Span<char> folded)
    {
        var length = 1;
        length += Fold(fields.Name, folded[length..]);
        folded[length++] = SearchText.Between;
        length += Fold(fields.NameEn, folded[length..]);
        folded[length++] = SearchText.Between;
        length += Fold(fields.Code, folded[length..]);
        for (var rest = fields.Barcodes; rest.Length > 0; )
        {
            var barcode = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            folded[length++] = SearchText.Between;
            length += Fold(rest.Slice(2, barcode), folded[length..]);
            rest = rest[(2 + barcode)..];
        }

        length = Math.Min(length, LongestOfAll);
        folded[0] = (char)(length - 1);
        return length;
    }

    private static int Fold(ReadOnlySpan<byte> text, Span<char> folded)
    {
        var length = Encoding.UTF8.GetChars(text, folded);
        return SearchText.Fold(folded[..length], folded);
    }
}
