using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Guitai.Contracts.Terminal;
using Guitai.Host.Terminals;

namespace Guitai.Hosting;

/// <summary>Makes the demo till's terminal one of the demo's host, by the same requests as a person at the set-up page: one-time code, two components, sign-in. One that is, and was left at other ports, is told where the host is now.</summary>
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
                if (
                    !stand.Ok
                    || stand.Value.Stage == TerminalStage.Blocked
                    || await line.SetUpAsync(cancellation) is not { Ok: true } frame
                )
                {
                    return;
                }

                var page = frame.Value.Frame;
                using var http = new HttpClient { BaseAddress = new Uri(page, $"/terminal/api/setup/{page.Fragment.Split('/')[^1]}/") };
                http.DefaultRequestHeaders.Add("X-Guitai", "1");
                var place = new Place(office.ToString(), [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{terminalsPort}")]);
                await (
                    stand.Value.Stage == TerminalStage.Ready
                        ? MoveAsync(http, place, cancellation)
                        : MakeAsync(host, http, place, terminal, cancellation)
                );
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

    private static async Task MoveAsync(HttpClient http, Place place, CancellationToken cancellation)
    {
        var known = (await http.GetFromJsonAsync<Place>("", cancellation))!;
        if (known.Office != place.Office || !known.Hosts.SequenceEqual(place.Hosts, StringComparer.Ordinal))
        {
            await SendAsync(http, "move", place, cancellation);
        }
    }

    private static async Task MakeAsync(AcquirerHost host, HttpClient http, Place place, string terminal, CancellationToken cancellation)
    {
        if (host.Desk.Services.Terminals.Find(terminal) is { Terminal.State: not TerminalState.New })
        {
            // Its device's folder is gone: what was it may not come back.
            await host.Access.BlockAsync(terminal);
            await host.Access.RenewLifeAsync(terminal);
        }

        await host.Desk.Services.Terminals.ChangeAsync(terminal, t => t with { Offline = Offline });
        var code = await host.Access.MakeCodeAsync(terminal);
        if (!code.Ok)
        {
            return;
        }

        await SendAsync(
            http,
            "activate",
            new
            {
                place.Office,
                place.Hosts,
                terminal,
                code = code.Value,
            },
            cancellation
        );
        foreach (var custodian in (string[])["custodian-1", "custodian-2"])
        {
            var component = RandomNumberGenerator.GetBytes(16);
            await host.Access.LoadComponentAsync(terminal, custodian, component, "");
            await SendAsync(http, "component", new { custodian, component = Convert.ToHexString(component) }, cancellation);
        }

        await SendAsync(http, "sign-in", new { }, cancellation);
    }

    private static async Task SendAsync<T>(HttpClient http, string step, T body, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync(step, body, JsonSerializerOptions.Web, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    // Of the host.
    private sealed record Place(string Office, IReadOnlyList<string> Hosts);
}
