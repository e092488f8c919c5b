using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Guitai.Bench.Host;
using Guitai.Host.Terminals;
using Guitai.Hosting;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Shop.Demo;

namespace Guitai.Bench.Cards;

/// <summary>A counter that takes cards, every role a process of its own in a temporary folder: sandbox, host, shop, till, and the terminal that the till starts.</summary>
internal sealed class CardWorld : IAsyncDisposable
{
    public const string Number = "10010002";

    // As the demo's: some sales are approved while the host is dead, and told to it later.
    private static readonly OfflineLimits s_offline = new(200_00, 1000_00, 10);

    private readonly CardWorldOptions _options;
    private readonly int _shopPort = HostWorld.FreePort();
    private readonly int _tillsPort = HostWorld.FreePort();
    private readonly int _tillPort = HostWorld.FreePort();
    private readonly byte[][] _components = [RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(16)];
    private string _code = "";
    private Process? _shop;
    private Process? _till;

    private CardWorld(CardWorldOptions options) => _options = options;

    public HostWorld Acquirer { get; private set; } = null!;

    public string Folder => Acquirer.Folder;

    public CardBureau Cards => Acquirer.Cards;

    public Uri TillAddress => Local(_tillPort);

    /// <summary>The terminal's own port.</summary>
    public int TerminalPort { get; } = HostWorld.FreePort();

    public Process Till => _till!;

    public Process Shop => _shop!;

    /// <summary>What the till said on its outputs, its terminal's standard error included, in all its lives.</summary>
    public StringBuilder TillLog { get; } = new();

    public StringBuilder ShopLog { get; } = new();

    /// <summary>Makes merchant, shop, till and terminal as people would, and waits until the terminal can take a card.</summary>
    public static async Task<CardWorld> MakeAsync(CardWorldOptions options)
    {
        var world = new CardWorld(options);
        try
        {
            world.Acquirer = await HostWorld.MakeAsync(
                0,
                null,
                (acquirer, host) =>
                {
                    world.Acquirer = acquirer;
                    return world.AddTerminalAsync(host);
                }
            );
            using (var shop = await ShopHost.OpenAsync(Path.Combine(world.Folder, "shop"), null))
            {
                await DemoShop.SeedAsync(shop.Shop);
            }

            await world.StartShopAsync();
            await world.StartTillAsync(await world.EnrolmentCodeAsync());
            await world.SetUpTerminalAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the till after it ended.</summary>
    public Task StartTillAsync() => StartTillAsync(null);

    /// <summary>The process of the till's terminal; null while there is none.</summary>
    public Process? Terminal()
    {
        foreach (var task in Directory.GetDirectories($"/proc/{_till!.Id}/task"))
        {
            foreach (var child in File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                return Process.GetProcessById(int.Parse(child, CultureInfo.InvariantCulture));
            }
        }

        return null;
    }

    /// <summary>SIGTERM to every process: they close their books.</summary>
    public Task StopAsync() => StopAsync(_till!, _shop!, Acquirer.Host, Acquirer.Sandbox);

    /// <summary>The same for some of them; one that has ended stays so.</summary>
    public static async Task StopAsync(params Process[] processes)
    {
        foreach (var process in processes.Where(p => !p.HasExited))
        {
            using var kill = Process.Start("kill", $"-TERM {process.Id.ToString(CultureInfo.InvariantCulture)}");
            await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await process.WaitForExitAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _till, _shop })
        {
            if (process is { HasExited: false })
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }

            process?.Dispose();
        }

        if (Acquirer is not null)
        {
            await Acquirer.DisposeAsync();
        }
    }

    private static Uri Local(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task AddTerminalAsync(AcquirerHost host)
    {
        await AcquirerSeed.MerchantAsync(host, HostWorld.MerchantOf(0), "拐角有光", "CORNER LIGHT");
        await host.Desk.Services.Terminals.AddAsync(
            new Guitai.Host.Terminals.Terminal
            {
                Number = Number,
                Merchant = HostWorld.MerchantOf(0),
                Place = "收银台",
                Offline = s_offline,
            }
        );
        await host.Access.LoadComponentAsync(Number, "custodian-1", _components[0], "");
        await host.Access.LoadComponentAsync(Number, "custodian-2", _components[1], "");
        _code = (await host.Access.MakeCodeAsync(Number)).Value;
        if (_options.Wallets)
        {
            await Acquirer.EnrolAsync(host, 1);
        }

        if (_options.Chips)
        {
            using var sandbox = new HttpClient { BaseAddress = Acquirer.SandboxAddress };
            await ChipSeed.HaveAsync(host, (await sandbox.GetFromJsonAsync<List<AuthorityKey>>("sandbox/api/chips/authorities"))!);
        }
    }

    private async Task StartShopAsync() =>
        _shop = await HostWorld.StartAsync(
            ["shop", "--data", Folder, "--port", Text(_shopPort), "--tills-port", Text(_tillsPort)],
            ShopLog
        );

    private async Task<string> EnrolmentCodeAsync()
    {
        var owner = DemoShop.Logins()[0];
        using var http = new HttpClient { BaseAddress = new Uri(Local(_shopPort), "shop/api/") };
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        await SendAsync("login", new { number = owner.Number, password = owner.Password });
        return (string)(await SendAsync($"tills/{DemoShop.TillIds()[0]}/code", new { }))["code"]!;

        async Task<JsonNode> SendAsync<T>(string path, T body)
        {
            using var answer = await http.PostAsJsonAsync(path, body);
            answer.EnsureSuccessStatusCode();
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync()) ?? new JsonObject();
        }
    }

    private async Task StartTillAsync(string? code)
    {
        string[] enrol = code is null ? [] : ["--shop", $"https://127.0.0.1:{Text(_tillsPort)}", "--code", code];
        string[] printer = _options.Printer is { } name ? ["--printer", name] : [];
        string[] readers = _options.Chips ? ["--card-readers", $"vpcd:{Text(Acquirer.ReadersPort)}"] : [];
        string[] via = _options.Via is { } way ? ["--terminal-via", Text(way(TerminalPort))] : [];
        _till?.Dispose();
        _till = await HostWorld.StartAsync(
            [
                "till",
                "--data",
                Path.Combine(Folder, "till"),
                "--port",
                Text(_tillPort),
                "--terminal-port",
                Text(TerminalPort),
                "--card-answer-seconds",
                Text(_options.AnswerSeconds),
                .. printer,
                .. readers,
                .. via,
                .. enrol,
            ],
            TillLog
        );
    }

    // The way of a person: the owner opens the set-up at the till; one-time code, two components, sign-in at the terminal's page.
    private async Task SetUpTerminalAsync()
    {
        var owner = DemoShop.Logins()[0];
        using var till = new TillPage(TillAddress);
        JsonNode? frame = null;
        for (var i = 0; frame is null; i++)
        {
            if (i > 300)
            {
                throw new Failure($"The terminal did not start: {TillLog}", $"终端未能启动：{TillLog}");
            }

            await Task.Delay(100);
            if ((await till.SendAsync("login", new { number = owner.Number, pin = owner.Pin })).Answer is not null)
            {
                frame = (await till.SendAsync("cards/set-up", new { commandId = Guid.NewGuid() })).Answer;
            }
        }

        var page = new Uri((string)frame["frame"]!);
        using var http = new HttpClient { BaseAddress = new Uri(page, $"/terminal/api/setup/{page.Fragment.Split('/')[^1]}/") };
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        await StepAsync(
            "activate",
            new
            {
                office = Acquirer.PagesAddress.ToString(),
                hosts = new[] { $"127.0.0.1:{Text(Acquirer.TerminalsPort)}" },
                terminal = Number,
                code = _code,
            }
        );
        await StepAsync("component", new { custodian = "custodian-1", component = Convert.ToHexString(_components[0]) });
        await StepAsync("component", new { custodian = "custodian-2", component = Convert.ToHexString(_components[1]) });
        var view = await StepAsync("sign-in", new { });
        for (var i = 0; !(bool)view["signedIn"]!; i++)
        {
            if (i > 300)
            {
                throw new Failure($"The terminal could not sign in: {view}", $"终端签到失败：{view}");
            }

            await Task.Delay(100);
            view = JsonNode.Parse(await http.GetStringAsync(new Uri("", UriKind.Relative)))!;
        }

        async Task<JsonNode> StepAsync<T>(string step, T body)
        {
            using var answer = await http.PostAsJsonAsync(step, body);
            answer.EnsureSuccessStatusCode();
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        }
    }
}

/// <summary>How the counter is.</summary>
internal sealed record CardWorldOptions
{
    /// <summary>How long the terminal waits for the host.</summary>
    public int AnswerSeconds { get; init; } = 60;

    /// <summary>The merchant has accounts at the sandbox's wallets.</summary>
    public bool Wallets { get; init; }

    /// <summary>The acquirer has parameters for chips, and the sandbox's chips come to the terminal's readers.</summary>
    public bool Chips { get; init; }

    /// <summary>As <c>guitai till --printer</c>; null for none.</summary>
    public string? Printer { get; init; }

    /// <summary>Given the terminal's port, another that leads to it; null: the till goes to it straight.</summary>
    public Func<int, int>? Via { get; init; }
}
