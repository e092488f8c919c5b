using Guitai.Emv.Parameters;

namespace Guitai.Host.Tests.Chips;

/// <summary>Keys and applications that can be kept.</summary>
internal static class ChipSamples
{
    public static readonly Rid UnionPay = Rid.Parse("A000000333")!.Value;

    /// <summary>A key of any length; its modulus is no product of primes, which nobody here asks.</summary>
    public static CaKey Key(byte index, int bytes = 144, Rid? provider = null)
    {
        var modulus = new byte[bytes];
        new Random(index).NextBytes(modulus);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        return new CaKey(provider ?? UnionPay, index, modulus, index % 2 == 0 ? 3 : 65537, new DateOnly(2030, 12, 31));
    }

    public static ApplicationParameters Application(string aid = "A000000333010101") =>
        new(Aid.Parse(aid)!.Value, AllowsPartial: true, Version: 0x0030)
        {
            DenialCode = ActionCode.From(Convert.FromHexString("0010000000"))!.Value,
            OnlineCode = ActionCode.From(Convert.FromHexString("D84004F800"))!.Value,
            DefaultCode = ActionCode.From(Convert.FromHexString("D84000A800"))!.Value,
            FloorLimit = 100_00,
            RandomThreshold = 50_00,
            RandomMost = 60,
            RandomTarget = 20,
            ElectronicCashLimit = 1_000_00,
            ContactlessFloorLimit = 0,
            ContactlessLimit = 100_000_00,
            ContactlessCvmLimit = 1_000_00,
        };
}
