using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Guitai.Commands.Tools;

/// <summary>Help as the parser writes it, and the examples of a tool below it.</summary>
internal sealed class ToolHelp(SynchronousCommandLineAction plain) : SynchronousCommandLineAction
{
    /// <summary>Help is no error: it ends with 0 however little else was given.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Lets <c>--help</c> of this tree show examples.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ToolHelp((SynchronousCommandLineAction)help.Action!);
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = plain.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ToolAction { Examples.Count: > 0 } tool)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in tool.Examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
            output.WriteLine("A value may also be given as @FILE, or as @- for standard input.");
        }

        return code;
    }
}
