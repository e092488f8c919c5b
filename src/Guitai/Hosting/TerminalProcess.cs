using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Guitai.Commands;
using Guitai.Foundation;
using Guitai.Foundation.People;
using Guitai.Till.Cards;

namespace Guitai.Hosting;

/// <summary>The terminal that belongs to this till: a child process, started again when it ends.</summary>
internal sealed class TerminalProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    private readonly string _data;
    private readonly int _port;
    private readonly string _reader;
    private readonly string _cardReaders;
    private readonly int _answerSeconds;
    private readonly IReadOnlyList<string> _origins;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int? _id;

    /// <param name="data">The terminal's folder.</param>
    /// <param name="port">Its own port on loopback.</param>
    /// <param name="tillPort">The till's, whose page frames its pages.</param>
    /// <param name="reader">Its stripe reader, as <c>guitai terminal --reader</c>.</param>
    /// <param name="cardReaders">What reads chips, as <c>guitai terminal --card-readers</c>.</param>
    /// <param name="answerSeconds">How long it waits for the host, as <c>guitai terminal --answer-seconds</c>.</param>
    public TerminalProcess(string data, int port, int tillPort, string reader, string cardReaders, int answerSeconds = 60)
    {
        (_data, _port, _reader, _cardReaders, _answerSeconds) = (data, port, reader, cardReaders, answerSeconds);
        _origins =
        [
            .. new[] { "127.0.0.1", "localhost" }.Select(n => string.Create(CultureInfo.InvariantCulture, $"http://{n}:{tillPort}")),
        ];
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _running = RunAsync();
    }

    /// <summary>Where its pages and its API are.</summary>
    public Uri Address { get; }

    /// <summary>The origin of its pages.</summary>
    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    /// <summary>The way from its till to it.</summary>
    /// <param name="via">Another port on loopback that leads to it; null for its own.</param>
    public TerminalLine LineOf(int? via = null) => new(via is { } port ? new UriBuilder(Address) { Port = port }.Uri : Address, Secret);

    /// <summary>What shows it that this process is the till.</summary>
    public Secret<string> Secret { get; } = new(SessionToken.New(new SystemRandomness()));

    /// <summary>Its process id; null while it is away.</summary>
    public int? Id => _id;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = s_first;
        while (!_stop.IsCancellationRequested)
        {
            var since = TimeProvider.System.GetTimestamp();
            using var process = await StartAsync();
            _id = process.Id;
            try
            {
                await process.WaitForExitAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                await EndAsync(process);
                return;
            }
            finally
            {
                _id = null;
            }

            // One that lived has earned a quick restart; one that cannot start is not tried without end at full speed.
            pause =
                TimeProvider.System.GetElapsedTime(since) > s_longest
                    ? s_first
                    : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, s_longest.Ticks));
            await Task.WhenAny(Task.Delay(pause, _stop.Token));
        }
    }

    private async Task<Process> StartAsync()
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "guitai.dll"));
        }

        foreach (
            var argument in new[]
            {
                "terminal",
                "--data",
                _data,
                "--port",
                _port.ToString(CultureInfo.InvariantCulture),
                "--reader",
                _reader,
                "--card-readers",
                _cardReaders,
                "--answer-seconds",
                _answerSeconds.ToString(CultureInfo.InvariantCulture),
            }
        )
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(
            JsonSerializer.Serialize(new TerminalLaunch(Secret.Reveal(), _origins), JsonSerializerOptions.Web)
        );
        await process.StandardInput.FlushAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    // Its input ends with ours: it closes its books and goes. One that does not is ended.
    private static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }
}
