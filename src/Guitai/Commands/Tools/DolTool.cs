using System.CommandLine;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool dol</c>.</summary>
internal static class DolTool
{
    public static Command Make() => new("dol", "");
}
