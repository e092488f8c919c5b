using System.CommandLine;
using System.Globalization;
using Guitai.Host.Operations;
using Guitai.Hosting;

namespace Guitai.Commands;

/// <summary><c>guitai host</c>: the acquirer's server.</summary>
internal static class HostCommand
{
    public static Command Make()
    {
        var data = new Option<string>("--data") { Description = "Folder of all data", DefaultValueFactory = _ => "data" };
        var port = new Option<int>("--port") { Description = "Port on loopback for the pages", DefaultValueFactory = _ => 8081 };
        var terminals = new Option<int>("--terminals-port")
        {
            Description = "TLS port at which terminals come in, on every address",
            DefaultValueFactory = _ => 8443,
        };
        var postgres = new Option<string?>("--postgres") { Description = "Connection string, to keep the books in PostgreSQL" };
        var first = new Option<string?>("--custodian-1") { Description = "File with the first custodian's component of the key store" };
        var second = new Option<string?>("--custodian-2") { Description = "File with the second custodian's component" };
        var office = OfficeListener.Options("the acquirer's page");
        var command = new Command("host", "Runs the acquirer's host")
        {
            data,
            port,
            terminals,
            postgres,
            first,
            second,
            office.Listen,
            office.Certificate,
            office.Key,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(data)!,
                    parsed.GetValue(port),
                    parsed.GetValue(terminals),
                    parsed.GetValue(postgres),
                    Custody(parsed.GetValue(first), parsed.GetValue(second)),
                    () => office.Open("host", parsed),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string data,
        int port,
        int terminalsPort,
        string? postgres,
        CustodyFiles? custody,
        Func<OfficeListener?> openOffice,
        CancellationToken cancellation
    )
    {
        var url = $"http://127.0.0.1:{port}";
        using var office = openOffice();
        using var telemetry = Telemetry.Start("host");
        await using var host = await AcquirerHost.OpenAsync(Path.Combine(data, "host"), postgres, custody);
        using var terminals = new TerminalsListener(host, terminalsPort);
        await using var app = Web.Create(port, office: office, terminals: terminals);
        Health.Map(app, () => Health.Of(host));
        HostEndpoints.Map(app, host.Operations);
        Web.ServePages(app, Serving.PagesFolder, "host");
        await host.StartAsync();
        return await Serving.RunAsync(
            app,
            url,
            [
                $"收单主机 / host     {url}/host/",
                .. office is null ? Array.Empty<string>() : [$"                    {office.Address}"],
                string.Create(CultureInfo.InvariantCulture, $"终端 / terminals    tls://*:{terminalsPort}   (docs/protocols/terminal.md)"),
            ],
            cancellation
        );
    }

    private static CustodyFiles? Custody(string? first, string? second) =>
        (first, second) switch
        {
            (null, null) => null,
            ({ } one, { } two) => new CustodyFiles(one, two),
            _ => throw new Failure("Both custodians' files are needed.", "需要同时提供两个保管人的分量文件。", exitCode: 2),
        };
}
