using System.CommandLine;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool qr</c>.</summary>
internal static class QrTool
{
    public static Command Make() => new("qr", "");
}
