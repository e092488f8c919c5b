using System.IO.Compression;
using Guitai.Foundation;

namespace Guitai.Shop.Imports;

/// <summary>Looks at a zipped workbook before anybody unpacks it into memory: how large its parts really are, and whether a cell swells.</summary>
internal static class WorkbookGuard
{
    private const int MostParts = 2_000;
    private const long MostBytes = 600L << 20;
    private const long MostTextBytes = 100L << 20;
    private const int LongestRun = 1 << 20;

    /// <summary>Walks through every part once, in small pieces.</summary>
    /// <returns>True when there are formulas.</returns>
    public static Outcome<bool> Inspect(byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > MostParts)
            {
                return new Refusal("import.bomb");
            }

            if (!zip.Entries.Any(e => e.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)))
            {
                return Refusal.With("import.kind", "kind", "ZIP");
            }

            // What a part says of its size is a promise that the unpacker holds it to.
            var (total, formulas) = (0L, false);
            foreach (var part in zip.Entries)
            {
                total += part.Length;
                var text = part.FullName.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase);
                if (total > MostBytes || (text && part.Length > MostTextBytes))
                {
                    return new Refusal("import.bomb");
                }
            }

            foreach (var part in zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
            {
                using var stream = part.Open();
                if (!Walk(stream, part.Length, ref formulas))
                {
                    return new Refusal("import.cell-too-large");
                }
            }

            return formulas;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return new Refusal("import.damaged");
        }
    }

    // Between two tags stands one cell's text. False when it is endless.
    private static bool Walk(Stream stream, long promised, ref bool formulas)
    {
        var buffer = new byte[64 * 1024];
        var (run, read, carried) = (0L, 0L, 0);
        for (int count; (count = stream.Read(buffer, carried, buffer.Length - carried)) > 0; )
        {
            read += count;
            if (read > promised)
            {
                return false;
            }

            var piece = buffer.AsSpan(0, carried + count);
            formulas |= piece.IndexOf("<f>"u8) >= 0 || piece.IndexOf("<f "u8) >= 0;
            var last = piece.LastIndexOf((byte)'<');
            var first = piece.IndexOf((byte)'<');
            if (run + (first < 0 ? piece.Length : first) > LongestRun)
            {
                return false;
            }

            run = last < 0 ? run + count : piece.Length - last;

            // A tag that is cut in two is looked at whole next time.
            carried = Math.Min(2, piece.Length);
            piece[^carried..].CopyTo(buffer);
        }

        return true;
    }
}
