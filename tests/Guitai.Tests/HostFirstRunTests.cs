using System.Net;
using System.Net.Http.Json;

namespace Guitai.Tests;

/// <summary>A host of its own: its first run makes the first admin, and there is no default log-in.</summary>
public sealed class HostFirstRunTests
{
    [Fact]
    public async Task A_new_host_has_nobody_until_somebody_sets_it_up()
    {
        using var folder = new TemporaryFolder();
        var port = GuitaiProcess.FreePort();
        using var guitai = GuitaiProcess.Start(
            port,
            ["host", "--data", folder["data"], "--port", $"{port}", "--terminals-port", $"{GuitaiProcess.FreePort()}"]
        );
        await guitai.ReadyAsync();
        using var http = new HttpClient { BaseAddress = new Uri(guitai.Address, "/host/api/") };
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        Assert.Equal("{\"needed\":true}", await http.GetStringAsync(new Uri("setup", UriKind.Relative)));
        using var demo = await http.PostAsJsonAsync("login", new { login = "demo", password = "corner-light-host-1" });
        Assert.Equal(HttpStatusCode.BadRequest, demo.StatusCode);
        var who = new
        {
            login = "zhao",
            name = "赵",
            password = "seven quiet harbours",
        };
        using var made = await http.PostAsJsonAsync("setup", who);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Contains("path=/host; samesite=strict; httponly", made.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        using var again = await http.PostAsJsonAsync("setup", who with { login = "qian" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("{\"needed\":false}", await http.GetStringAsync(new Uri("setup", UriKind.Relative)));
    }
}
