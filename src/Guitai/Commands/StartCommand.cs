using System.CommandLine;
using Guitai.Hosting;

namespace Guitai.Commands;

/// <summary><c>guitai start</c>, what <c>./run</c> does alone: one's own shop once there is one, the demo until then.</summary>
internal static class StartCommand
{
    public static Command Make()
    {
        var data = new Option<string>("--data") { Description = "Folder of all data", DefaultValueFactory = _ => "data" };
        var port = new Option<int>("--port") { Description = "Port on loopback", DefaultValueFactory = _ => 8080 };
        var tillsPort = TillsPort.Option();
        var command = new Command("start", "Runs your own shop, or the demo until you have opened one") { data, port, tillsPort };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var own = Path.Combine(parsed.GetValue(data)!, DemoCommand.OwnShop);
                var pages = parsed.GetValue(port);
                var tills = TillsPort.Of(parsed.GetValue(tillsPort), pages);
                return Directory.Exists(own)
                    ? ShopCommand.RunAsync(
                        own,
                        pages,
                        tills,
                        postgres: null,
                        printer: "none",
                        new CardSettings(CardSettings.PortBeside(pages)),
                        cancellation
                    )
                    : DemoCommand.RunAsync(parsed.GetValue(data)!, DemoPorts.Of(pages, tills), printer: null, cancellation);
            }
        );
        return command;
    }
}
