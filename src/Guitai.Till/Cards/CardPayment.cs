using System.Globalization;
using System.Text.Json.Serialization;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;

namespace Guitai.Till.Cards;

/// <summary>What a card payment is for in this till's books. Stored by name.</summary>
public enum CardPurpose
{
    /// <summary>A tender of an open order; the payment bears its id.</summary>
    Tender = 1,

    /// <summary>Gives a tender of an open order back.</summary>
    TakeBack = 2,

    /// <summary>A part of a refund.</summary>
    Refund = 3,

    /// <summary>No order's: a pre-authorisation, its cancel, a balance.</summary>
    Own = 4,
}

/// <summary>What this till asked its terminal for. It is on disk before the terminal hears of it, and open until its end is.</summary>
public sealed record CardPayment
{
    public required Guid Id { get; init; }

    public required CardPurpose Purpose { get; init; }

    public required PaymentKind Kind { get; init; }

    /// <summary>Minor units; null while the card comes first.</summary>
    public long? AmountMinor { get; init; }

    /// <summary>The earlier payment that it gives back, completes or cancels.</summary>
    public Guid? Of { get; init; }

    /// <summary>Of a sale by code: wechat, alipay or unionpay; null of a card's.</summary>
    public string? Wallet { get; init; }

    /// <summary>By code: the shop shows one; otherwise the customer's was scanned, and is in memory alone.</summary>
    public bool Shows { get; init; }

    /// <summary>The open order, or the refund.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Of a take-back: the order's tender.</summary>
    public Guid? TenderId { get; init; }

    /// <summary>Three digits for field 63.</summary>
    public required int Operator { get; init; }

    public required Guid StaffId { get; init; }

    public required long AskedAtMs { get; init; }

    /// <summary>The cashier gave it up; what came of it is still to be heard.</summary>
    public bool GivenUp { get; init; }

    /// <summary>As last heard.</summary>
    public PaymentState State { get; init; } = PaymentState.Waiting;

    public long? EndedAtMs { get; init; }

    /// <summary>Why nothing came of it.</summary>
    public Refusal? Reason { get; init; }

    /// <summary>Once it is approved.</summary>
    public CardDetails? Card { get; init; }

    /// <summary>Approved, and the cardholder is about to sign on the screen: the shop's slip waits for that.</summary>
    public bool SlipWaits { get; init; }

    /// <summary>How often its slip was printed again.</summary>
    public int Copies { get; init; }

    /// <summary>A code stood where a card stands.</summary>
    [JsonIgnore]
    public bool IsByCode => Wallet is not null || Card is { Card.IsCode: true };

    [JsonIgnore]
    public bool IsOpen => EndedAtMs is null;

    /// <summary>Its terminal has something more to say about it.</summary>
    [JsonIgnore]
    public bool IsFollowed => IsOpen || SlipWaits;

    [JsonIgnore]
    public bool IsApproved => State == PaymentState.Approved;

    /// <summary>What the terminal is asked.</summary>
    /// <param name="scanned">The customer's code, as long as it is known.</param>
    public BeginPayment Question(PaymentCode? scanned) =>
        new(Id, Kind, AmountMinor, Of, Operator) { Code = Wallet is null ? null : new CodeOrder(new ShortWord(Wallet), Shows, scanned) };

    /// <summary>The last three digits of a person's number.</summary>
    public static int OperatorOf(StaffMember staff)
    {
        var digits = string.Concat(staff.Number.Where(char.IsAsciiDigit).TakeLast(3));
        return digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>The payment as the terminal tells it.</summary>
    public CardPayment Seen(PaymentView view, long nowMs) =>
        this with
        {
            State = view.State,
            AmountMinor = view.AmountMinor ?? AmountMinor,
            EndedAtMs = view.HasEnded ? view.EndedAtMs ?? nowMs : null,
            Reason = Because(view),
            SlipWaits = view is { State: PaymentState.Approved, Frame: not null, Slip: { AsksSignature: true, Signature: null } },
            Card = view is { State: PaymentState.Approved, Card: { } card, Slip: { } slip } ? new CardDetails(card, slip, Operator) : Card,
        };

    /// <summary>The payment with what was signed on the screen, if anything was.</summary>
    public CardPayment Signed(CardSlip? slip) =>
        this with
        {
            SlipWaits = false,
            Card = Card is { } card && slip is not null ? card with { Slip = slip } : Card,
        };

    // With the host's code, where there is one: pages have a sentence for each.
    private static Refusal? Because(PaymentView view)
    {
        var reason = view.Reason ?? (view.State == PaymentState.Declined ? new Refusal("payment.declined") : null);
        return reason is null || view.Code is not { } code || reason.Parameters?.ContainsKey("code") == true
            ? reason
            : reason with
            {
                Parameters = new Dictionary<string, string>(reason.Parameters ?? new Dictionary<string, string>(), StringComparer.Ordinal)
                {
                    ["code"] = code.ToString(),
                },
            };
    }
}
