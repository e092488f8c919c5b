using System.CommandLine;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool tlv</c>.</summary>
internal static class TlvTool
{
    public static Command Make() => new("tlv", "");
}
