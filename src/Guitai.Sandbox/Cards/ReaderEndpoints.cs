using Guitai.Sandbox.Issuer.Cards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Sandbox.Cards;

/// <summary>Pulls a card through the reader.</summary>
/// <param name="Pan">Its number; or else program and index.</param>
/// <param name="Program">The program that it belongs to.</param>
/// <param name="Index">Its place in the program.</param>
/// <param name="Damage">What is wrong with its stripe.</param>
public sealed record SwipeOrder(string? Pan = null, string? Program = null, int? Index = null, StripeDamage Damage = StripeDamage.None);

/// <summary>Why something in the sandbox was not done; the page translates it.</summary>
public sealed record SandboxRefusal(string Code);

/// <summary>The stripe reader's HTTP endpoints under <c>/sandbox/api/reader</c>.</summary>
public static class ReaderEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder app, VirtualReader reader, CardBureau cards)
    {
        var api = app.MapGroup("/sandbox/api/reader").WithTags("reader");
        api.MapGet("", () => Results.Json(reader.State)).Produces<ReaderState>();
        api.MapPost(
                "swipe",
                async (SwipeOrder order) =>
                    !Enum.IsDefined(order.Damage) ? Results.BadRequest()
                    : Card(cards, order) is not { } card
                        ? Results.Json(new SandboxRefusal("reader.no-such-card"), statusCode: StatusCodes.Status404NotFound)
                    : await reader.SwipeAsync(card, order.Damage) == 0
                        ? Results.Json(new SandboxRefusal("reader.no-terminal"), statusCode: StatusCodes.Status409Conflict)
                    : Results.Json(reader.State)
            )
            .Produces<ReaderState>()
            .Produces<SandboxRefusal>(StatusCodes.Status404NotFound)
            .Produces<SandboxRefusal>(StatusCodes.Status409Conflict);
    }

    private static VirtualCard? Card(CardBureau cards, SwipeOrder order) =>
        order.Pan is { } pan ? cards.Find(pan)
        : order is { Program: { } program, Index: { } index } ? cards.TryCard(program, index)
        : null;
}
