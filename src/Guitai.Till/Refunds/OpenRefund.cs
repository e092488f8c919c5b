using System.Text.Json.Serialization;
using Guitai.Contracts.Facts;
using Guitai.Foundation;
using Guitai.Till.Checkout;
using Guitai.Till.Tenders;

namespace Guitai.Till.Refunds;

/// <summary>A refund as it was decided. One that gives something back to a card is on disk before its terminal hears of it, and is booked when every
/// card has its part.</summary>
public sealed record OpenRefund
{
    /// <summary>The refund bears the press's own id.</summary>
    public required Guid Id { get; init; }

    public required Guid OriginalOrderId { get; init; }

    public required string OriginalReceiptNumber { get; init; }

    public required Guid StaffId { get; init; }

    public Guid? ApprovedBy { get; init; }

    public required string Reason { get; init; }

    public required long AskedAtMs { get; init; }

    /// <summary>What comes back, priced when it was asked for; no other refund of the sale comes between.</summary>
    public required PricedOrder Refund { get; init; }

    /// <summary>Through what it goes back. A card's bears the id of the payment that gives it back.</summary>
    public required IReadOnlyList<Tender> Tenders { get; init; }

    /// <summary>How far the cards' parts have come, by payment; what is not there has not begun.</summary>
    public IReadOnlyDictionary<Guid, RefundPart> Parts { get; init; } = new Dictionary<Guid, RefundPart>();

    /// <summary>The card's part that comes next; null when all have gone back.</summary>
    [JsonIgnore]
    public Tender? Next => Tenders.FirstOrDefault(t => IsOfCard(t) && StateOf(t) != TenderState.Confirmed);

    /// <summary>A card's part did not go back, and someone has to say what now.</summary>
    [JsonIgnore]
    public bool HasFailed => Next is { } next && StateOf(next) == TenderState.Failed;

    /// <summary>Nothing has gone back yet and nothing is under way: it can be dropped as if it had never been asked.</summary>
    [JsonIgnore]
    public bool MayBeDropped => Parts.Values.All(p => p.State == TenderState.Failed);

    /// <summary>How far a tender's part has come; null when it has not begun.</summary>
    public TenderState? StateOf(Tender tender) => Parts.TryGetValue(tender.Id, out var part) ? part.State : null;

    /// <summary>True for what a card, or a wallet, has to be given.</summary>
    public static bool IsOfCard(Tender tender) => tender is { ByTerminal: true, AmountMinor: > 0 };

    /// <summary>The refund with one part one step further.</summary>
    public OpenRefund With(Guid paymentId, RefundPart part) =>
        this with
        {
            Parts = new Dictionary<Guid, RefundPart>(Parts) { [paymentId] = part },
        };

    /// <summary>The refund with one tender in another's place.</summary>
    public OpenRefund Instead(Guid paymentId, Tender tender) =>
        this with
        {
            Tenders = [.. Tenders.Select(t => t.Id == paymentId ? tender : t)],
            Parts = Parts.Where(p => p.Key != paymentId).ToDictionary(),
        };
}

/// <summary>How far a card's part of a refund has come.</summary>
/// <param name="State">Asked, unknown, confirmed or failed.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record RefundPart(TenderState State, Refusal? Reason = null);
