using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Terminal;
using Guitai.Till.Pages;
using Guitai.Till.Tenders;

namespace Guitai.Till.Display;

/// <param name="Begun">The cashier is at the payment; false: back at the lines.</param>
public sealed record PaymentStepRequest(Guid CommandId, bool Begun) : ICommand;

/// <param name="Percent">One of the store's; 0 for none.</param>
public sealed record CustomerTipRequest(Guid CommandId, Guid OrderId, int Percent) : ICommand;

/// <summary>A payment that the customer finishes on the phone.</summary>
/// <param name="Wallet">wechat, alipay or unionpay.</param>
/// <param name="Text">What is to be scanned; null: the customer's own code was, and the phone asks.</param>
/// <param name="UntilMs">When it ends.</param>
public sealed record DisplayCode(string Wallet, CodeText? Text, long AmountMinor, long UntilMs);

/// <summary>What the customer display shows.</summary>
public sealed record DisplayView
{
    public required long Version { get; init; }

    /// <summary><c>idle</c>, <c>selling</c>, <c>paying</c> or <c>paid</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>True: the cashier's own screen is turned to the customer, who may choose a tip on it.</summary>
    public required bool Turned { get; init; }

    public required string StoreName { get; init; }

    public string? StoreNameEn { get; init; }

    public required string Currency { get; init; }

    public required int CurrencyExponent { get; init; }

    /// <summary>The store's own language, <c>zh</c> or <c>en</c>; the customer may choose the other.</summary>
    public required string Language { get; init; }

    public string? TimeZone { get; init; }

    public Guid? OrderId { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>As cash pays it, tip included.</summary>
    public required long TotalMinor { get; init; }

    public required long DiscountMinor { get; init; }

    public required long TipMinor { get; init; }

    /// <summary>What is still to pay.</summary>
    public required long DueMinor { get; init; }

    /// <summary>What pays the order: under way and confirmed.</summary>
    public required IReadOnlyList<DisplayTender> Tenders { get; init; }

    public required long TenderedMinor { get; init; }

    public required long ChangeMinor { get; init; }

    /// <summary>Tips to choose from; empty where none are offered or something is paid already.</summary>
    public required IReadOnlyList<DisplayTip> Tips { get; init; }

    /// <summary>The card terminal's page, where the customer enters a PIN or signs on this screen; null for nothing to do.</summary>
    public Uri? CardFrame { get; init; }

    /// <summary>What the customer has to do on the phone; null for nothing.</summary>
    public DisplayCode? Code { get; init; }

    public string? Advertisement { get; init; }

    public required IReadOnlyList<DisplaySlide> Slides { get; init; }

    public required int SlideSeconds { get; init; }
}

/// <summary>One tender as the customer sees it.</summary>
public sealed record DisplayTender(string Kind, string? Name, string? NameEn, long AmountMinor, TenderState State);

/// <summary>A tip that the customer may choose.</summary>
public sealed record DisplayTip(int Percent, long TipMinor);
