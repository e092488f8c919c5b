using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Foundation.People;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Staff;

/// <summary>What holds for staff: readable names, unique digits for a number, PINs and passwords that cannot be guessed, and an owner at all times.</summary>
internal static class StaffRules
{
    /// <summary>Why an edit cannot stand; null when it can.</summary>
    public static Refusal? Edit(StaffEdit edit, MasterReader read) =>
        TextRule.Check(edit.Name, "name", 50)
        ?? TextRule.CheckOptional(edit.NameEn, "nameEn", 50)
        ?? Number(edit.Number)
        ?? (Enum.IsDefined(edit.Role) ? null : Refusal.With("input.invalid", "field", "role"))
        ?? (edit.StoreId is { } store && read.Find<Store>(store) is null ? Refusal.With("input.invalid", "field", "storeId") : null)
        ?? (edit is { Role: Role.Owner, StoreId: not null } ? Refusal.With("input.invalid", "field", "storeId") : null);

    /// <summary>1–12 digits.</summary>
    public static Refusal? Number(string number) =>
        number.Length is >= 1 and <= 12 && number.All(char.IsAsciiDigit) ? null : Refusal.With("input.invalid", "field", "number");

    /// <summary>4–8 digits that are no run, no repetition and not the employee's own number.</summary>
    public static Refusal? Pin(Secret<string> secret, string number)
    {
        var pin = secret.Reveal();
        if (pin.Length is < 4 or > 8 || !pin.All(char.IsAsciiDigit))
        {
            return new Refusal("pin.shape");
        }

        var steps = pin.Zip(pin.Skip(1), (a, b) => (b - a + 10) % 10).Distinct().ToList();
        var run = steps.Count == 1 && steps[0] is 0 or 1 or 9;
        var halves = pin.Length % 2 == 0 && pin[..(pin.Length / 2)] == pin[(pin.Length / 2)..];
        return run || halves || pin == number ? new Refusal("pin.trivial") : null;
    }

    /// <summary>What a password of these pages must be.</summary>
    public static Refusal? Password(Secret<string> secret) => PasswordRule.Flaw(secret);

    /// <summary>True when somebody else could still do everything: an active owner with a password, other than this one.</summary>
    public static bool AnotherOwner(MasterReader read, Guid except)
    {
        var passwords = read
            .Connection.Query<string>("SELECT staff FROM staff_password WHERE merchant = @merchant", new { merchant = read.Merchant })
            .ToHashSet(StringComparer.Ordinal);
        return read.All<StaffMember>()
            .Any(s => s.Value is { Role: Role.Owner, Active: true } && s.Value.Id != except && passwords.Contains(s.Value.Id.ToString()));
    }
}
