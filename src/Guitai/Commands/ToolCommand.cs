using System.CommandLine;
using Guitai.Commands.Tools;

namespace Guitai.Commands;

/// <summary><c>guitai tool</c>: the payment engineer's toolbox. Each tool prints one JSON object; a wrong value ends with 2.</summary>
internal static class ToolCommand
{
    public static Command Make()
    {
        var tool = new Command("tool", "The payment engineer's toolbox: one JSON object on standard output, binary as upper-case hex");
        foreach (
            var subcommand in (Command[])
                [
                    Iso8583Tool.Make(),
                    TlvTool.Make(),
                    DolTool.Make(),
                    QrTool.Make(),
                    PinBlockTool.Make(),
                    DukptTool.Make(),
                    KeyBlockTool.Make(),
                    MacTool.Make(),
                    KcvTool.Make(),
                    CvvTool.Make(),
                    PvvTool.Make(),
                    ArqcTool.Make(),
                    SmTool.Make(),
                ]
        )
        {
            tool.Subcommands.Add(subcommand);
        }

        return tool;
    }
}
