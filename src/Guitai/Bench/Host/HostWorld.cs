using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Guitai.Hosting;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Bench.Host;

/// <summary>A host and a sandbox as processes of their own in a temporary folder, with terminals that are ready to connect.</summary>
internal sealed class HostWorld : IAsyncDisposable
{
    public const string Merchant = "898310058120";

    private readonly string _folder = Directory.CreateTempSubdirectory("guitai-bench-").FullName;
    private readonly string? _postgres;
    private readonly int _issuerPort = FreePort();
    private readonly int _pagesPort = FreePort();
    private readonly int _sandboxPort = FreePort();
    private readonly Dictionary<string, X509Certificate2> _devices = new(StringComparer.Ordinal);
    private readonly System.Text.StringBuilder _log = new();
    private Process? _sandbox;
    private Process? _host;
    private X509Certificate2? _authority;

    private HostWorld(string? postgres) => _postgres = postgres;

    public static byte[] MasterKey { get; } = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    public string Folder => _folder;

    /// <summary>Where the host's page and its API are.</summary>
    public Uri PagesAddress => new($"http://127.0.0.1:{_pagesPort}/");

    /// <summary>What the host has said on its outputs; whole once its process has ended.</summary>
    public string Log => _log.ToString();

    /// <summary>Where the sandbox's pages and its API are.</summary>
    public Uri SandboxAddress => new($"http://127.0.0.1:{_sandboxPort}/");

    public int TerminalsPort { get; } = FreePort();

    /// <summary>Where the sandbox's chips look for a reader with contacts; for one without on the next port.</summary>
    public int ReadersPort { get; } = FreePorts();

    public CardBureau Cards { get; private set; } = null!;

    public IReadOnlyCollection<string> Terminals => _devices.Keys;

    public Process Host => _host!;

    public Process Sandbox => _sandbox!;

    /// <summary>Makes merchants, terminals and keys, and starts both processes.</summary>
    /// <param name="terminals">How many.</param>
    /// <param name="postgres">Connection string; null for SQLite.</param>
    /// <param name="prepare">What else the host gets before its process starts.</param>
    public static async Task<HostWorld> MakeAsync(int terminals, string? postgres, Func<HostWorld, AcquirerHost, Task>? prepare = null)
    {
        var world = new HostWorld(postgres);
        try
        {
            await world.StartSandboxAsync(null);
            await world.PrepareAsync(terminals, prepare);
            await world.StartHostAsync();
            await world.ReadyAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public static string MerchantOf(int index) => Merchant + (index % 20).ToString("D3", CultureInfo.InvariantCulture);

    /// <summary>Starts the host, after it was prepared or killed.</summary>
    public async Task StartHostAsync()
    {
        string[] books = _postgres is null ? [] : ["--postgres", _postgres];
        _host = await StartAsync(
            [
                "host",
                "--data",
                _folder,
                "--port",
                _pagesPort.ToString(CultureInfo.InvariantCulture),
                "--terminals-port",
                TerminalsPort.ToString(CultureInfo.InvariantCulture),
                .. books,
            ],
            _log
        );
    }

    /// <summary>How often the host has committed since it started.</summary>
    public async Task<long> CommitsAsync()
    {
        using var http = new HttpClient();
        var health = await http.GetStringAsync(new Uri($"http://127.0.0.1:{_pagesPort}/health"));
        return JsonNode.Parse(health)!["roles"]![0]!["commits"]!.GetValue<long>();
    }

    /// <summary>Waits until the host has signed on to the issuer; before, it answers 91.</summary>
    public async Task ReadyAsync()
    {
        using var http = new HttpClient();
        for (var i = 0; i < 600; i++)
        {
            var health = await http.GetStringAsync(new Uri($"http://127.0.0.1:{_pagesPort}/health"));
            if (!health.Contains("issuer.unreachable", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new Failure("The host did not reach the issuer.", "收单主机未能连上发卡行。");
    }

    /// <summary>A terminal's connection, signed in.</summary>
    public async Task<TerminalLine> ConnectAsync(string number, bool signIn = true)
    {
        var index = int.Parse(number, CultureInfo.InvariantCulture) - 10_000_000;
        var line = await TerminalLine.ConnectAsync(TerminalsPort, number, MerchantOf(index), MasterKey, _devices[number], _authority!);
        if (signIn)
        {
            var code = await line.Terminal.SignInAsync();
            if (code != "00")
            {
                throw new Failure($"Terminal {number} could not sign in: {code}.", $"终端 {number} 签到失败：{code}。");
            }
        }

        return line;
    }

    /// <summary>A connection under another certificate than the terminal's own, or under none.</summary>
    public Task<TerminalLine> ConnectAsAsync(string number, X509Certificate2? certificate) =>
        TerminalLine.ConnectAsync(TerminalsPort, number, MerchantOf(0), MasterKey, certificate, _authority!);

    /// <summary>Opens the host's books after its process ended.</summary>
    /// <summary>Gives merchants accounts at the sandbox's wallets.</summary>
    public async Task EnrolAsync(AcquirerHost host, int merchants)
    {
        using var http = new HttpClient { BaseAddress = SandboxAddress };
        var state = JsonNode.Parse(await http.GetStringAsync(new Uri("sandbox/api/wallets", UriKind.Relative)));
        await WalletSetUp.RunAsync(
            host,
            [.. Enumerable.Range(0, merchants).Select(i => (MerchantOf(i), $"压测商户 {i}"))],
            SandboxAddress,
            PagesAddress,
            new Uri((string)state!["gateway"]!),
            CancellationToken.None
        );
    }

    public Task<AcquirerHost> OpenBooksAsync() => AcquirerHost.OpenAsync(Path.Combine(_folder, "host"), _postgres);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _host, _sandbox })
        {
            if (process is { HasExited: false })
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            process?.Dispose();
        }

        foreach (var device in _devices.Values)
        {
            device.Dispose();
        }

        _authority?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Two next to each other.
    private static int FreePorts()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            using var second = new TcpListener(IPAddress.Loopback, port + 1);
            try
            {
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }

    private async Task StartSandboxAsync(string? accept)
    {
        string[] known = accept is null ? [] : ["--accept-host", accept];
        _sandbox = await StartAsync([
            "sandbox",
            "--data",
            _folder,
            "--port",
            _sandboxPort.ToString(CultureInfo.InvariantCulture),
            "--wallets-port",
            "0",
            "--issuer-port",
            _issuerPort.ToString(CultureInfo.InvariantCulture),
            "--vpcd-port",
            ReadersPort.ToString(CultureInfo.InvariantCulture),
            .. known,
        ]);
    }

    private async Task PrepareAsync(int terminals, Func<HostWorld, AcquirerHost, Task>? prepare)
    {
        var issuer = new IssuerFolder(Path.Combine(_folder, "sandbox", "issuer"));
        Cards = new CardBureau(IssuerProfile.Read(issuer.Profile));
        await using var host = await OpenBooksAsync();
        await AcquirerSeed.LinkAsync(host, issuer, $"127.0.0.1:{_issuerPort.ToString(CultureInfo.InvariantCulture)}");
        _authority = X509Certificate2.CreateFromPem(host.Authority.CertificatePem);
        if (prepare is not null)
        {
            await prepare(this, host);
        }

        for (var i = 0; i < Math.Min(20, terminals); i++)
        {
            await AcquirerSeed.MerchantAsync(host, MerchantOf(i), $"压测商户 {i}", $"BENCH MERCHANT {i}");
        }

        await Parallel.ForAsync(
            0,
            terminals,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) =>
            {
                var number = (10_000_000 + i).ToString(CultureInfo.InvariantCulture);
                var (key, request) = TerminalLine.MakeKey(number);
                using (key)
                {
                    var pem = await AcquirerSeed.TerminalAsync(host, number, MerchantOf(i), MasterKey, request);
                    var device = TerminalLine.WithKey(pem, key);
                    lock (_devices)
                    {
                        _devices.Add(number, device);
                    }
                }
            }
        );
    }

    // The same program in another process; ready when it has said where it is.
    internal static async Task<Process> StartAsync(string[] arguments, System.Text.StringBuilder? log = null)
    {
        var program = Environment.ProcessPath!;
        var own = Path.Combine(AppContext.BaseDirectory, "guitai.dll");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(own);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var errors = log ?? new System.Text.StringBuilder();
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        var first = await process.StandardOutput.ReadLineAsync();
        Keep(first);
        if (first is null)
        {
            await process.WaitForExitAsync();
            throw new Failure($"guitai {arguments[0]} did not start: {errors}", $"guitai {arguments[0]} 未能启动：{errors}");
        }

        _ = KeepAllAsync();
        return process;

        async Task KeepAllAsync()
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                Keep(line);
            }
        }

        void Keep(string? line)
        {
            lock (errors)
            {
                errors.AppendLine(line);
            }
        }
    }
}
