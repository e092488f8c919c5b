using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Tests.Chip;

namespace Guitai.Sandbox.Tests.Meeting;

/// <summary>A shop's terminal: what its acquirer downloads to it, and what it can.</summary>
internal static class TestTerminal
{
    /// <summary>9F1B: inserted cards are asked online from here on, minor units.</summary>
    public const long FloorLimit = 50_000;

    /// <summary>DF19: taps above it go online.</summary>
    public const long TapFloorLimit = 10_000;

    /// <summary>Up to it a tap needs nobody's PIN (小额免密免签).</summary>
    public const long NoPinLimit = 100_000;

    /// <summary>DF20: from here on nothing is tapped.</summary>
    public const long TapLimit = 500_000;

    // EMV Book 3, 10.7: a terminal's codes for online and default name each failure of offline authentication, CDA's too.
    private const string Codes = "DF1105DC4000A800DF1205DC4004F800DF13050010000000";
    private const string Limits = "9F1B040000C350DF150400000000DF160100DF170100DF1906000000010000DF2006000000500000DF2106000000100000";

    public static TerminalProfile Profile { get; } =
        new()
        {
            Capabilities = Convert.FromHexString("E0F8C8"),
            AdditionalCapabilities = Convert.FromHexString("6000F0A001"),
            TerminalId = "T0000001",
            MerchantId = "M00000000000001",
            MerchantName = "GUITAI DEMO STORE",
            MerchantCategory = 5411,
            SerialNumber = "SN000001",
            NoPinNoSignatureLimit = NoPinLimit,
        };

    private static readonly Lazy<KernelParameters> s_parameters = new(() =>
        new KernelParameters(
            [
                Application("A000000333010101", "0030"),
                Application("A000000333010102", "0030"),
                Application("A0000000031010", "0096"),
                Application("A0000000041010", "0002"),
                Application("A0000000651010", "0200"),
            ],
            [.. TestChips.Keys.Authorities().Select(Key)]
        )
    );

    public static KernelParameters Parameters => s_parameters.Value;

    // As the host's message 0800/370 brings it.
    private static CaKey Key(AuthorityKey key)
    {
        var tlv =
            $"9F0605{key.Rid}9F2201{key.Index}DF0504{key.Expiry}DF060101DF070101"
            + $"DF0281{key.Modulus.Length / 2:X2}{key.Modulus}DF04{key.Exponent.Length / 2:X2}{key.Exponent}DF0314{key.Checksum}";
        Assert.True(CaKey.Read(Convert.FromHexString(tlv), out var read).IsNone);
        return read!;
    }

    // 0800/380.
    private static ApplicationParameters Application(string aid, string version)
    {
        var tlv = $"9F06{aid.Length / 2:X2}{aid}DF0101009F0802{version}{Codes}{Limits}DF14039F3704DF180101";
        Assert.True(ApplicationParameters.Read(Convert.FromHexString(tlv), out var read).IsNone);
        return read!;
    }
}
