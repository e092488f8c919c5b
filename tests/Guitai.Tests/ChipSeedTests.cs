using System.Security.Cryptography;
using Guitai.Emv.Parameters;
using Guitai.Hosting;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Tests;

/// <summary>The demo's parameters for chips against the sandbox's chips.</summary>
public sealed class ChipSeedTests : IDisposable
{
    // These answer nobody, or nothing right, on purpose.
    private static readonly string[] s_broken = ["mute", "bad-atr", "chip-error", "card-blocked"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_kind_of_the_sandboxs_chips_has_an_application_that_the_demo_takes_and_its_scheme_a_key()
    {
        var cards = new CardBureau(IssuerProfile.Create(TimeProvider.System, RandomNumberGenerator.Fill));
        await using var desk = ChipDesk.Open(_folder["issuer"], cards, TimeProvider.System, RandomNumberGenerator.Fill);
        var kinds = desk.Kinds.Where(k => !s_broken.Contains(k.Name)).ToList();
        Assert.True(kinds.Count > 40);
        foreach (var kind in kinds)
        {
            var chip = desk.Make(kind.Name)!;
            chip.Power(kind.Sides.HasFlag(CardSides.Contact) ? CardSides.Contact : CardSides.Contactless);
            Assert.True(ChipSeed.Applications.Any(a => Selects(chip, a.Application.Aid)), kind.Name);
        }

        var providers = desk.Authorities.Select(a => a.Rid).ToHashSet(StringComparer.Ordinal);
        Assert.All(ChipSeed.Applications, a => Assert.Contains(a.Application.Aid.Rid.Hex, providers));
    }

    // 9000, more to fetch, or there and invalidated.
    private static bool Selects(Sandbox.Cards.Chip.ChipCard chip, Aid aid)
    {
        var name = aid.ToBytes();
        var answer = chip.Answer([0x00, 0xA4, 0x04, 0x00, (byte)name.Length, .. name, 0x00]);
        return answer is [.., 0x90, 0x00] or [.., 0x61, _] or [.., 0x62, 0x83];
    }
}
