using Guitai.Emv.Parameters;
using Guitai.Foundation;
using Guitai.Host.Chips;
using Guitai.Terminal.Journal;
using HostLists = Guitai.Host.Chips.ChipLists;

namespace Guitai.Simulate.Cards;

/// <summary>The simulated host's parameters for chips.</summary>
internal static class ChipPremises
{
    // Online from 10.00 on; a tap from 1,000.00 on asks for its holder. That no card proves itself offline says nothing against it: none here can.
    private static readonly ApplicationParameters s_debit = new(Aid.Parse("A000000333010101")!.Value, AllowsPartial: true, Version: 0x0030)
    {
        DenialCode = Code("0010000000"),
        OnlineCode = Code("5C4004F800"),
        DefaultCode = Code("5C40002800"),
        FloorLimit = 10_00,
        ContactlessFloorLimit = 0,
        ContactlessLimit = 100_000_00,
        ContactlessCvmLimit = 1_000_00,
    };

    /// <summary>Gives a host its parameters.</summary>
    /// <returns>As its terminals get them.</returns>
    public static async Task<HostLists> SaveAsync(ChipBook book)
    {
        // Nobody has its other half: no card is asked for a certificate of it.
        var modulus = Enumerable.Repeat((byte)0xA5, 128).ToArray();
        var key = new CaKey(Rid.Parse("A000000333")!.Value, 0xE1, modulus, 3, new DateOnly(2035, 12, 31));
        Must(await book.SaveAsync(key, ReadOnlyMemory<byte>.Empty, version: 0));
        Must(await book.SaveAsync("银联借记", s_debit, version: 0));
        return book.Lists;
    }

    /// <summary>What a terminal writes that has just taken them.</summary>
    public static ChipListsTaken Taken(HostLists lists, long atMs) =>
        new(
            lists.Version,
            [.. lists.Keys.Select(k => Convert.ToHexString(k.Objects.Span))],
            [.. lists.Applications.Select(a => Convert.ToHexString(a.Objects.Span))],
            atMs
        );

    private static void Must(Outcome<bool> outcome) => ViolationException.Unless(outcome.Ok, "sets-up", () => outcome.Refusal!.Code);

    private static ActionCode Code(string hex) => ActionCode.From(Convert.FromHexString(hex))!.Value;
}
