using System.Security.Cryptography;
using System.Text;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Activation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Terminal.Pages;

/// <summary>The terminal's HTTP endpoints (docs/protocols/terminal-till.md): its till's, behind a secret, and its own page's, behind tickets.</summary>
public static class TerminalEndpoints
{
    /// <summary>The header that shows who is the till.</summary>
    public const string TillHeader = "X-Guitai-Till";

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(25);

    /// <summary>Maps them.</summary>
    /// <param name="app">The server.</param>
    /// <param name="desk">The terminal.</param>
    /// <param name="setUp">How it becomes one.</param>
    /// <param name="secret">What the till shows.</param>
    /// <param name="randomness">For the set-up's ticket.</param>
    public static void Map(IEndpointRouteBuilder app, TerminalDesk desk, SetUpDesk setUp, Secret<string> secret, IRandomness randomness)
    {
        var tickets = new SetUpTicket(randomness);
        MapTill(app, desk, tickets, Encoding.UTF8.GetBytes(secret.Reveal()));
        MapEntry(app, desk);
        MapSetUp(app, setUp, desk, tickets);
    }

    private static void MapTill(IEndpointRouteBuilder app, TerminalDesk desk, SetUpTicket tickets, byte[] secret)
    {
        var till = app.MapGroup("/terminal/api/till").WithTags("till");
        till.AddEndpointFilter(
            async (context, next) =>
            {
                var shown = Encoding.UTF8.GetBytes(context.HttpContext.Request.Headers[TillHeader].ToString());
                return CryptographicOperations.FixedTimeEquals(shown, secret)
                    ? await next(context)
                    : Results.StatusCode(StatusCodes.Status401Unauthorized);
            }
        );
        till.MapPost("payments", async (BeginPayment payment, HttpContext http) => Of(await desk.BeginAsync(payment, http.RequestAborted)))
            .Produces<PaymentView>();
        till.MapGet(
                "payments/{id:guid}",
                async (Guid id, long? after, int? wait, HttpContext http) =>
                {
                    await WaitAsync(desk, after, wait, http);
                    return Of(desk.Look(id));
                }
            )
            .Produces<PaymentView>();
        till.MapPost("payments/{id:guid}/cancel", async (Guid id) => Of(await desk.CancelAsync(id))).Produces<PaymentView>();
        till.MapPost(
                "payments/{id:guid}/amount",
                async (Guid id, PaymentAmount amount) => Of(await desk.SetAmountAsync(id, amount.AmountMinor))
            )
            .Produces<PaymentView>();
        till.MapPost("payments/{id:guid}/report", async (Guid id) => Of(await desk.ReportAsync(id))).Produces<PaymentView>();
        till.MapGet(
                "payments",
                (PaymentKind? kind, bool? open, long? before, int? count) =>
                    Results.Json(desk.List(new PaymentQuery(kind, open ?? false, before, count ?? 50)))
            )
            .Produces<IReadOnlyList<PaymentView>>();
        till.MapGet(
                "state",
                async (long? after, int? wait, HttpContext http) =>
                {
                    await WaitAsync(desk, after, wait, http);
                    return Results.Json(desk.Stand());
                }
            )
            .Produces<TerminalView>();
        till.MapPost("settle", async () => Of(await desk.SettleAsync())).Produces<TerminalView>();
        till.MapPost("set-up", () => Results.Json(new FrameAnswer(new Uri(desk.Pages, $"#/set-up/{tickets.Make()}"))))
            .Produces<FrameAnswer>();
    }

    private static void MapEntry(IEndpointRouteBuilder app, TerminalDesk desk)
    {
        var entry = app.MapGroup("/terminal/api/entry/{ticket}").WithTags("entry");
        entry
            .MapGet(
                "",
                async (string ticket, long? after, int? wait, HttpContext http) =>
                {
                    await WaitAsync(desk, after, wait, http);
                    return Entry(desk, ticket);
                }
            )
            .Produces<EntryView>();
        Post<SwipeRequest>("swipe", (id, swipe) => desk.SwipeAsync(id, swipe.Tracks));
        Post<TypedCardRequest>("typed", (id, card) => desk.TypeAsync(id, card.Number, card.Expiry, card.Cvv2));
        Post<PinRequest>("pin", (id, pin) => desk.PressAsync(id, pin.Keys));
        Post<ApplicationRequest>("application", (id, choice) => desk.ChooseAsync(id, choice.Index));
        Post<SignatureRequest>("signature", (id, signature) => desk.SignAsync(id, signature.Strokes));
        entry
            .MapPost(
                "cancel",
                async (string ticket) =>
                {
                    if (desk.PaymentOf(ticket) is { } id)
                    {
                        await desk.CancelAsync(id);
                    }

                    return Entry(desk, ticket);
                }
            )
            .Produces<EntryView>();

        void Post<T>(string path, Func<Guid, T, Task<Refusal?>> step)
            where T : notnull =>
            entry
                .MapPost(
                    path,
                    async (string ticket, T request) =>
                    {
                        if (desk.PaymentOf(ticket) is { } id)
                        {
                            await step(id, request);
                        }

                        return Entry(desk, ticket);
                    }
                )
                .Produces<EntryView>();
    }

    private static void MapSetUp(IEndpointRouteBuilder app, SetUpDesk setUp, TerminalDesk desk, SetUpTicket tickets)
    {
        var group = app.MapGroup("/terminal/api/setup/{ticket}").WithTags("setup");
        group.AddEndpointFilter(
            async (context, next) =>
                tickets.Is(context.HttpContext.GetRouteValue("ticket") as string ?? "")
                    ? await next(context)
                    : Results.Json(new Refusal("setup.ticket"), statusCode: StatusCodes.Status404NotFound)
        );
        group
            .MapGet(
                "",
                async (string ticket, long? after, int? wait, HttpContext http) =>
                {
                    await WaitAsync(desk, after, wait, http);
                    return Results.Json(setUp.View());
                }
            )
            .Produces<SetUpView>();
        group
            .MapPost(
                "activate",
                async (string ticket, ActivateRequest request, HttpContext http) =>
                    Results.Json(await setUp.ActivateAsync(request, http.RequestAborted))
            )
            .Produces<SetUpView>();
        group
            .MapPost("move", async (string ticket, MoveRequest request) => Results.Json(await setUp.MoveAsync(request)))
            .Produces<SetUpView>();
        group
            .MapPost("component", async (string ticket, ComponentRequest request) => Results.Json(await setUp.ComponentAsync(request)))
            .Produces<SetUpView>();
        group
            .MapPost("block", async (string ticket, BlockRequest request) => Results.Json(await setUp.BlockAsync(request)))
            .Produces<SetUpView>();
        group.MapPost("sign-in", async (string ticket) => Results.Json(await setUp.SignInAsync())).Produces<SetUpView>();
    }

    private static IResult Entry(TerminalDesk desk, string ticket) =>
        desk.PaymentOf(ticket) is { } id && desk.EntryOf(id) is { } view
            ? Results.Json(view)
            : Results.Json(new Refusal("entry.ticket"), statusCode: StatusCodes.Status404NotFound);

    private static Task WaitAsync(TerminalDesk desk, long? after, int? wait, HttpContext http)
    {
        var patience = TimeSpan.FromMilliseconds(Math.Clamp(wait ?? 0, 0, s_longest.TotalMilliseconds));
        return after is { } version && patience > TimeSpan.Zero
            ? desk.WaitAsync(version, patience, http.RequestAborted)
            : Task.CompletedTask;
    }

    private static IResult Of<T>(Outcome<T> outcome) =>
        outcome.Refusal is not { } refusal
            ? Results.Json(outcome.Value)
            : Results.Json(
                refusal,
                statusCode: refusal.Code switch
                {
                    "payment.unknown" => StatusCodes.Status404NotFound,
                    "terminal.busy" or "terminal.settling" => StatusCodes.Status409Conflict,
                    "store.full" => StatusCodes.Status503ServiceUnavailable,
                    _ => StatusCodes.Status400BadRequest,
                }
            );

    // Good for one sitting: the newest, and only while this process runs.
    private sealed class SetUpTicket(IRandomness randomness)
    {
        private byte[] _ticket = [];

        public string Make()
        {
            var random = new byte[16];
            randomness.Fill(random);
            var text = Convert.ToHexStringLower(random);
            Volatile.Write(ref _ticket, Encoding.ASCII.GetBytes(text));
            return text;
        }

        public bool Is(string shown) =>
            Volatile.Read(ref _ticket) is { Length: > 0 } ticket
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), ticket);
    }
}
