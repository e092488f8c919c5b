using System.CommandLine;
using System.Text.Json;
using Guitai.Foundation;
using Guitai.Foundation.People;
using Guitai.Hosting;
using Guitai.Terminal.Pages;

namespace Guitai.Commands;

/// <summary>What a till hands to the terminal that it starts, one line of JSON on standard input.</summary>
/// <param name="Secret">Whoever shows it is the till.</param>
/// <param name="TillOrigins">Whose page may frame the terminal's: scheme, name and port.</param>
internal sealed record TerminalLaunch(string Secret, IReadOnlyList<string> TillOrigins);

/// <summary><c>guitai terminal</c>: card acceptance on a till's device, a process of its own. The till starts it; it ends with the till.</summary>
internal static class TerminalCommand
{
    // The protocol's; a shorter one is for whoever wants to see what happens then.
    private const int LongestAnswerSeconds = 60;
    private const int LeastAnswerSeconds = 5;

    public static Command Make()
    {
        var data = new Option<string>("--data")
        {
            Description = "Folder of this terminal's keys and journal",
            DefaultValueFactory = _ => "data/terminal",
        };
        var port = new Option<int>("--port") { Description = "Port on loopback of its own pages", DefaultValueFactory = _ => 8085 };
        var reader = new Option<string>("--reader")
        {
            Description = "A stripe reader that is no keyboard: none, tcp:HOST:PORT or file:PATH (a serial device)",
            DefaultValueFactory = _ => "none",
        };
        var cardReaders = CardReaders("--card-readers");
        var answer = AnswerSeconds("--answer-seconds");
        var command = new Command(
            "terminal",
            "Runs a card terminal; a till starts it and hands it a line of JSON {secret, tillOrigins} on standard input"
        )
        {
            data,
            port,
            reader,
            cardReaders,
            answer,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(data)!,
                    parsed.GetValue(port),
                    parsed.GetValue(reader)!,
                    parsed.GetValue(cardReaders)!,
                    TimeSpan.FromSeconds(parsed.GetValue(answer)),
                    cancellation
                )
        );
        return command;
    }

    /// <summary>What reads chips.</summary>
    public static Option<string> CardReaders(string name) =>
        new(name)
        {
            Description =
                "What reads chips: pcsc (every reader that the system has), none, or vpcd:PORT (virtual cards on loopback; the next port for contactless)",
            DefaultValueFactory = _ => "pcsc",
        };

    /// <summary>How long a terminal waits for the host's answer.</summary>
    public static Option<int> AnswerSeconds(string name)
    {
        var option = new Option<int>(name)
        {
            Description = "How long the card terminal waits for the host's answer before it takes the payment back, 5 to 60 seconds",
            DefaultValueFactory = _ => LongestAnswerSeconds,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < LeastAnswerSeconds or > LongestAnswerSeconds)
            {
                result.AddError($"{name}: 5–60 秒 / 5 to 60 seconds.");
            }
        });
        return option;
    }

    private static async Task<int> RunAsync(
        string data,
        int port,
        string reader,
        string cardReaders,
        TimeSpan answer,
        CancellationToken cancellation
    )
    {
        var launch = await LaunchAsync(cancellation);
        var url = $"http://127.0.0.1:{port}";
        await using var host = await TerminalHost.OpenAsync(data, answer);
        host.Desk.Pages = new Uri($"{url}/terminal/");
        await using var stripes = StripeLine.Of(reader, host.Desk);
        await using var chips = Hosting.CardReaders.Of(cardReaders, host.Desk);
        await using var app = Web.Create(port, framedBy: launch.TillOrigins);
        TerminalEndpoints.Map(app, host.Desk, host.SetUp, new Secret<string>(launch.Secret), new SystemRandomness());
        Health.Map(app, () => Health.Of(host));
        app.MapOpenApi("/openapi/{documentName}.json");
        Web.ServePages(app, Serving.PagesFolder, "terminal");

        // Whoever started this process holds its input open; when that one is gone, nobody is left to take cards for.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = EndWithInputAsync(ends);
        await host.StartAsync();
        stripes.Start();
        chips.Start();
        return await Serving.RunAsync(app, url, [$"终端 / terminal       {url}/terminal/"], ends.Token);
    }

    private static async Task<TerminalLaunch> LaunchAsync(CancellationToken cancellation)
    {
        var wrong = new Failure(
            "guitai terminal is started by its till, which hands it a line of JSON on standard input.",
            "guitai terminal 由收银台启动，并由其在标准输入给出一行 JSON。"
        );
        try
        {
            var line = await Console.In.ReadLineAsync(cancellation);
            return
                line is not null
                && JsonSerializer.Deserialize<TerminalLaunch>(line, JsonSerializerOptions.Web)
                    is { Secret.Length: >= 32, TillOrigins: not null } launch
                ? launch
                : throw wrong;
        }
        catch (JsonException)
        {
            throw wrong;
        }
    }

    private static async Task EndWithInputAsync(CancellationTokenSource ends)
    {
        await Task.Yield();
        while (await Console.In.ReadLineAsync(CancellationToken.None) is not null)
        {
            // Nothing more is expected.
        }

        try
        {
            await ends.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // Ended already.
        }
    }
}
