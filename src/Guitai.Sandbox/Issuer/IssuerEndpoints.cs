using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Sandbox.Issuer;

/// <summary>The issuer at a glance.</summary>
/// <param name="ZoneMasterCheckValue">For the host's custodians to compare.</param>
public sealed record IssuerState(string Name, string ZoneMasterCheckValue, IssuerCounters Counters, IReadOnlyList<FaultRule> Faults);

/// <summary>A card with how it stands.</summary>
public sealed record CardOnDesk(VirtualCard Card, CardStanding Standing);

/// <summary>Asks a card's chip for a cryptogram.</summary>
/// <param name="Counter">The application transaction counter of this transaction, 1 to 65535.</param>
public sealed record CryptogramRequest(int Counter, ChipTransaction Transaction);

/// <summary>The issuer's HTTP endpoints under <c>/sandbox/api</c>: its virtual cards as their holders have them, its books, its faults.</summary>
public static class IssuerEndpoints
{
    private const int MostCards = 1000;

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder app, SandboxIssuer issuer)
    {
        var api = app.MapGroup("/sandbox/api").WithTags("issuer");
        MapCards(api, issuer);
        api.MapGet("issuer", () => State(issuer)).Produces<IssuerState>();
        api.MapGet("issuer/totals", () => Results.Json(issuer.Totals())).Produces<IReadOnlyList<AcquirerDay>>();
        api.MapGet(
                "issuer/transactions/{acquirer}/{messageClass:int}/{rrn}",
                (string acquirer, int messageClass, string rrn) =>
                    issuer.Find(acquirer, rrn, messageClass) is { } found ? Results.Json(found) : Results.NotFound()
            )
            .Produces<KnownTransaction>();
        api.MapPost(
                "issuer/faults",
                (FaultRule rule) =>
                {
                    if (!Enum.IsDefined(rule.Fault) || rule.Times is < 1 || rule.DelayMs is < 0 or > 600_000 || !IsType(rule.Type))
                    {
                        return Results.BadRequest();
                    }

                    issuer.Faults.Add(rule);
                    return State(issuer);
                }
            )
            .Produces<IssuerState>();
        api.MapDelete(
                "issuer/faults",
                () =>
                {
                    issuer.Faults.Clear();
                    return State(issuer);
                }
            )
            .Produces<IssuerState>();
    }

    private static void MapCards(RouteGroupBuilder api, SandboxIssuer issuer)
    {
        var bureau = issuer.Cards;
        api.MapGet("cards/programs", () => Results.Json(bureau.Profile.Programs)).Produces<IReadOnlyList<CardProgram>>();
        api.MapGet(
                "cards",
                (string program, int? from, int? count) =>
                {
                    var rule = bureau.Profile.Programs.FirstOrDefault(p => p.Name == program);
                    var first = Math.Max(0, from ?? 0);
                    return rule is null || first >= rule.Cards
                        ? Results.NotFound()
                        : Results.Json(
                            Enumerable
                                .Range(first, Math.Min(Math.Clamp(count ?? 20, 1, MostCards), rule.Cards - first))
                                .Select(index => OnDesk(issuer, bureau.Card(program, index)))
                        );
                }
            )
            .Produces<IReadOnlyList<CardOnDesk>>();
        api.MapGet("cards/{pan}", (string pan) => Card(issuer, pan)).Produces<CardOnDesk>();
        api.MapPost(
                "cards/{pan}",
                (string pan, CardChange change) =>
                    !IsSensible(change) ? Results.BadRequest()
                    : issuer.Change(pan, change) is null ? Results.NotFound()
                    : Card(issuer, pan)
            )
            .Produces<CardOnDesk>();
        api.MapPost(
                "cards/{pan}/cryptogram",
                (string pan, CryptogramRequest request) =>
                    bureau.Find(pan) is not { CryptogramVersion: > 0 } card ? Results.NotFound()
                    : request.Counter is < 1 or > 0xFFFF || request.Transaction is not { IsWellFormed: true } ? Results.BadRequest()
                    : Results.Json(bureau.Chip(card, request.Counter - 1).Generate(request.Transaction))
            )
            .Produces<ChipAnswer>();
    }

    private static bool IsType(string? type) => type is null || (type.Length == 4 && type.All(char.IsAsciiDigit));

    private static bool IsSensible(CardChange change) =>
        (change.Condition is not { } condition || Enum.IsDefined(condition))
        && (change.Script is not { } script || Enum.IsDefined(script))
        && change.AvailableMinor is null or (> -1_000_000_000_000 and < 1_000_000_000_000)
        && change.LimitMinor is null or (>= 0 and < 1_000_000_000_000)
        && change.WrongPins is null or (>= 0 and <= 99);

    private static IResult Card(SandboxIssuer issuer, string pan) =>
        issuer.Cards.Find(pan) is { } card ? Results.Json(OnDesk(issuer, card)) : Results.NotFound();

    private static CardOnDesk OnDesk(SandboxIssuer issuer, VirtualCard card) => new(card, issuer.Standing(card.Pan)!);

    private static IResult State(SandboxIssuer issuer) =>
        Results.Json(new IssuerState(issuer.Cards.Profile.Name, issuer.ZoneMasterCheckValue, issuer.Counters, issuer.Faults.Rules));
}
