using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Guitai.Contracts.Terminal;
using Guitai.Host.Terminals;

namespace Guitai.Hosting;

/// <summary>Makes the demo till's terminal one of the demo's host, by the same requests as a person at the set-up page: one-time code, two components, sign-in.</summary>
internal static class CardSetUp
{
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(500);

    /// <summary>What the demo's terminal may approve without asking: 200 yuan each, 1,000 together, ten of them.</summary>
    public static OfflineLimits Offline { get; } = new(200_00, 1000_00, 10);

    public static async Task RunAsync(
        AcquirerHost host,
        ITerminalLine line,
        Uri office,
        int terminalsPort,
        string terminal,
        CancellationToken cancellation
    )
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var stand = await line.StandAsync(0, TimeSpan.Zero, cancellation);
                if (!stand.Ok || stand.Value.Stage is TerminalStage.Ready or TerminalStage.Blocked)
                {
                    return;
                }

                await MakeAsync(host, line, office, terminalsPort, terminal, cancellation);
                return;
            }
            catch (Exception fault) when (fault is TerminalUnreachableException or HttpRequestException or JsonException)
            {
                // It is starting.
                await Task.WhenAny(Task.Delay(s_again, cancellation));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task MakeAsync(
        AcquirerHost host,
        ITerminalLine line,
        Uri office,
        int terminalsPort,
        string terminal,
        CancellationToken cancellation
    )
    {
        if (host.Desk.Services.Terminals.Find(terminal) is { Terminal.State: not TerminalState.New })
        {
            // Its device's folder is gone: what was it may not come back.
            await host.Access.BlockAsync(terminal);
            await host.Access.RenewLifeAsync(terminal);
        }

        await host.Desk.Services.Terminals.ChangeAsync(terminal, t => t with { Offline = Offline });
        var code = await host.Access.MakeCodeAsync(terminal);
        var frame = await line.SetUpAsync(cancellation);
        if (!code.Ok || !frame.Ok)
        {
            return;
        }

        var page = frame.Value.Frame;
        using var http = new HttpClient { BaseAddress = new Uri(page, $"/terminal/api/setup/{page.Fragment.Split('/')[^1]}/") };
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        await SendAsync(
            "activate",
            new
            {
                office = office.ToString(),
                hosts = new[] { string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{terminalsPort}") },
                terminal,
                code = code.Value,
            }
        );
        foreach (var custodian in (string[])["custodian-1", "custodian-2"])
        {
            var component = RandomNumberGenerator.GetBytes(16);
            await host.Access.LoadComponentAsync(terminal, custodian, component, "");
            await SendAsync("component", new { custodian, component = Convert.ToHexString(component) });
        }

        await SendAsync("sign-in", new { });

        async Task SendAsync<T>(string step, T body)
        {
            using var answer = await http.PostAsJsonAsync(step, body, JsonSerializerOptions.Web, cancellation);
            answer.EnsureSuccessStatusCode();
        }
    }
}
