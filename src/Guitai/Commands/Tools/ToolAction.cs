using System.CommandLine;
using System.Text.Json.Nodes;

namespace Guitai.Commands.Tools;

/// <summary>A command that answers one JSON object, with examples that <c>--help</c> shows and a test runs.</summary>
internal sealed class ToolAction : Command
{
    /// <param name="name">The word on the command line.</param>
    /// <param name="description">One sentence for <c>--help</c>.</param>
    /// <param name="answer">Computes the answer; throws <see cref="Hosting.Failure"/> (see <see cref="ToolInput.Refuse"/>) for wrong input.</param>
    /// <param name="options">The options.</param>
    /// <param name="examples">Whole command lines, from <c>guitai tool</c> on, with single quotes around what holds spaces or braces.</param>
    public ToolAction(string name, string description, Func<ParseResult, JsonObject> answer, Option[] options, string[] examples)
        : base(name, description)
    {
        Examples = examples;
        foreach (var option in options)
        {
            Options.Add(option);
        }

        SetAction(parsed => ToolOutput.Print(answer(parsed)));
    }

    /// <summary>Command lines that run as they stand.</summary>
    public IReadOnlyList<string> Examples { get; }
}
