using System.Globalization;
using Guitai.Emv.Parameters;
using Guitai.Foundation;
using Guitai.Host.Chips;
using Guitai.Host.Operators;

namespace Guitai.Host.Operations;

/// <summary>A certification authority's key as its form shows it.</summary>
/// <param name="Id">Its name in routes: provider, hyphen, index.</param>
/// <param name="Version">Sent back with an edit.</param>
/// <param name="Provider">Ten hexadecimal digits.</param>
/// <param name="Index">Two hexadecimal digits.</param>
/// <param name="Bits">How long it is.</param>
/// <param name="Expires">Its last day, yyyymmdd.</param>
public sealed record AuthorityKeyView(
    string Id,
    long Version,
    string Provider,
    string Index,
    int Bits,
    string Modulus,
    int Exponent,
    int Expires,
    string Checksum
);

/// <summary>A key as somebody types it, or as a paste was read.</summary>
/// <param name="Modulus">Hexadecimal; spaces count for nothing.</param>
/// <param name="Exponent">3 or 65537.</param>
/// <param name="Expires">yyyymmdd.</param>
/// <param name="Checksum">SHA-1 over provider, index, modulus and exponent, from the authority's paper: what was mistyped shows by it.</param>
public sealed record AuthorityKeyFields(string Provider, string Index, string Modulus, int Exponent, int Expires, string Checksum);

/// <param name="Version">As it was shown; 0 for a new one.</param>
public sealed record AuthorityKeyEdit(long Version, AuthorityKeyFields Key);

/// <param name="Objects">TLV in hexadecimal: 9F06, 9F22, DF05, DF06, DF07, DF02, DF04, DF03.</param>
public sealed record PastedKey(string Objects);

/// <summary>An application with its limits; amounts in fen, codes and objects in hexadecimal.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="AllowsPartial">Longer identifiers of this beginning count too.</param>
/// <param name="AppVersion">Four hexadecimal digits.</param>
/// <param name="DenialCode">Ten digits, as the other two.</param>
/// <param name="Ddol">For cards without one; empty for none.</param>
/// <param name="FloorLimit">From here on sales go on line.</param>
/// <param name="RandomThreshold">Below it sales go on line with the target's chance, above with a rising one.</param>
/// <param name="RandomMost">Per cent, as the target.</param>
/// <param name="ElectronicCashLimit">Null: no electronic cash.</param>
/// <param name="ContactlessFloorLimit">Taps above it go on line.</param>
/// <param name="ContactlessLimit">From here on nothing is tapped; 0: never.</param>
/// <param name="ContactlessCvmLimit">From here on who taps is verified.</param>
public sealed record ChipApplicationFields(
    string Name,
    bool AllowsPartial,
    string AppVersion,
    string DenialCode,
    string OnlineCode,
    string DefaultCode,
    string Ddol,
    bool OnlinePin,
    long FloorLimit,
    long RandomThreshold,
    int RandomMost,
    int RandomTarget,
    long? ElectronicCashLimit,
    long ContactlessFloorLimit,
    long ContactlessLimit,
    long ContactlessCvmLimit
);

/// <param name="Aid">10 to 32 hexadecimal digits.</param>
/// <param name="Version">Sent back with an edit.</param>
public sealed record ChipApplicationView(string Aid, long Version, ChipApplicationFields Fields);

/// <param name="Version">As it was shown; 0 for a new one.</param>
public sealed record ChipApplicationEdit(long Version, ChipApplicationFields Fields);

/// <param name="Version">As it was shown.</param>
public sealed record ChipRemoval(long Version);

/// <summary>An active terminal that does not have what is current.</summary>
/// <param name="Keys">The version of its keys; 0 when it never said so.</param>
/// <param name="Applications">The version of its applications.</param>
public sealed record BehindTerminal(string Number, string MerchantName, string Place, long Keys, long Applications, bool Connected);

/// <summary>The parameters for chips, and who does not have them.</summary>
/// <param name="Version">Ten digits; 0: there are none.</param>
/// <param name="Behind">How many active terminals do not have that version.</param>
/// <param name="Terminals">The first of them.</param>
public sealed record ChipsView(
    long Version,
    IReadOnlyList<AuthorityKeyView> Keys,
    IReadOnlyList<ChipApplicationView> Applications,
    int Behind,
    IReadOnlyList<BehindTerminal> Terminals
);

/// <summary>Certification authorities' keys and applications' limits.</summary>
internal static class ChipEndpoints
{
    public static void Map(HostRoutes routes, OperationsDesk desk)
    {
        var edit = new HostAccess(OperatorRight.EditIssuers);
        var book = desk.Host.Services.Chips;
        routes.Get<ChipsView>("chips", HostAccess.LoggedIn, _ => View(desk));
        routes.Send<PastedKey, AuthorityKeyFields>("POST", "chip-keys/read", edit, (_, body) => Task.FromResult(Read(body)));
        routes.Send<AuthorityKeyEdit, bool>(
            "PUT",
            "chip-keys/{id}",
            edit,
            (call, body) =>
                desk.AuditedAsync(
                    call,
                    body.Version == 0 ? "chip-key.added" : "chip-key.changed",
                    call.Id,
                    deed => SaveAsync(book, call.Id, body, deed)
                )
        );
        routes.Send<ChipRemoval, bool>(
            "POST",
            "chip-keys/{id}/remove",
            edit,
            (call, body) =>
                desk.AuditedAsync(
                    call,
                    "chip-key.removed",
                    call.Id,
                    deed =>
                        Name(call.Id) is var (provider, index)
                            ? book.RemoveKeyAsync(provider, index, body.Version, deed)
                            : Task.FromResult<Outcome<bool>>(new Refusal("not-found"))
                )
        );
        routes.Send<ChipApplicationEdit, bool>(
            "PUT",
            "chip-applications/{id}",
            edit,
            (call, body) =>
                desk.AuditedAsync(
                    call,
                    body.Version == 0 ? "chip-application.added" : "chip-application.changed",
                    call.Id,
                    deed => SaveAsync(book, call.Id, body, deed)
                )
        );
        routes.Send<ChipRemoval, bool>(
            "POST",
            "chip-applications/{id}/remove",
            edit,
            (call, body) =>
                desk.AuditedAsync(
                    call,
                    "chip-application.removed",
                    call.Id,
                    deed =>
                        Aid.Parse(call.Id) is { } aid
                            ? book.RemoveApplicationAsync(aid, body.Version, deed)
                            : Task.FromResult<Outcome<bool>>(new Refusal("not-found"))
                )
        );
    }

    private static ChipsView View(OperationsDesk desk)
    {
        var lists = desk.Host.Services.Chips.Lists;
        var behind = desk.Registry.Behind(lists.Version);
        return new ChipsView(
            lists.Version,
            [.. lists.Keys.Select(View)],
            [.. lists.Applications.Select(View)],
            behind.Count,
            [.. behind.Take(Registry.MostRows)]
        );
    }

    private static AuthorityKeyView View(KeptKey kept)
    {
        var key = Fields(kept.Key);
        return new AuthorityKeyView(
            $"{key.Provider}-{key.Index}",
            kept.Version,
            key.Provider,
            key.Index,
            kept.Key.Modulus.Length * 8,
            key.Modulus,
            key.Exponent,
            key.Expires,
            key.Checksum
        );
    }

    private static AuthorityKeyFields Fields(CaKey key) =>
        new(
            key.Rid.Hex,
            $"{key.Index:X2}",
            Convert.ToHexString(key.Modulus.Span),
            key.Exponent,
            (key.Expires.Year * 10_000) + (key.Expires.Month * 100) + key.Expires.Day,
            Convert.ToHexString(key.Checksum())
        );

    private static ChipApplicationView View(KeptApplication kept)
    {
        var a = kept.Application;
        return new ChipApplicationView(
            a.Aid.Hex,
            kept.Version,
            new ChipApplicationFields(
                kept.Name,
                a.AllowsPartial,
                $"{a.Version:X4}",
                a.DenialCode.ToString(),
                a.OnlineCode.ToString(),
                a.DefaultCode.ToString(),
                Convert.ToHexString(a.DefaultDdol.Span),
                a.OnlinePin,
                a.FloorLimit,
                a.RandomThreshold,
                a.RandomMost,
                a.RandomTarget,
                a.ElectronicCashLimit,
                a.ContactlessFloorLimit,
                a.ContactlessLimit,
                a.ContactlessCvmLimit
            )
        );
    }

    private static Outcome<AuthorityKeyFields> Read(PastedKey pasted)
    {
        if (Hex(pasted.Objects) is not { } objects)
        {
            return ChipRules.Wrong("objects", ParameterFault.NotTlv);
        }

        var error = CaKey.Read(objects, out var key);
        return error.IsNone ? Fields(key!) : ChipRules.Wrong(ChipRules.Field(error.Tag), error.Fault);
    }

    private static (Rid Provider, byte Index)? Name(string id) =>
        id.Length == 13
        && id[10] == '-'
        && Rid.Parse(id[..10]) is { } provider
        && byte.TryParse(id[11..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var index)
            ? (provider, index)
            : null;

    private static async Task<Outcome<bool>> SaveAsync(ChipBook book, string id, AuthorityKeyEdit edit, Deed deed)
    {
        var fields = edit.Key;
        var day = fields.Expires.ToString("D8", CultureInfo.InvariantCulture);
        var isDay = DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var expires);
        var wrong =
            Name(id) is null || !string.Equals(id, $"{fields.Provider}-{fields.Index}", StringComparison.OrdinalIgnoreCase) ? "provider"
            : !isDay ? "expires"
            : Hex(fields.Modulus) is null ? "modulus"
            : Hex(fields.Checksum) is not { Length: 20 } ? "checksum"
            : null;
        if (wrong is not null)
        {
            return ChipRules.Wrong(wrong, ParameterFault.Format);
        }

        var (provider, index) = Name(id)!.Value;
        var key = new CaKey(provider, index, Hex(fields.Modulus)!, fields.Exponent, expires);
        return await book.SaveAsync(key, Hex(fields.Checksum)!, edit.Version, deed);
    }

    private static async Task<Outcome<bool>> SaveAsync(ChipBook book, string id, ChipApplicationEdit edit, Deed deed)
    {
        var f = edit.Fields;
        var (denial, online, otherwise) = (Code(f.DenialCode), Code(f.OnlineCode), Code(f.DefaultCode));
        var (aid, version, ddol) = (Aid.Parse(id.Trim()), Hex(f.AppVersion), Hex(f.Ddol));
        if (aid is not { } known || version is not { Length: 2 } || denial is null || online is null || otherwise is null || ddol is null)
        {
            return ChipRules.Wrong(
                aid is null ? "aid"
                    : version is not { Length: 2 } ? "appVersion"
                    : denial is null ? "denialCode"
                    : online is null ? "onlineCode"
                    : otherwise is null ? "defaultCode"
                    : "ddol",
                ParameterFault.Format
            );
        }

        return await book.SaveAsync(
            f.Name.Trim(),
            new ApplicationParameters(known, f.AllowsPartial, (ushort)((version[0] << 8) | version[1]))
            {
                DenialCode = denial.Value,
                OnlineCode = online.Value,
                DefaultCode = otherwise.Value,
                DefaultDdol = ddol,
                OnlinePin = f.OnlinePin,
                FloorLimit = f.FloorLimit,
                RandomThreshold = f.RandomThreshold,
                RandomMost = f.RandomMost,
                RandomTarget = f.RandomTarget,
                ElectronicCashLimit = f.ElectronicCashLimit,
                ContactlessFloorLimit = f.ContactlessFloorLimit,
                ContactlessLimit = f.ContactlessLimit,
                ContactlessCvmLimit = f.ContactlessCvmLimit,
            },
            edit.Version,
            deed
        );
    }

    private static ActionCode? Code(string hex) => Hex(hex) is { } bytes ? ActionCode.From(bytes) : null;

    // As it stands on paper: in groups, or in lines.
    private static byte[]? Hex(string text)
    {
        var digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }
}
