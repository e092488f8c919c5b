using System.Diagnostics;
using System.Text;

namespace Guitai.Receipts.Tests;

/// <summary>Draws modules as a picture and has a real reader (zbarimg) say what it sees.</summary>
internal static class Scanner
{
    private const int Quiet = 10;
    private const int Scale = 4;

    /// <summary>What the picture of these rows of '0' and '1' says, each code on a line.</summary>
    public static string Scan(IReadOnlyList<string> rows, string symbology)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pgm");
        try
        {
            File.WriteAllBytes(file, Pgm(rows));
            using var zbar = Process.Start(
                new ProcessStartInfo("zbarimg", ["-q", "--raw", "-Sdisable", $"-S{symbology}.enable", file])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    StandardOutputEncoding = Encoding.UTF8,
                }
            )!;
            var said = zbar.StandardOutput.ReadToEnd();
            zbar.WaitForExit();
            return said.TrimEnd('\n');
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte[] Pgm(IReadOnlyList<string> rows)
    {
        var blank = Enumerable.Repeat("", Quiet);
        var width = (rows.Max(r => r.Length) + (2 * Quiet)) * Scale;
        var picture = new MemoryStream();
        var lines = blank.Concat(rows).Concat(blank).ToArray();
        picture.Write(Encoding.ASCII.GetBytes($"P5 {width} {lines.Length * Scale} 255\n"));
        foreach (var line in lines)
        {
            var modules = (new string('0', Quiet) + line).PadRight(width / Scale, '0');
            var dots = modules.SelectMany(m => Enumerable.Repeat((byte)(m == '1' ? 0 : 255), Scale)).ToArray();
            for (var i = 0; i < Scale; i++)
            {
                picture.Write(dots);
            }
        }

        return picture.ToArray();
    }
}
