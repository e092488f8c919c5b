using System.Text.Json.Serialization;
using Guitai.Contracts.Facts;
using Guitai.Foundation;

namespace Guitai.Till.Tenders;

/// <summary>How far one tender of an open order has come. Stored by name; a tender that a machine checks walks the same road.</summary>
public enum TenderState
{
    /// <summary>The customer was asked to pay; nothing is known yet.</summary>
    Asked = 1,

    /// <summary>The money is there.</summary>
    Confirmed = 2,

    /// <summary>Nothing was paid.</summary>
    Failed = 3,

    /// <summary>It may or may not have been paid; only looking it up can tell. Nothing else may happen to the order meanwhile.</summary>
    Unknown = 4,

    /// <summary>It was confirmed, and given back before the order was complete.</summary>
    TakenBack = 5,
}

/// <summary>A tender of an open order: on disk before anyone sees it.</summary>
public sealed record CartTender
{
    /// <summary>Made by the press that asked for it; the ended order's tender bears the same.</summary>
    public required Guid Id { get; init; }

    /// <summary>The owner's tender that it is; empty for what the terminal takes.</summary>
    public required Guid TypeId { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public string? NameEn { get; init; }

    /// <summary>What was asked for, minor units; 0 while the card came first and the sum is not said yet. More than the order's rest only where change is given.</summary>
    public required long AmountMinor { get; init; }

    public required TenderState State { get; init; }

    public string? Reference { get; init; }

    public required long AskedAtMs { get; init; }

    /// <summary>When it left <see cref="TenderState.Asked"/>.</summary>
    public long? EndedAtMs { get; init; }

    public required Guid StaffId { get; init; }

    /// <summary>The card that paid it.</summary>
    public CardDetails? Card { get; init; }

    /// <summary>Why it failed, or why giving it back did.</summary>
    public Refusal? Reason { get; init; }

    /// <summary>The payment that gives it back, while that is under way.</summary>
    public CardBack? Back { get; init; }

    /// <summary>True for a bank card or a code: the terminal, and nobody else, says how far it has come.</summary>
    [JsonIgnore]
    public bool ByTerminal => Tender.IsByTerminal(Kind);

    /// <summary>True while it pays for something or may come to: the order stands still until it is ended or taken back.</summary>
    public bool Binds => State is TenderState.Asked or TenderState.Confirmed or TenderState.Unknown;

    /// <summary>True while its end is awaited.</summary>
    public bool IsUnderWay => State is TenderState.Asked or TenderState.Unknown || Back is not null;

    /// <summary>The only ways from one state to the next.</summary>
    public static bool MayBecome(TenderState from, TenderState to) =>
        (from, to)
            is
                (TenderState.Asked, TenderState.Confirmed or TenderState.Failed or TenderState.Unknown)
                or
                (TenderState.Unknown, TenderState.Confirmed or TenderState.Failed)
                or
                (TenderState.Confirmed, TenderState.TakenBack);

    /// <summary>The tender one step further.</summary>
    /// <exception cref="InvalidOperationException">There is no such step: a bug.</exception>
    public CartTender Become(TenderState to, long atMs, Guid staffId) =>
        MayBecome(State, to)
            ? this with
            {
                State = to,
                EndedAtMs = atMs,
                StaffId = staffId,
            }
            : throw new InvalidOperationException($"A tender that is {State} cannot become {to}.");
}

/// <summary>A card tender on its way back, before its order was complete.</summary>
/// <param name="PaymentId">Of the payment that gives it back.</param>
/// <param name="Reason">What the cashier said.</param>
/// <param name="Unknown">It may or may not have gone back.</param>
public sealed record CardBack(Guid PaymentId, string Reason, Guid StaffId, bool Unknown = false);
