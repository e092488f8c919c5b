using System.CommandLine;
using Guitai.Bench;
using Guitai.Bench.Cards;
using Guitai.Bench.Host;
using Guitai.Commands.Tools;
using Guitai.Hosting;

namespace Guitai.Commands;

/// <summary>The command line. Exit code 0: all held; 1: something did not; 2: wrong usage.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Guitai (柜台): an open smart POS");
        foreach (
            var command in (Command[])
                [
                    StartCommand.Make(),
                    DemoCommand.Make(),
                    TillCommand.Make(),
                    TerminalCommand.Make(),
                    ShopCommand.Make(),
                    HostCommand.Make(),
                    SandboxCommand.Make(),
                    ImportCommand.Make(),
                    VerifyCommand.Make(),
                    ToolCommand.Make(),
                    Bench(),
                ]
        )
        {
            root.Subcommands.Add(command);
        }

        ToolHelp.AddTo(root);
        // A value @FILE is ours to read (ToolInput): the parser must not take it for a file of arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            return 2;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    // On a busy machine closing the books takes longer than the usual two seconds.
                    ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
                }
            );
        }
        catch (Failure failure)
        {
            await Console.Error.WriteLineAsync(failure.Text);
            return failure.ExitCode;
        }
    }

    private static Command Bench()
    {
        var sales = new Option<int>("--sales") { Description = "Sales to measure", DefaultValueFactory = _ => 10_000 };
        var orders = new Option<int>("--close-orders")
        {
            Description = "Orders in the shift that is closed",
            DefaultValueFactory = _ => 100_000,
        };
        var products = new Option<int>("--products")
        {
            Description = "Products in the catalogue that is synced, scanned and searched; 0 leaves that out",
            DefaultValueFactory = _ => 0,
        };
        var measure = new Option<string?>("--measure") { Hidden = true };
        var fill = new Option<string?>("--fill")
        {
            Description = "Only makes a shop of that many products with its till in this folder, for `guitai shop --with-till`",
        };
        var till = new Command("till", "Cash sales per second, closing a large shift, a large catalogue")
        {
            sales,
            orders,
            products,
            measure,
            fill,
        };
        till.SetAction(
            (parsed, _) =>
                parsed.GetValue(fill) is { } place ? CatalogueBench.FillAsync(place, parsed.GetValue(products))
                : parsed.GetValue(measure) is { } folder ? CatalogueBench.MeasureAsync(folder, parsed.GetValue(products))
                : TillBench.RunAsync(parsed.GetValue(sales), parsed.GetValue(orders), parsed.GetValue(products))
        );
        var rows = new Option<int>("--rows") { Description = "Rows of the product list", DefaultValueFactory = _ => 100_000 };
        var shop = new Command("shop", "Bringing in a large product list") { rows };
        shop.SetAction((parsed, _) => ShopBench.RunAsync(parsed.GetValue(rows)));
        var rounds = new Option<int>("--rounds")
        {
            Description = "Rounds of 20,000 messages; the median counts",
            DefaultValueFactory = _ => 51,
        };
        var iso8583 = new Command("iso8583", "Reading and writing the packed sale message, and TLV") { rounds };
        iso8583.SetAction(parsed => Iso8583Bench.Run(Math.Max(1, parsed.GetValue(rounds))));
        var crypto = new Command("crypto", "MACs, PIN translation, DUKPT and key blocks");
        crypto.SetAction((_, _) => CryptoBench.RunAsync());
        var issuerSales = new Option<int>("--sales") { Description = "Sales to measure", DefaultValueFactory = _ => 100_000 };
        var issuer = new Command("issuer", "What a sale costs the sandbox issuer, TLS and all") { issuerSales };
        issuer.SetAction((parsed, cancellation) => IssuerBench.RunAsync(Math.Max(1, parsed.GetValue(issuerSales)), cancellation));
        var terminals = new Option<int>("--terminals") { Description = "Terminals that sell", DefaultValueFactory = _ => 256 };
        var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = _ => 15 };
        var postgres = new Option<string?>("--postgres") { Description = "Connection string, to keep the books in PostgreSQL" };
        var curve = new Option<bool>("--curve") { Description = "Also 1, 2, 4 … 1,000 terminals" };
        var idle = new Option<int>("--idle") { Description = "Instead: what so many connected terminals cost that say nothing" };
        var host = new Command("host", "Authorised sales per second: host, issuer and terminals in three processes")
        {
            terminals,
            seconds,
            postgres,
            curve,
            idle,
        };
        host.SetAction(
            (parsed, _) =>
                parsed.GetValue(idle) is > 0 and var silent
                    ? HostBench.IdleAsync(silent)
                    : HostBench.RunAsync(
                        new HostBenchOptions(
                            parsed.GetValue(terminals),
                            parsed.GetValue(seconds),
                            parsed.GetValue(postgres),
                            parsed.GetValue(curve)
                        )
                    )
        );
        var echoPort = new Option<int>("--port") { Required = true };
        var echo = new Command("echo", "Answers each message with itself; the baseline of host") { echoPort };
        echo.Hidden = true;
        echo.SetAction((parsed, cancellation) => EchoBench.ServeAsync(parsed.GetValue(echoPort), cancellation));
        var cardSales = new Option<int>("--sales") { Description = "Sales to measure", DefaultValueFactory = _ => 200 };
        var card = new Command("card", "From the PIN to the receipt: till, terminal, host and issuer in processes of their own")
        {
            cardSales,
        };
        card.SetAction((parsed, _) => CardBench.RunAsync(Math.Max(10, parsed.GetValue(cardSales))));
        var codeSeconds = new Option<int>("--seconds") { Description = "How long sales are measured", DefaultValueFactory = _ => 15 };
        var waiting = new Option<int>("--waiting")
        {
            Description = "Customers who are shown a code and do not pay",
            DefaultValueFactory = _ => 1000,
        };
        var codes = new Command("codes", "Sales by customers' codes through host and sandbox wallets, and what waiting customers cost")
        {
            codeSeconds,
            waiting,
        };
        codes.SetAction(
            (parsed, _) => CodeBench.RunAsync(Math.Max(3, parsed.GetValue(codeSeconds)), Math.Max(1, parsed.GetValue(waiting)))
        );
        var emv = new Command("emv", "What one card transaction costs the EMV kernel, without the card's own time");
        emv.SetAction(_ => EmvBench.Run());
        return new Command("bench", "Measures; one JSON object a line")
        {
            till,
            shop,
            iso8583,
            crypto,
            emv,
            issuer,
            host,
            codes,
            card,
            echo,
        };
    }
}
