using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Sandbox.Cards.Slots;

/// <summary>A chip's application as far as its holder may look: no number, no PIN, no key.</summary>
/// <param name="Label">What terminals show.</param>
/// <param name="Counter">Transactions that it began.</param>
/// <param name="PinTries">How many are left.</param>
/// <param name="Blocked">True when its issuer, or the whole card, is blocked.</param>
/// <param name="TapBalanceMinor">What is left for taps without the issuer; null: it allows none.</param>
/// <param name="Offline">Approvals by itself since it was online last.</param>
public sealed record ChipApplicationState(string Label, int Counter, int PinTries, bool Blocked, long? TapBalanceMinor, int Offline);

/// <summary>A place for cards, and the card in it.</summary>
/// <param name="Side">With contacts or without.</param>
/// <param name="Cards">How many are there; a field with two reads none.</param>
/// <param name="File">What the card was made from; null without one.</param>
/// <param name="Pan">Its number; null without one.</param>
/// <param name="Applications">The card's applications.</param>
/// <param name="Last">The last command that it got since it came.</param>
/// <param name="ReaderHasIt">True when a PC/SC service sees it; null: no line to one was asked for.</param>
public sealed record SlotState(
    CardSides Side,
    int Cards,
    string? File,
    string? Pan,
    IReadOnlyList<ChipApplicationState> Applications,
    LastCommand? Last,
    bool? ReaderHasIt
);

/// <summary>A kind of chip that can be made.</summary>
/// <param name="Name">Names it in calls and translations.</param>
/// <param name="Sides">How it can be read.</param>
/// <param name="Card">The card of the issuer's that it is made on by default.</param>
/// <param name="Pan">That card's number.</param>
/// <param name="IsOwn">False for one that came from the folder <c>chips</c>.</param>
public sealed record ChipKind(string Name, CardSides Sides, CardOfProgram Card, string? Pan, bool IsOwn);

/// <summary>Slots, and the kinds of chips for them.</summary>
public sealed record ChipDeskState(IReadOnlyList<SlotState> Slots, IReadOnlyList<ChipKind> Kinds);

/// <summary>Inserts or taps a card.</summary>
/// <param name="Side">Where.</param>
/// <param name="File">Which kind of chip; null: the usual one.</param>
/// <param name="Pan">On which card of the issuer's; null: on the kind's own.</param>
/// <param name="WrongWay">Turned round.</param>
/// <param name="TearAt">Torn out at this command, 1 for the first.</param>
/// <param name="TearBehind">Torn out after the card did it, before it answered.</param>
public sealed record PutOrder(
    CardSides Side,
    string? File = null,
    string? Pan = null,
    bool WrongWay = false,
    int? TearAt = null,
    bool TearBehind = false
);

/// <summary>Takes out what is there.</summary>
public sealed record TakeOrder(CardSides Side);

/// <summary>The chip cards' HTTP endpoints under <c>/sandbox/api/chips</c>.</summary>
public static class ChipEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder app, ChipDesk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        var api = app.MapGroup("/sandbox/api/chips").WithTags("chips");
        api.MapGet("", () => State(desk)).Produces<ChipDeskState>();
        api.MapGet("authorities", () => Results.Json(desk.Authorities)).Produces<IReadOnlyList<AuthorityKey>>();
        api.MapPost("put", (PutOrder order) => Put(desk, order))
            .Produces<ChipDeskState>()
            .Produces<SandboxRefusal>(StatusCodes.Status404NotFound)
            .Produces<SandboxRefusal>(StatusCodes.Status409Conflict);
        api.MapPost(
                "take",
                (TakeOrder order) =>
                {
                    if (!IsPlace(order.Side))
                    {
                        return Results.BadRequest();
                    }

                    return desk.Slot(order.Side).Take() ? State(desk) : Refused("chips.nothing-there", StatusCodes.Status409Conflict);
                }
            )
            .Produces<ChipDeskState>()
            .Produces<SandboxRefusal>(StatusCodes.Status409Conflict);
        api.MapPost(
                "renew",
                (RenewOrder order) =>
                    desk.Renew(order.File, order.Pan) ? State(desk) : Refused("chips.no-such-card", StatusCodes.Status404NotFound)
            )
            .Produces<ChipDeskState>()
            .Produces<SandboxRefusal>(StatusCodes.Status404NotFound);
    }

    private static IResult Put(ChipDesk desk, PutOrder order)
    {
        if (!IsPlace(order.Side) || order.TearAt is < 1 or > 1000)
        {
            return Results.BadRequest();
        }

        var placing = new CardPlacing(order.WrongWay, order.TearAt, order.TearBehind);
        return desk.Put(order.Side, order.File ?? CardFiles.Usual, order.Pan, placing) switch
        {
            PutOutcome.NoSuchFile => Refused("chips.no-such-file", StatusCodes.Status404NotFound),
            PutOutcome.NoSuchCard => Refused("chips.no-such-card", StatusCodes.Status404NotFound),
            PutOutcome.Occupied => Refused("chips.occupied", StatusCodes.Status409Conflict),
            _ => State(desk),
        };
    }

    private static bool IsPlace(CardSides side) => side is CardSides.Contact or CardSides.Contactless;

    private static IResult Refused(string code, int status) => Results.Json(new SandboxRefusal(code), statusCode: status);

    private static IResult State(ChipDesk desk) =>
        Results.Json(new ChipDeskState([Slot(desk, desk.Contact, 0), Slot(desk, desk.Field, 1)], desk.Kinds));

    private static SlotState Slot(ChipDesk desk, CardSlot slot, int line)
    {
        var card = slot.Card;
        var lines = desk.Lines;
        return new SlotState(
            slot.Side,
            slot.Cards,
            card?.File.Name,
            card?.Pan,
            card is null ? [] : [.. card.Applications.Select(Application)],
            slot.Last,
            lines.Count > line ? lines[line] : null
        );
    }

    private static ChipApplicationState Application(ApplicationView view) =>
        new(
            view.File.Label,
            view.Facts.Counter,
            view.Facts.PinTries,
            view.File.Blocked || view.Facts.Blocked || view.Facts.CardBlocked,
            view.File.Rules?.TapBalanceMinor is null ? null : view.Facts.TapBalanceMinor,
            view.Facts.Offline
        );
}

/// <summary>Gives a chip back as it was sent out.</summary>
/// <param name="File">Which kind of chip.</param>
/// <param name="Pan">On which card; null: on the kind's own.</param>
public sealed record RenewOrder(string File, string? Pan = null);
