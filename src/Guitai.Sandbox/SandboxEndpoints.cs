using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Guitai.Sandbox.Printer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Sandbox;

/// <summary>Switches the virtual printer.</summary>
/// <param name="Mood">How it behaves from now on; null: as before.</param>
public sealed record PrinterSwitch(bool Online, PrinterMood? Mood);

/// <summary>The sandbox's HTTP endpoints under <c>/sandbox/api</c>.</summary>
public static class SandboxEndpoints
{
    /// <summary>Maps the paper roll and its switch.</summary>
    public static void Map(IEndpointRouteBuilder app, VirtualPrinter printer)
    {
        var api = app.MapGroup("/sandbox/api").WithTags("sandbox");
        api.MapGet("paper", () => Results.Json(printer.Roll)).Produces<PaperRoll>();
        api.MapGet("events", (HttpContext http) => TypedResults.ServerSentEvents(Events(printer, http.RequestAborted)));
        api.MapPost(
                "printer",
                (PrinterSwitch change) =>
                {
                    if (change.Mood is { } mood)
                    {
                        printer.Behave(mood);
                    }

                    if (change.Online)
                    {
                        printer.SwitchOn();
                    }
                    else
                    {
                        printer.SwitchOff();
                    }

                    return Results.Json(printer.Roll);
                }
            )
            .Produces<PaperRoll>();
    }

    private static async IAsyncEnumerable<SseItem<PaperRoll>> Events(
        VirtualPrinter printer,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Wake() => channel.Writer.TryWrite(true);
        printer.Changed += Wake;
        try
        {
            Wake();
            await foreach (var _ in channel.Reader.ReadAllAsync(cancellation))
            {
                yield return new SseItem<PaperRoll>(printer.Roll, "paper");
            }
        }
        finally
        {
            printer.Changed -= Wake;
        }
    }
}
