using System.Globalization;
using Guitai.Emv.Parameters;
using Guitai.Host.Chips;
using Guitai.Sandbox.Cards.Chip.Keys;

namespace Guitai.Hosting;

/// <summary>Gives a host the sandbox's parameters for chips: the schemes' keys, and the applications that its chips have.</summary>
internal static class ChipSeed
{
    // Below it a chip may decide by itself what it is built to decide; the terminal's own limits from its sign-in hold all the same.
    private const long FloorLimit = 100_00;

    // UnionPay: no PIN and no signature up to 1,000 yuan.
    private const long TapVerified = 1_000_00;
    private const long TapMost = 100_000_00;

    /// <summary>The applications, UnionPay's first. Terminals have no contactless kernel for the last two: a tap limit of nothing says so.</summary>
    public static IReadOnlyList<(string Name, ApplicationParameters Application)> Applications { get; } =
    [
        ("银联借记 UnionPay debit", Of("A000000333010101")),
        ("银联贷记 UnionPay credit", Of("A000000333010102")),
        ("银联准贷记 UnionPay quasi-credit", Of("A000000333010103")),
        ("银联电子现金 UnionPay e-cash", Of("A000000333010106") with { ElectronicCashLimit = 1_000_00 }),
        ("Visa", Of("A0000000031010")),
        ("Mastercard", WithoutTaps(Of("A0000000041010"))),
        ("JCB", WithoutTaps(Of("A0000000651010"))),
    ];

    /// <summary>Begins with everything where nothing is. Later what people changed stays, and only keys of a sandbox that was made anew take the place of the old ones.</summary>
    /// <param name="host">The host.</param>
    /// <param name="authorities">The schemes' keys.</param>
    public static async Task HaveAsync(AcquirerHost host, IReadOnlyList<AuthorityKey> authorities)
    {
        var book = host.Desk.Services.Chips;
        var lists = book.Lists;
        // One of the sandbox's ran out long ago, for a card that names it: no acquirer would hand that out.
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        foreach (var (key, checksum) in authorities.Select(Read).Where(a => a.Key.Expires >= today))
        {
            var known = lists.Keys.FirstOrDefault(k => k.Key.Rid == key.Rid && k.Key.Index == key.Index);
            if (known is null ? lists.Version == 0 : !known.Key.Checksum().AsSpan().SequenceEqual(checksum))
            {
                AcquirerSeed.Require(await book.SaveAsync(key, checksum, known?.Version ?? 0));
            }
        }

        foreach (var (name, application) in lists.Version == 0 ? Applications : [])
        {
            AcquirerSeed.Require(await book.SaveAsync(name, application, version: 0));
        }
    }

    private static (CaKey Key, byte[] Checksum) Read(AuthorityKey key) =>
        (
            new CaKey(
                Rid.Parse(key.Rid)!.Value,
                byte.Parse(key.Index, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                Convert.FromHexString(key.Modulus),
                int.Parse(key.Exponent, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                DateOnly.ParseExact(key.Expiry, "yyyyMMdd", CultureInfo.InvariantCulture)
            ),
            Convert.FromHexString(key.Checksum)
        );

    // The version is that of the sandbox's chips. UnionPay's codes for its terminals, and a failed combined proof beside a failed dynamic one. Nothing goes on line by chance: who tries a card sees the same twice.
    private static ApplicationParameters Of(string aid) =>
        new(Aid.Parse(aid)!.Value, AllowsPartial: true, Version: 0x0030)
        {
            DenialCode = Code("0010000000"),
            OnlineCode = Code("DC4004F800"),
            DefaultCode = Code("DC4000A800"),
            FloorLimit = FloorLimit,
            ContactlessFloorLimit = 0,
            ContactlessLimit = TapMost,
            ContactlessCvmLimit = TapVerified,
        };

    private static ApplicationParameters WithoutTaps(ApplicationParameters application) =>
        application with
        {
            Kernel = ContactlessKernel.None,
            ContactlessLimit = 0,
            ContactlessCvmLimit = 0,
        };

    private static ActionCode Code(string hex) => ActionCode.From(Convert.FromHexString(hex))!.Value;
}
