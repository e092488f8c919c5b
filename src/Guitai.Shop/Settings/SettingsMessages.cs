using Guitai.Contracts.Masters;
using Guitai.Contracts.Sync;

namespace Guitai.Shop.Settings;

/// <param name="Version">Sent back with an edit; another number there is refused as <c>master.changed</c>.</param>
public sealed record MerchantView(long Version, Merchant Merchant);

/// <summary>The currency of a merchant never changes once it is set up.</summary>
public sealed record MerchantEdit(long Version, string Name, string? NameEn);

/// <param name="Version">Sent back with an edit.</param>
public sealed record StoreView(long Version, Store Store);

/// <param name="Version">0 for a new one.</param>
/// <param name="Code">1–4 capital letters and digits, unique; stands in receipt numbers and can only be set when the store is made.</param>
public sealed record StoreEdit(
    long Version,
    string Code,
    string Name,
    string? NameEn,
    string? Address,
    string? AddressEn,
    string? Phone,
    string TimeZone,
    int DayChangeHour,
    CashRounding CashRounding,
    ReceiptSettings Receipt,
    bool BlindCount = false,
    int IdleLockSeconds = 300,
    IReadOnlyList<int>? TipPercents = null
);

/// <param name="Version">Sent back with an edit.</param>
public sealed record CategoryView(long Version, Category Category, int Products);

/// <param name="Version">0 for a new one.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
public sealed record CategoryEdit(long Version, string Name, string? NameEn, string Color, int Sort);

/// <param name="Version">Sent back with an edit.</param>
public sealed record TaxClassView(long Version, TaxClass TaxClass, int Products);

/// <param name="Version">0 for a new one.</param>
/// <param name="RatePpm">0–1,000,000.</param>
public sealed record TaxClassEdit(long Version, string Name, string? NameEn, int RatePpm, bool Inclusive);

/// <summary>A till as the back office shows it.</summary>
/// <param name="Version">Sent back with an edit.</param>
/// <param name="Enrolled">True once a device has used an enrolment code.</param>
/// <param name="LastContactMs">When it last synced; null for never.</param>
/// <param name="HeadSequence">Facts of its line that are safe here.</param>
public sealed record TillView(
    long Version,
    Guid Id,
    Guid StoreId,
    string Code,
    string Name,
    bool Active,
    bool Enrolled,
    long? LastContactMs,
    long HeadSequence
);

/// <param name="Version">0 for a new one.</param>
/// <param name="Code">1–4 digits, unique in the store; stands in receipt numbers and, like the store, can only be set when the till is made.</param>
public sealed record TillEdit(long Version, Guid StoreId, string Code, string Name, bool Active = true);

/// <summary>Typed once at the new till; shown once.</summary>
/// <param name="Code">Five groups of four letters (<see cref="TillCode"/>).</param>
/// <param name="Addresses">Where tills reach this shop, the likeliest first.</param>
public sealed record EnrolmentCode(string Code, long ExpiresAtMs, IReadOnlyList<string> Addresses);
