using System.Globalization;
using Dapper;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Shop.Catalogue;

namespace Guitai.Shop.Staff;

/// <summary>What holds for staff: readable names, unique digits for a number, PINs and passwords that cannot be guessed, and an owner at all times.</summary>
internal static class StaffRules
{
    private static readonly HashSet<string> s_common = ReadCommon();

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

    /// <summary>12–200 characters, not one that is known to be tried first, and not made of one or two characters.</summary>
    public static Refusal? Password(Secret<string> secret)
    {
        var password = secret.Reveal();
        if (password.Length is < 12 or > 200)
        {
            return new Refusal("password.short");
        }

        var plain = new string([.. password.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
        var letters = plain.TrimEnd([.. "0123456789"]);
        return s_common.Contains(plain) || s_common.Contains(letters) || plain.Distinct().Count() < 4 || Repeats(plain)
            ? new Refusal("password.common")
            : null;
    }

    /// <summary>True when somebody else could still do everything: an active owner with a password, other than this one.</summary>
    public static bool AnotherOwner(MasterReader read, Guid except)
    {
        var passwords = read
            .Connection.Query<string>("SELECT staff FROM staff_password WHERE merchant = @merchant", new { merchant = read.Merchant })
            .ToHashSet(StringComparer.Ordinal);
        return read.All<StaffMember>()
            .Any(s => s.Value is { Role: Role.Owner, Active: true } && s.Value.Id != except && passwords.Contains(s.Value.Id.ToString()));
    }

    // A short piece said again and again is as guessable as the piece.
    private static bool Repeats(string text)
    {
        for (var piece = 1; piece <= Math.Min(6, text.Length / 2); piece++)
        {
            if (Enumerable.Range(0, text.Length).All(i => text[i] == text[i % piece]))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> ReadCommon()
    {
        var assembly = typeof(StaffRules).Assembly;
        using var stream = assembly.GetManifestResourceStream("Guitai.Shop.common-passwords.txt");
        using var reader = new StreamReader(stream!);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(l => l[0] != '#')
                .Select(l => l.ToLower(CultureInfo.InvariantCulture)),
        ];
    }
}
