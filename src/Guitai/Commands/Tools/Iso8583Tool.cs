using System.CommandLine;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool iso8583</c>.</summary>
internal static class Iso8583Tool
{
    public static Command Make() => new("iso8583", "");
}
