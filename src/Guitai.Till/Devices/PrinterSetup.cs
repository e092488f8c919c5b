using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Guitai.Till.Devices;

/// <summary>Where the till's printer is.</summary>
/// <param name="Kind"><c>none</c>, <c>tcp</c> or <c>file</c>.</param>
/// <param name="Host">Of a network printer.</param>
/// <param name="Port">Of a network printer; 9100 as a rule.</param>
/// <param name="Path">Of a device file.</param>
/// <param name="Baud">Speed of a serial port; null for other devices.</param>
/// <param name="Answers">False for a printer that is known to tell nothing; null: found out.</param>
public sealed record PrinterSetup(
    string Kind,
    string? Host = null,
    int Port = 9100,
    string? Path = null,
    int? Baud = null,
    bool? Answers = null
)
{
    private static readonly int[] s_speeds = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200];

    /// <summary>No printer.</summary>
    public static PrinterSetup None { get; } = new("none");

    /// <summary>Reads <c>none</c>, <c>tcp:HOST:PORT</c>, <c>file:PATH</c> or <c>file:PATH@BAUD</c>, as the command line gives them.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PrinterSetup? setup)
    {
        setup = null;
        if (text == "none")
        {
            setup = None;
        }
        else if (text.StartsWith("tcp:", StringComparison.Ordinal))
        {
            var end = text.LastIndexOf(':');
            if (end > 4 && int.TryParse(text[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                setup = new PrinterSetup("tcp", text[4..end].Trim('[', ']'), port);
            }
        }
        else if (text.StartsWith("file:", StringComparison.Ordinal))
        {
            var at = text.LastIndexOf('@');
            var baud = 0;
            var hasSpeed = at > 5 && int.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out baud);
            setup = new PrinterSetup("file", Path: hasSpeed ? text[5..at] : text[5..], Baud: hasSpeed ? baud : null);
        }

        setup = setup is { IsSound: true } ? setup : null;
        return setup is not null;
    }

    /// <summary>Every part is in range.</summary>
    public bool IsSound =>
        Kind switch
        {
            "none" => true,
            "tcp" => Host is { Length: > 0 and <= 253 } && Uri.CheckHostName(Host) != UriHostNameType.Unknown && Port is > 0 and <= 65535,
            "file" => Path is { Length: > 0 and <= 200 } && !Path.Any(char.IsControl) && (Baud is not { } baud || s_speeds.Contains(baud)),
            _ => false,
        };

    /// <summary>It is among the machine's devices, as a page may name it; the command line may name any file.</summary>
    public bool IsDevice =>
        Kind != "file" || (Path!.StartsWith("/dev/", StringComparison.Ordinal) && !Path.Contains("..", StringComparison.Ordinal));

    /// <summary>The printer at that place.</summary>
    public IPrinter Connect(TimeProvider time) =>
        Kind switch
        {
            "tcp" => new EscPosPrinter(new NetworkLine(Host!, Port, time), Answers, time),
            "file" => new EscPosPrinter(new FileLine(Path!, Baud, time), Answers, time),
            _ => new NoPrinter(),
        };
}
