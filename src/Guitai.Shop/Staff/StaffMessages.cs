using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;

namespace Guitai.Shop.Staff;

/// <summary>Whether the shop has an owner yet.</summary>
/// <param name="Needed">True on a new installation: the set-up page is shown, everything else is refused.</param>
public sealed record SetupState(bool Needed, string? MerchantName);

/// <summary>What a new installation needs to begin. There is no default login.</summary>
/// <param name="OwnerNumber">1–12 digits.</param>
/// <param name="Pin">4–8 digits, for the till.</param>
/// <param name="Password">At least 12 characters, for these pages.</param>
/// <param name="Currency">ISO 4217; yuan when left out.</param>
/// <param name="TimeZone">IANA zone of the first store; <c>Asia/Shanghai</c> when left out.</param>
public sealed record SetupRequest(
    string MerchantName,
    string StoreName,
    string OwnerName,
    string OwnerNumber,
    Secret<string> Pin,
    Secret<string> Password,
    string? Currency = null,
    string? TimeZone = null
);

public sealed record LoginRequest(string Number, Secret<string> Password);

public sealed record ChangePasswordRequest(Secret<string> Current, Secret<string> Next);

/// <summary>Who is logged in, and what the pages need to know at once.</summary>
/// <param name="StoreId">The only store this person sees; null for all.</param>
/// <param name="IdleMinutes">Without a request for so long, the session ends.</param>
public sealed record SessionView(
    Guid StaffId,
    string Number,
    string Name,
    string? NameEn,
    Role Role,
    IReadOnlyList<Right> Rights,
    Guid? StoreId,
    string MerchantName,
    string? MerchantNameEn,
    string Currency,
    int CurrencyExponent,
    IReadOnlyList<StoreName> Stores,
    int IdleMinutes
);

/// <summary>A store for choosing one.</summary>
/// <param name="TimeZone">IANA zone of its clock.</param>
public sealed record StoreName(Guid Id, string Code, string Name, string? NameEn, string TimeZone);

/// <summary>A member of staff as the back office shows one; without any hash.</summary>
/// <param name="Version">Sent back with an edit; another number there is refused as <c>master.changed</c>.</param>
/// <param name="Number">Employee number.</param>
/// <param name="HasPassword">True: may log in to the back office.</param>
public sealed record StaffView(
    long Version,
    Guid Id,
    string Number,
    string Name,
    string? NameEn,
    Role Role,
    Guid? StoreId,
    bool Active,
    bool HasPassword
);

/// <param name="Version">0 for a new one.</param>
/// <param name="Pin">Needed for a new one; otherwise left as it is when null.</param>
public sealed record StaffEdit(
    long Version,
    string Number,
    string Name,
    string? NameEn,
    Role Role,
    Guid? StoreId,
    bool Active = true,
    Secret<string>? Pin = null
);

/// <param name="Pin">4–8 digits, not a run or a repetition.</param>
public sealed record SetPinRequest(Secret<string> Pin);

/// <param name="Password">At least 12 characters; null takes the back office away.</param>
public sealed record SetPasswordRequest(Secret<string>? Password);
