using Guitai.Till.Devices;

namespace Guitai.Hosting;

/// <summary>Makes the printer that the command line names.</summary>
internal static class Printers
{
    /// <summary><c>none</c>, <c>tcp:HOST:PORT</c>, <c>file:PATH</c> or <c>file:PATH@BAUD</c>.</summary>
    /// <exception cref="Failure">It is none of these.</exception>
    public static IPrinter Of(string text) =>
        PrinterSetup.TryParse(text, out var setup)
            ? setup.Connect(TimeProvider.System)
            : throw new Failure(
                $"'{text}' is no printer: use none, tcp:HOST:PORT, file:PATH or file:PATH@BAUD.",
                $"打印机“{text}”无法识别：请用 none、tcp:主机:端口、file:路径 或 file:路径@波特率。"
            );
}
