using System.Globalization;
using Guitai.Till.Devices;

namespace Guitai.Hosting;

/// <summary>Makes the printer that the command line names.</summary>
internal static class Printers
{
    /// <summary><c>none</c>, <c>tcp:HOST:PORT</c> or <c>file:PATH</c>.</summary>
    /// <exception cref="Failure">It is none of these.</exception>
    public static IPrinter Of(string text)
    {
        var parts = text.Split(':');
        return parts switch
        {
            ["none"] => new NoPrinter(),
            ["tcp", var host, var port] when int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                new NetworkPrinter(host, number, TimeProvider.System),
            ["file", .. var path] => new FilePrinter(string.Join(':', path)),
            _ => throw new Failure(
                $"'{text}' is no printer: use none, tcp:HOST:PORT or file:PATH.",
                $"打印机“{text}”无法识别：请用 none、tcp:主机:端口 或 file:路径。"
            ),
        };
    }
}
