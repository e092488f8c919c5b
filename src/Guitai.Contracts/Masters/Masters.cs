namespace Guitai.Contracts.Masters;

/// <summary>The business that owns the stores.</summary>
/// <param name="Currency">ISO 4217 code of every amount of this merchant.</param>
public sealed record Merchant(Guid Id, string Name, string? NameEn, string Currency);

/// <summary>A place that sells, with everything its tills do by rule rather than by asking.</summary>
public sealed record Store
{
    public required Guid Id { get; init; }

    /// <summary>Short code that stands in receipt numbers, for example <c>S1</c>.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public string? NameEn { get; init; }

    public string? Address { get; init; }

    public string? AddressEn { get; init; }

    public string? Phone { get; init; }

    /// <summary>IANA time zone, for example <c>Asia/Shanghai</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Local hour, 0–23, at which the business day changes.</summary>
    public required int DayChangeHour { get; init; }

    /// <summary>How cash totals are rounded (抹零).</summary>
    public required CashRounding CashRounding { get; init; }

    public required ReceiptSettings Receipt { get; init; }

    /// <summary>True: the cashier counts the drawer without seeing what it should hold.</summary>
    public bool BlindCount { get; init; }

    /// <summary>Seconds without a touch after which the till locks; 0 never.</summary>
    public int IdleLockSeconds { get; init; } = 300;

    /// <summary>Tip choices offered, in percent; empty where tips are not customary.</summary>
    public IReadOnlyList<int> TipPercents { get; init; } = [];
}

/// <summary>Rounding of the amount to pay in cash.</summary>
/// <param name="UnitMinor">Smallest sum that is collected, in minor units: 10 for a jiao, 100 for a yuan; 0 or 1 for no rounding.</param>
/// <param name="Mode">In which direction.</param>
public sealed record CashRounding(long UnitMinor, CashRoundingMode Mode);

/// <summary>Direction of cash rounding.</summary>
public enum CashRoundingMode
{
    /// <summary>The exact sum.</summary>
    None = 0,

    /// <summary>Down, in the customer's favour (抹零).</summary>
    Down = 1,

    /// <summary>To the nearest unit, half up (四舍五入).</summary>
    Nearest = 2,
}

/// <summary>What a store prints around its sales.</summary>
public sealed record ReceiptSettings
{
    public IReadOnlyList<string> Header { get; init; } = [];

    public IReadOnlyList<string> Footer { get; init; } = [];

    public string? Advertisement { get; init; }

    /// <summary>Language of the fixed words on the receipt, <c>zh</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "zh";

    public PrintMode Print { get; init; } = PrintMode.Always;

    /// <summary>58 or 80.</summary>
    public int PaperMm { get; init; } = 80;

    /// <summary>Logo as a portable bitmap (PBM P4) in base64; null for none.</summary>
    public string? LogoPbm { get; init; }
}

/// <summary>Whether a paid sale prints by itself.</summary>
public enum PrintMode
{
    Always = 0,
    Ask = 1,
    Never = 2,
}

/// <summary>A till as the shop knows it.</summary>
/// <param name="Code">Short code within the store that stands in receipt numbers, for example <c>01</c>.</param>
/// <param name="DeviceHash">SHA-256 (hex) of what the one device that is this till is known by: its public key, or the secret of a till in the shop's own
/// process; null until a device is enrolled, and after it was revoked.</param>
public sealed record Till(Guid Id, Guid StoreId, string Code, string Name, string? DeviceHash, bool Active);

/// <summary>Someone who works here.</summary>
public sealed record StaffMember
{
    public required Guid Id { get; init; }

    /// <summary>Employee number, typed to log in; digits.</summary>
    public required string Number { get; init; }

    public required string Name { get; init; }

    public string? NameEn { get; init; }

    public required Role Role { get; init; }

    /// <summary>Salted hash of the PIN; <see cref="Staff.PinHash"/>.</summary>
    public required string PinHash { get; init; }

    public bool Active { get; init; } = true;

    /// <summary>The only store this person works in; null for all.</summary>
    public Guid? StoreId { get; init; }
}

/// <summary>What someone is allowed to be. The numbers are stored.</summary>
public enum Role
{
    Cashier = 1,
    Manager = 2,
    Owner = 3,
}

/// <summary>A group of products with its own tile.</summary>
public sealed record Category(Guid Id, string Name, string? NameEn, string Color, int Sort);

/// <summary>A tax that products carry.</summary>
/// <param name="RatePpm">Parts per million: 13 % is 130,000.</param>
/// <param name="Inclusive">True when shelf prices contain the tax.</param>
public sealed record TaxClass(Guid Id, string Name, string? NameEn, int RatePpm, bool Inclusive);

/// <summary>Something that is sold.</summary>
public sealed record Product
{
    public required Guid Id { get; init; }

    /// <summary>The shop's own code, unique.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public string? NameEn { get; init; }

    public Guid? CategoryId { get; init; }

    public required string Unit { get; init; }

    public string? UnitEn { get; init; }

    /// <summary>Price of one unit (for weighed products of one kilogram), minor units.</summary>
    public required long PriceMinor { get; init; }

    /// <summary>What one unit costs the shop, minor units.</summary>
    public long CostMinor { get; init; }

    public required Guid TaxClassId { get; init; }

    public IReadOnlyList<string> Barcodes { get; init; } = [];

    /// <summary>True: sold by weight, quantity in thousandths of a kilogram.</summary>
    public bool Weighed { get; init; }

    public bool Favourite { get; init; }

    public Guid? PictureId { get; init; }

    public bool Active { get; init; } = true;
}

/// <summary>A picture of a product.</summary>
/// <param name="ContentType"><c>image/svg+xml</c>, <c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
public sealed record Picture(Guid Id, string ContentType, byte[] Bytes);
