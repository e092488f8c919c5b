using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Guitai.Tests;

/// <summary>The real program in a process of its own, on a data folder and a port of the test's.</summary>
internal sealed class GuitaiProcess : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "guitai.dll");

    // To open a demo makes keys and hashes passwords for seconds: it is done once, and every test begins with a copy.
    private static readonly Lazy<Task<string>> s_opened = new(OpenDemoAsync);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();

    private GuitaiProcess(Process process, int port)
    {
        _process = process;
        Port = port;
        process.OutputDataReceived += (_, e) => Keep(_output, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(_errors, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>Where a demo's host listens for terminals; 0 where it is not one.</summary>
    public int TerminalsPort { get; private set; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public string Errors => Text(_errors);

    public string Output => Text(_output);

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Starts without waiting for anything.</summary>
    /// <param name="wrapper">A program such as strace, with its arguments, that runs it.</param>
    public static GuitaiProcess Start(int port, string[] arguments, params string[] wrapper) => Start(port, arguments, null, wrapper);

    private static GuitaiProcess Start(int port, string[] arguments, VirtualReaders? readers, string[] wrapper)
    {
        string[] all = [.. wrapper, "dotnet", s_program, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (readers is not null)
        {
            start.Environment[VirtualReaders.SocketVariable] = readers.Socket;
        }

        return new GuitaiProcess(Process.Start(start)!, port);
    }

    /// <summary>Starts the demo and waits until it answers. Where there is no data yet, it is a demo that has been opened and closed again.</summary>
    public static Task<GuitaiProcess> DemoAsync(string data, string? printer = null, int? port = null, params string[] wrapper) =>
        DemoAsync(data, printer, port, null, wrapper);

    /// <summary>The same with card readers: the sandbox's cards go to them, and the system's card reader service is theirs.</summary>
    public static Task<GuitaiProcess> DemoAsync(string data, VirtualReaders readers, int? port = null) =>
        DemoAsync(data, null, port, readers, []);

    private static async Task<GuitaiProcess> DemoAsync(string data, string? printer, int? port, VirtualReaders? readers, string[] wrapper)
    {
        if (!Directory.Exists(data))
        {
            using var copy = Process.Start("cp", ["-a", await s_opened.Value, data]);
            await copy.WaitForExitAsync();
            Assert.Equal(0, copy.ExitCode);
        }

        return await StartDemoAsync(data, printer, port, readers, wrapper);
    }

    private static async Task<string> OpenDemoAsync()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        using var demo = await StartDemoAsync(folder["data"], null, null, null, []);
        await demo.IdleAsync();
        await demo.StopAsync();
        return folder["data"];
    }

    // Chips, wallets and terminal are made ready behind the pages' backs: until it works no more.
    private async Task IdleAsync()
    {
        var before = TimeSpan.Zero;
        for (var i = 0; i < 60; i++)
        {
            _process.Refresh();
            var now = _process.TotalProcessorTime;
            if (now - before < TimeSpan.FromMilliseconds(40))
            {
                return;
            }

            before = now;
            await Task.Delay(500, CancellationToken.None);
        }
    }

    private static async Task<GuitaiProcess> StartDemoAsync(
        string data,
        string? printer,
        int? port,
        VirtualReaders? readers,
        string[] wrapper
    )
    {
        var on = port ?? FreePort();
        var terminals = FreePort();
        string[] ports =
        [
            "--tills-port",
            $"{FreePort()}",
            "--terminals-port",
            $"{terminals}",
            "--issuer-port",
            "0",
            "--wallets-port",
            "0",
            "--card-port",
            $"{FreePort()}",
            // As long as a silent host is waited for: a test may show what happens then.
            "--card-answer-seconds",
            "6",
        ];
        string[] printers = printer is null ? [] : ["--printer", printer];
        string[] cards = readers is null ? [] : ["--vpcd-port", $"{readers.Port}"];
        var process = Start(on, ["demo", "--data", data, "--port", $"{on}", .. ports, .. printers, .. cards], readers, wrapper);
        process.TerminalsPort = terminals;
        await process.ReadyAsync();
        return process;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(0, arguments);
        await process.EndAsync();
        return (process._process.ExitCode, process.Output, process.Errors);
    }

    /// <summary>A port that nobody has, below those that the system gives to connections on their way out: one of them could take it before it is used.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: another one.
            }
        }
    }

    /// <summary>Waits until <c>/health</c> says that all is well.</summary>
    public async Task ReadyAsync()
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            Assert.False(_process.HasExited, $"guitai ended: {Errors}");
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "/health"), limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>SIGKILL: no farewell.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>SIGTERM: the process closes its books and ends with 0.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", $"-TERM {_process.Id}");
        await kill.WaitForExitAsync();
        Assert.Equal(0, await EndAsync());
    }

    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("guitai-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Where the sources stand, found upwards from the test's own binary.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Guitai.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The repository's root was not found above the test binary.");
    }
}
