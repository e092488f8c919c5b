using System.Buffers.Binary;
using System.Text;

namespace Guitai.Shop.Tests;

/// <summary>Writes workbooks of Excel 97–2003: a BIFF8 stream (MS-XLS 2.4) in a compound file (MS-CFB 2), with what else a test puts beside it.</summary>
internal static class XlsFile
{
    private const int SectorBytes = 512;
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint Free = 0xFFFFFFFF;
    private const uint FatSector = 0xFFFFFFFD;

    /// <summary>A workbook of one sheet: numbers, texts, and <c>=1+1|value</c> as a formula with what was saved with it.</summary>
    /// <param name="macros">True: with the storage that Excel keeps macros in.</param>
    public static byte[] Make(string sheet, object?[][] rows, bool macros = false)
    {
        var name = Encoding.Unicode.GetBytes(sheet);
        byte[] globals = [.. Begin(0x0005), .. Record(0x0042, [0xB0, 0x04])];
        byte[] end = Record(0x000A, []);
        byte[] bound = [0, 0, 0, 0, 0, 0, (byte)sheet.Length, 1, .. name];
        BinaryPrimitives.WriteInt32LittleEndian(bound, globals.Length + 4 + bound.Length + end.Length);
        byte[] stream = [.. globals, .. Record(0x0085, bound), .. end, .. Sheet(rows)];
        var padded = new byte[Math.Max(stream.Length, 4096)];
        stream.CopyTo(padded, 0);
        return Compound(padded, macros);
    }

    private static byte[] Sheet(object?[][] rows)
    {
        List<byte> sheet = [.. Begin(0x0010)];
        sheet.AddRange(Record(0x0200, [.. Four(0), .. Four(rows.Length), .. Two(0), .. Two(rows.Max(r => r.Length)), .. Two(0)]));
        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < rows[r].Length; c++)
            {
                byte[] place = [.. Two(r), .. Two(c), .. Two(15)];
                sheet.AddRange(
                    rows[r][c] switch
                    {
                        null => [],
                        string { Length: > 1 } formula when formula[0] == '=' => Record(
                            0x0006,
                            [
                                .. place,
                                .. BitConverter.GetBytes(
                                    double.Parse(formula.Split('|')[1], System.Globalization.CultureInfo.InvariantCulture)
                                ),
                                .. Two(0),
                                .. Four(0),
                                .. Two(7),
                                .. (byte[])[0x1E, 1, 0, 0x1E, 1, 0, 0x03],
                            ]
                        ),
                        string text => Record(0x0204, [.. place, .. Two(text.Length), 1, .. Encoding.Unicode.GetBytes(text)]),
                        IConvertible number => Record(
                            0x0203,
                            [.. place, .. BitConverter.GetBytes(number.ToDouble(System.Globalization.CultureInfo.InvariantCulture))]
                        ),
                        _ => [],
                    }
                );
            }
        }

        sheet.AddRange(Record(0x000A, []));
        return [.. sheet];
    }

    private static byte[] Begin(int kind) =>
        Record(0x0809, [.. Two(0x0600), .. Two(kind), .. Two(0x0DBB), .. Two(1996), .. Four(0), .. Four(6)]);

    private static byte[] Record(int type, byte[] body) => [.. Two(type), .. Two(body.Length), .. body];

    private static byte[] Two(int value) => [(byte)(value & 0xFF), (byte)((value >> 8) & 0xFF)];

    private static byte[] Four(int value) => BitConverter.GetBytes(value);

    private static byte[] Compound(byte[] workbook, bool macros)
    {
        var vba = Encoding.ASCII.GetBytes(
            "Attribute VB_Name = \"AutoOpen\"\r\nSub Auto_Open(): Shell \"calc\": End Sub\r\n".PadRight(4096)
        );
        List<(string Name, byte Kind, byte[] Bytes, int Child, int Right)> entries = macros
            ? [("Root Entry", 5, [], 1, -1), ("Workbook", 2, workbook, -1, 2), ("_VBA_PROJECT_CUR", 1, [], 3, -1), ("dir", 2, vba, -1, -1)]
            : [("Root Entry", 5, [], 1, -1), ("Workbook", 2, workbook, -1, -1)];
        List<uint> fat = [FatSector, EndOfChain];
        List<byte> data = [];
        var directory = new byte[SectorBytes];
        for (var i = 0; i < 4; i++)
        {
            var entry = directory.AsSpan(i * 128, 128);
            BinaryPrimitives.WriteInt32LittleEndian(entry[68..], -1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[72..], -1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[76..], -1);
            if (i >= entries.Count)
            {
                continue;
            }

            var (name, kind, bytes, child, right) = entries[i];
            Encoding.Unicode.GetBytes(name).CopyTo(entry);
            BinaryPrimitives.WriteInt16LittleEndian(entry[64..], (short)((name.Length + 1) * 2));
            entry[66] = kind;
            entry[67] = 1;
            BinaryPrimitives.WriteInt32LittleEndian(entry[72..], right);
            BinaryPrimitives.WriteInt32LittleEndian(entry[76..], child);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[116..], bytes.Length == 0 ? EndOfChain : (uint)fat.Count);
            BinaryPrimitives.WriteInt32LittleEndian(entry[120..], bytes.Length);
            var sectors = (bytes.Length + SectorBytes - 1) / SectorBytes;
            for (var s = 0; s < sectors; s++)
            {
                fat.Add(s == sectors - 1 ? EndOfChain : (uint)fat.Count + 1);
            }

            data.AddRange(bytes);
            data.AddRange(new byte[(sectors * SectorBytes) - bytes.Length]);
        }

        Assert.True(fat.Count <= 128, "One sector of the table is all this writer knows.");
        var header = new byte[SectorBytes];
        ((byte[])[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(header, 0);
        foreach (var (at, value) in ((int, int)[])[(24, 0x3E), (26, 3), (28, 0xFFFE), (30, 9), (32, 6)])
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(at), (ushort)value);
        }

        foreach (var (at, value) in ((int, uint)[])[(44, 1), (48, 1), (56, 4096), (60, EndOfChain), (68, EndOfChain), (76, 0)])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), value);
        }

        for (var at = 80; at < SectorBytes; at += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), Free);
        }

        while (fat.Count < 128)
        {
            fat.Add(Free);
        }

        return [.. header, .. fat.SelectMany(BitConverter.GetBytes), .. directory, .. data];
    }
}
