using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Guitai.Hosting;
using Guitai.Receipts;
using Guitai.Sandbox;
using Guitai.Sandbox.Cards;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Printer;

namespace Guitai.Commands;

/// <summary><c>guitai sandbox</c>: the rest of the world for a developer's desk: a card issuer, wallets and a receipt printer.</summary>
internal static class SandboxCommand
{
    public static Command Make()
    {
        var data = new Option<string>("--data") { Description = "Folder of all data", DefaultValueFactory = _ => "data" };
        var port = new Option<int>("--port") { Description = "Port on loopback", DefaultValueFactory = _ => 8082 };
        var issuerPort = new Option<int>("--issuer-port")
        {
            Description = "TLS port on loopback at which hosts reach the issuer, 0 for any",
            DefaultValueFactory = _ => 8583,
        };
        var walletsPort = new Option<int?>("--wallets-port")
        {
            Description = "Port on loopback of the wallet gateways, 0 for any [default: --port + 7, so 8089]",
        };
        var secondary = new Option<int?>("--issuer-secondary-port") { Description = "A second port of the issuer" };
        var accept = new Option<string[]>("--accept-host")
        {
            Description = "File with the certificate (PEM) of a host that may connect; it is remembered",
            DefaultValueFactory = _ => [],
        };
        var readers = ReadersPort();
        var command = new Command("sandbox", "Runs the virtual world: an issuer with its cards, wallets and a printer")
        {
            readers,
            data,
            port,
            issuerPort,
            walletsPort,
            secondary,
            accept,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(data)!,
                    parsed.GetValue(port),
                    parsed.GetValue(issuerPort),
                    parsed.GetValue(walletsPort) ?? parsed.GetValue(port) + 7,
                    parsed.GetValue(secondary),
                    parsed.GetValue(readers),
                    parsed.GetValue(accept)!,
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string data,
        int port,
        int issuerPort,
        int walletsPort,
        int? secondaryPort,
        int readersPort,
        string[] accept,
        CancellationToken cancellation
    )
    {
        var url = $"http://127.0.0.1:{port}";
        using var folder = DataFolder.Take(Path.Combine(data, "sandbox"));
        await using var issuer = OpenIssuer(folder.Path);
        foreach (var file in accept)
        {
            issuer.Folder.Accept(ReadCertificate(file));
        }

        await using var wallets = await WalletWorld.OpenAsync(data, walletsPort);
        List<string> links = [$"tls://127.0.0.1:{Listen(issuer, issuerPort)}"];
        if (secondaryPort is { } second)
        {
            links.Add($"tls://127.0.0.1:{Listen(issuer, second)}");
        }

        await using var paper = new VirtualPrinter(PaperWidth.Mm80, TimeProvider.System);
        paper.SwitchOn();
        await using var reader = new VirtualReader();
        reader.Listen(0);
        await using var chips = OpenChips(issuer, readersPort);
        await using var app = Web.Create(port);
        SandboxEndpoints.Map(app, paper);
        IssuerEndpoints.Map(app, issuer);
        ReaderEndpoints.Map(app, reader, issuer.Cards);
        ChipEndpoints.Map(app, chips);
        wallets.Map(app);
        Web.ServePages(app, Serving.PagesFolder, "sandbox");
        return await Serving.RunAsync(
            app,
            url,
            [
                $"沙盒 / sandbox      {url}/sandbox/",
                $"发卡行 / issuer     {string.Join("  ", links)}   (docs/protocols/issuer-link.md)",
                $"钱包 / wallets      {wallets.Address}   (docs/protocols/wallets.md)",
                $"打印机 / printer    tcp:127.0.0.1:{paper.Port}",
                $"刷卡器 / reader     tcp:127.0.0.1:{reader.State.Port}",
            ],
            cancellation
        );
    }

    private static SandboxIssuer OpenIssuer(string data)
    {
        var folder = Path.Combine(data, "issuer");
        try
        {
            return SandboxIssuer.Open(folder, TimeProvider.System, RandomNumberGenerator.Fill);
        }
        catch (Exception exception) when (exception is InvalidDataException or CryptographicException)
        {
            throw new Failure(
                $"The issuer in {folder} cannot be opened: {exception.Message} Remove the folder to begin with a new one.",
                $"{folder} 中的发卡行数据无法打开。删除该目录即可重新开始。"
            );
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw Failure.NotWritable(folder);
        }
    }

    private static string ReadCertificate(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new Failure($"{file} cannot be read.", $"{file} 无法读取。", exitCode: 2);
        }
    }

    /// <summary>The option that joins the sandbox's chip cards to virtual readers.</summary>
    internal static Option<int> ReadersPort() =>
        new("--vpcd-port")
        {
            Description =
                "Port on loopback at which a virtual reader (vsmartcard's vpcd, usually 35963; the next port for contactless) takes the sandbox's chip cards, 0 for none",
        };

    /// <summary>Opens the issuer's chip cards, and joins them to virtual readers.</summary>
    internal static ChipDesk OpenChips(SandboxIssuer issuer, int readersPort)
    {
        try
        {
            var chips = ChipDesk.Open(issuer.Folder.Path, issuer.Cards, TimeProvider.System, RandomNumberGenerator.Fill);
            if (readersPort > 0)
            {
                chips.Join(new IPEndPoint(IPAddress.Loopback, readersPort));
            }

            return chips;
        }
        catch (InvalidDataException exception)
        {
            throw new Failure(
                $"The chip cards in {issuer.Folder.Path} cannot be opened: {exception.Message}",
                $"{issuer.Folder.Path} 中的芯片卡数据无法打开：{exception.Message}"
            );
        }
    }

    /// <summary>Makes the issuer listen on loopback; its port.</summary>
    internal static int Listen(SandboxIssuer issuer, int port)
    {
        try
        {
            return issuer.Listen(IPAddress.Loopback, port);
        }
        catch (SocketException)
        {
            throw new Failure(
                $"The issuer's port {port} is in use by another program. Stop it, or name another with --issuer-port.",
                $"发卡行端口 {port} 已被其他程序占用。请停止该程序，或用 --issuer-port 换一个端口。"
            );
        }
    }
}
