using Guitai.Emv.Parameters;
using Guitai.Foundation;
using Guitai.Foundation.Store;

namespace Guitai.Host.Chips;

/// <summary>What a key or an application must be before it is kept: what any terminal will be able to read.</summary>
internal static class ChipRules
{
    /// <summary>Most entries of a list: a terminal asks behind how many were listed with two digits.</summary>
    public const int MostEntries = 100;

    /// <summary>Tag 9F1B has four bytes, and a terminal's floor limit above a million yuan is a mistake.</summary>
    public const long MostFloor = 100_000_000;

    // Format n12.
    private const long MostDigits = 999_999_999_999;

    private const int MostName = 40;
    private const int MostDdol = 64;

    /// <summary>A key as terminals get it, or why it is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="checksum">As somebody gave it; empty for the right one.</param>
    public static Outcome<byte[]> Check(CaKey key, ReadOnlySpan<byte> checksum)
    {
        // What the format has no room for would be no object; all else is said by who reads it.
        if (key.Modulus.Length > 248 || key.Exponent is not (3 or 65537) || checksum.Length is not (0 or 20))
        {
            return Wrong(
                key.Modulus.Length > 248 ? "modulus"
                    : checksum.Length is not (0 or 20) ? "checksum"
                    : "exponent",
                ParameterFault.Format
            );
        }

        var objects = ChipObjects.Of(key, checksum);
        var error = CaKey.Read(objects, out _);
        return error.IsNone ? objects : Wrong(Field(error.Tag), error.Fault);
    }

    /// <summary>An application as terminals get it, or why it is none.</summary>
    public static Outcome<byte[]> Check(string name, ApplicationParameters application)
    {
        var field =
            name.Length is 0 or > MostName || !Write.IsStorable(name) ? "name"
            : application.Aid.Hex.Length == 0 ? "aid"
            : application.FloorLimit is < 0 or > MostFloor ? "floorLimit"
            : application.RandomThreshold is < 0 or > MostFloor ? "randomThreshold"
            : application.RandomMost is < 0 or > 99 ? "randomMost"
            : application.RandomTarget is < 0 or > 99 ? "randomTarget"
            : application.DefaultDdol.Length > MostDdol ? "ddol"
            : application.ElectronicCashLimit is < 0 or > MostDigits ? "electronicCashLimit"
            : application.ContactlessFloorLimit is < 0 or > MostDigits ? "contactlessFloorLimit"
            : application.ContactlessLimit is < 0 or > MostDigits ? "contactlessLimit"
            : application.ContactlessCvmLimit is < 0 or > MostDigits ? "contactlessCvmLimit"
            : null;
        if (field is not null)
        {
            return Wrong(field, ParameterFault.Format);
        }

        var objects = ChipObjects.Of(application);
        var error = ApplicationParameters.Read(objects, out _);
        return error.IsNone ? objects : Wrong(Field(error.Tag), error.Fault);
    }

    /// <summary>The refusal of a parameter.</summary>
    public static Refusal Wrong(string field, ParameterFault fault) =>
        Refusal.With(
            fault switch
            {
                ParameterFault.NotTlv => "chip.not-tlv",
                ParameterFault.Missing => "chip.missing",
                ParameterFault.Twice => "chip.twice",
                ParameterFault.Inconsistent => "chip.inconsistent",
                ParameterFault.Checksum => "chip.checksum",
                ParameterFault.Algorithm => "chip.algorithm",
                _ => "chip.invalid",
            },
            "field",
            field
        );

    /// <summary>What people call a tag of a parameter.</summary>
    public static string Field(string tag) =>
        tag switch
        {
            "9F06" => "provider",
            "9F22" => "index",
            "DF05" => "expires",
            "DF02" => "modulus",
            "DF03" => "checksum",
            "DF04" => "exponent",
            "DF14" => "ddol",
            "DF15" => "randomThreshold",
            "DF16" => "randomMost",
            "DF17" => "randomTarget",
            "" => "objects",
            _ => tag,
        };
}
