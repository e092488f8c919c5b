using System.IO.Compression;
using System.Text;

namespace Guitai.Shop.Tests;

/// <summary>Writes workbooks part by part, as plain as ISO/IEC 29500-1 (18.2, 18.3) allows, so that a test can make each part wrong.</summary>
internal static class XlsxFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    /// <summary>A workbook of sheets; a sheet is what stands within <c>sheetData</c>.</summary>
    public static byte[] Make(params (string Name, string Rows)[] sheets) => Zip(Parts(sheets));

    /// <summary>The same with further parts, or parts replaced.</summary>
    public static byte[] With((string Name, string Rows) sheet, params (string Path, byte[] Bytes)[] others) =>
        Zip([.. Parts([sheet]).Where(p => !others.Any(o => o.Path == p.Path)), .. others]);

    /// <summary>A row of cells: numbers as they are, <c>=formula|value</c> as a formula with what was saved with it, all else as text.</summary>
    public static string Row(int line, params object?[] cells)
    {
        var row = new StringBuilder($"<row r=\"{line}\">");
        for (var i = 0; i < cells.Length; i++)
        {
            var at = $"{Column(i)}{line}";
            row.Append(
                cells[i] switch
                {
                    null => "",
                    string { Length: > 1 } formula when formula[0] == '=' =>
                        $"<c r=\"{at}\"><f>{Escape(formula.Split('|')[0][1..])}</f><v>{formula.Split('|')[1]}</v></c>",
                    string text => $"<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{Escape(text)}</t></is></c>",
                    IFormattable number =>
                        $"<c r=\"{at}\"><v>{number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}</v></c>",
                    _ => "",
                }
            );
        }

        return row.Append("</row>").ToString();
    }

    public static byte[] Zip(IEnumerable<(string Path, byte[] Bytes)> parts)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, bytes) in parts)
            {
                using var part = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
                part.Write(bytes);
            }
        }

        return memory.ToArray();
    }

    private static List<(string Path, byte[] Bytes)> Parts((string Name, string Rows)[] sheets)
    {
        List<(string, string)> parts =
        [
            (
                "[Content_Types].xml",
                $"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
            (
                "_rels/.rels",
                $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"r1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
            (
                "xl/workbook.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>"
                    + string.Concat(sheets.Select((s, i) => $"<sheet name=\"{Escape(s.Name)}\" sheetId=\"{i + 1}\" r:id=\"r{i + 1}\"/>"))
                    + "</sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns=\"{Package}/relationships\">"
                    + string.Concat(
                        sheets.Select(
                            (_, i) =>
                                $"<Relationship Id=\"r{i + 1}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"
                        )
                    )
                    + "</Relationships>"
            ),
        ];
        parts.AddRange(
            sheets.Select(
                (s, i) => ($"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{s.Rows}</sheetData></worksheet>")
            )
        );
        return parts.ConvertAll(p => (p.Item1, Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + p.Item2)));
    }

    private static string Column(int index) => (index >= 26 ? Column((index / 26) - 1) : "") + (char)('A' + (index % 26));

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
