namespace Guitai.Contracts.Masters;

/// <summary>A way to pay that the owner added and that nothing checks: the cashier says that the money is there.</summary>
public sealed record TenderType
{
    /// <summary>Every own tender's code begins so; kinds that a role checks itself never do.</summary>
    public const string Prefix = "x-";

    public required Guid Id { get; init; }

    /// <summary>Unique and never changed, since orders carry it as their tender's kind: <c>x-</c>, then letters, digits and hyphens.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public string? NameEn { get; init; }

    /// <summary>False: no longer offered. It is never deleted, because orders name it.</summary>
    public bool Active { get; init; } = true;

    public int Sort { get; init; }

    /// <summary>True: it may be worth more than the order, and the difference is given in cash (a voucher of 50 for 48.20).</summary>
    public bool GivesChange { get; init; }

    /// <summary>True: a refund goes back through it, by hand; otherwise in cash.</summary>
    public bool Refundable { get; init; }

    /// <summary>True: it cannot be confirmed without a reference, such as a voucher's number or the name of who owes.</summary>
    public bool AsksReference { get; init; }

    /// <summary>What the reference is called, for example 券号; null for just that.</summary>
    public string? ReferenceName { get; init; }

    public string? ReferenceNameEn { get; init; }

    /// <summary><c>#rrggbb</c>.</summary>
    public required string Color { get; init; }

    /// <summary>One of <see cref="Icons"/>.</summary>
    public required string Icon { get; init; }

    /// <summary>Pictograms that pages can draw.</summary>
    public static IReadOnlyList<string> Icons { get; } = ["account", "wallet", "voucher", "gift", "bank", "card", "phone", "other"];
}
