using Guitai.Contracts.Terminal;

namespace Guitai.Terminal.Machine;

/// <summary>What it means that no answer came.</summary>
public enum NoAnswer
{
    /// <summary>The question is reversed until the host says so.</summary>
    Reverse = 1,

    /// <summary>The identical message goes again until it is answered.</summary>
    Repeat = 2,

    /// <summary>Nothing depends on it: it may be asked anew, or given up.</summary>
    GiveUp = 3,
}

/// <summary>Where a transaction's card comes from.</summary>
public enum CardFrom
{
    /// <summary>The customer.</summary>
    Customer = 1,

    /// <summary>The transaction that it follows.</summary>
    Original = 2,
}

/// <summary>What of its original a message names.</summary>
[Flags]
public enum OriginalParts
{
    None = 0,

    /// <summary>Field 61: batch and trace.</summary>
    Numbers = 1,

    /// <summary>Field 61 goes on with the date, MMDD.</summary>
    Date = 2,

    /// <summary>Field 37.</summary>
    Rrn = 4,

    /// <summary>Field 38.</summary>
    Authorisation = 8,
}

/// <summary>One row of the table of flows (docs/protocols/terminal.md): all that makes one flow differ from another.</summary>
/// <param name="Flow">Which.</param>
/// <param name="Mti">Field 0, 200 for 0200.</param>
/// <param name="Processing">Field 3.</param>
/// <param name="Condition">Field 25.</param>
/// <param name="Type">Field 60.1.</param>
/// <param name="NoAnswer">What it means that no answer came.</param>
/// <param name="From">Where the card comes from.</param>
/// <param name="Original">What of the original it names.</param>
/// <param name="Side">Which side of the batch's totals it counts on: 1 debit, −1 credit, 0 neither.</param>
/// <param name="AsksPin">Whether the customer is asked for a PIN.</param>
public sealed record FlowRule(
    CardFlow Flow,
    int Mti,
    int Processing,
    int Condition,
    int Type,
    NoAnswer NoAnswer,
    CardFrom From,
    OriginalParts Original,
    int Side,
    bool AsksPin
)
{
    private static readonly Dictionary<CardFlow, FlowRule> s_rules = new FlowRule[]
    {
        new(CardFlow.Sale, 200, 0, 0, 22, NoAnswer.Reverse, CardFrom.Customer, OriginalParts.None, 1, true),
        new(
            CardFlow.Void,
            200,
            200000,
            0,
            23,
            NoAnswer.Reverse,
            CardFrom.Original,
            OriginalParts.Numbers | OriginalParts.Rrn | OriginalParts.Authorisation,
            -1,
            false
        ),
        new(
            CardFlow.Refund,
            220,
            200000,
            0,
            25,
            NoAnswer.Repeat,
            CardFrom.Original,
            OriginalParts.Numbers | OriginalParts.Date | OriginalParts.Rrn,
            -1,
            false
        ),
        new(CardFlow.PreAuthorisation, 100, 30000, 6, 10, NoAnswer.Reverse, CardFrom.Customer, OriginalParts.None, 0, true),
        new(
            CardFlow.PreAuthorisationCancel,
            100,
            200000,
            6,
            11,
            NoAnswer.Reverse,
            CardFrom.Original,
            OriginalParts.Numbers | OriginalParts.Date | OriginalParts.Authorisation,
            0,
            false
        ),
        new(
            CardFlow.Completion,
            200,
            0,
            6,
            20,
            NoAnswer.Reverse,
            CardFrom.Original,
            OriginalParts.Numbers | OriginalParts.Date | OriginalParts.Authorisation,
            1,
            false
        ),
        new(
            CardFlow.CompletionCancel,
            200,
            200000,
            6,
            21,
            NoAnswer.Reverse,
            CardFrom.Original,
            OriginalParts.Numbers | OriginalParts.Rrn | OriginalParts.Authorisation,
            -1,
            false
        ),
        new(CardFlow.Balance, 200, 310000, 0, 1, NoAnswer.GiveUp, CardFrom.Customer, OriginalParts.None, 0, true),
        new(CardFlow.OfflineSale, 220, 0, 0, 30, NoAnswer.Repeat, CardFrom.Customer, OriginalParts.None, 1, false),
        new(
            CardFlow.CompletionAdvice,
            220,
            0,
            6,
            24,
            NoAnswer.Repeat,
            CardFrom.Original,
            OriginalParts.Numbers | OriginalParts.Date | OriginalParts.Authorisation,
            1,
            false
        ),
        new(CardFlow.TipAdjustment, 220, 0, 0, 34, NoAnswer.Repeat, CardFrom.Original, OriginalParts.Numbers, 0, false),
    }.ToDictionary(r => r.Flow);

    /// <summary>Every row.</summary>
    public static IReadOnlyCollection<FlowRule> All => s_rules.Values;

    /// <summary>The row of a flow.</summary>
    public static FlowRule Of(CardFlow flow) => s_rules[flow];

    /// <summary>The flow of a kind of payment.</summary>
    /// <param name="kind">What the till asks for.</param>
    /// <param name="amountMinor">How much.</param>
    /// <param name="original">The payment that it follows.</param>
    /// <param name="batch">The batch that is open.</param>
    public static CardFlow FlowOf(PaymentKind kind, long amountMinor, Journal.Payment? original, int batch) =>
        kind switch
        {
            PaymentKind.Sale => CardFlow.Sale,
            PaymentKind.PreAuthorisation => CardFlow.PreAuthorisation,
            PaymentKind.PreAuthorisationCancel => CardFlow.PreAuthorisationCancel,
            PaymentKind.Completion => CardFlow.Completion,
            PaymentKind.Balance => CardFlow.Balance,
            PaymentKind.TipAdjustment => CardFlow.TipAdjustment,
            // A wallet does not take a refund back: nothing may reverse it.
            PaymentKind.GiveBack => original is { IsCode: false, Numbers: { } numbers }
            && numbers.Batch == batch
            && IsWhole(original, amountMinor)
                ? original.Flow is CardFlow.Completion or CardFlow.CompletionAdvice
                    ? CardFlow.CompletionCancel
                    : CardFlow.Void
                : CardFlow.Refund,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of payment."),
        };

    /// <summary>The flow by which the host is told of what was approved without it.</summary>
    public static CardFlow OfflineOf(PaymentKind kind) =>
        kind switch
        {
            PaymentKind.Sale => CardFlow.OfflineSale,
            PaymentKind.Completion => CardFlow.CompletionAdvice,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Never approved here."),
        };

    private static bool IsWhole(Journal.Payment original, long amountMinor) =>
        amountMinor == original.AmountMinor && amountMinor == original.LeftMinor;
}
