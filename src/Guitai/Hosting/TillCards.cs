using System.CommandLine;
using System.CommandLine.Parsing;
using Guitai.Commands;
using Guitai.Till.Cards;

namespace Guitai.Hosting;

/// <summary>How a till's card terminal is started.</summary>
/// <param name="Port">On loopback, of its own; 0 for no terminal.</param>
/// <param name="Reader">Its stripe reader, as <c>guitai terminal --reader</c>.</param>
/// <param name="AnswerSeconds">How long it waits for the host.</param>
/// <param name="Via">Another port on loopback that leads to it: a test that writes down what passes listens in between.</param>
internal sealed record CardSettings(int Port, string Reader = "none", int AnswerSeconds = 60, int? Via = null)
{
    /// <summary>What reads chips, as <c>guitai terminal --card-readers</c>.</summary>
    public string CardReaders { get; init; } = "pcsc";

    /// <summary>Where a till's terminal stands when nobody says otherwise.</summary>
    public static int PortBeside(int tillPort) => tillPort + 5;
}

/// <summary>The options by which a command line says it.</summary>
internal sealed class CardOptions
{
    public Option<int?> Port { get; } =
        new("--terminal-port")
        {
            Description = "Port on loopback of the card terminal that this till starts, 0 for none [default: --port + 5]",
        };

    public Option<string> Reader { get; } =
        new("--reader")
        {
            Description = "The terminal's stripe reader, when it is no keyboard: none, tcp:HOST:PORT or file:PATH",
            DefaultValueFactory = _ => "none",
        };

    public Option<string> CardReaders { get; } = TerminalCommand.CardReaders("--card-readers");

    public Option<int> AnswerSeconds { get; } = TerminalCommand.AnswerSeconds("--card-answer-seconds");

    public Option<int?> Via { get; } = new("--terminal-via") { Hidden = true };

    public CardSettings Of(ParseResult parsed, int tillPort) =>
        new(
            parsed.GetValue(Port) ?? CardSettings.PortBeside(tillPort),
            parsed.GetValue(Reader)!,
            parsed.GetValue(AnswerSeconds),
            parsed.GetValue(Via)
        )
        {
            CardReaders = parsed.GetValue(CardReaders)!,
        };
}

/// <summary>A till's card terminal: its process, and the line to it.</summary>
internal sealed class TillCards : IAsyncDisposable
{
    private readonly TerminalProcess _process;

    private TillCards(TerminalProcess process, TerminalLine line) => (_process, Line) = (process, line);

    /// <summary>The origin of the terminal's pages.</summary>
    public string Origin => _process.Origin;

    /// <summary>The way from the till to it.</summary>
    public TerminalLine Line { get; }

    /// <summary>Starts a till's terminal and ties it to the till; null where there is to be none.</summary>
    /// <param name="data">The folder in which the terminal has its own.</param>
    public static TillCards? Start(TillHost till, string data, int tillPort, CardSettings settings)
    {
        if (settings.Port == 0)
        {
            return null;
        }

        var process = new TerminalProcess(
            Path.Combine(data, "terminal"),
            settings.Port,
            tillPort,
            settings.Reader,
            settings.CardReaders,
            settings.AnswerSeconds
        );
        var line = process.LineOf(settings.Via);
        till.Till.AttachTerminal(line);
        return new TillCards(process, line);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Line.Dispose();
        await _process.DisposeAsync();
    }
}
