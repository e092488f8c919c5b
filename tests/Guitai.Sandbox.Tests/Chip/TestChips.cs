using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Journal;
using Guitai.Sandbox.Tests.Issuer;

namespace Guitai.Sandbox.Tests.Chip;

/// <summary>Chips over an issuer's profile; their keys are made once for all tests.</summary>
internal sealed class TestChips : IDisposable
{
    private static readonly Lazy<(IssuerProfile Profile, ChipKeys Keys, string KeyFile)> s_made = new(Make);

    private readonly RecordMemory _disk = new();
    private ChipShelf _shelf;

    public TestChips()
    {
        Cards = new CardBureau(s_made.Value.Profile);
        _shelf = ChipShelf.Open(_disk);
        Bureau = new ChipBureau(Cards, () => Keys, _shelf, new Random(5).NextBytes);
    }

    public static ChipKeys Keys => s_made.Value.Keys;

    /// <summary>The keys as their file holds them.</summary>
    public static string KeyFile => s_made.Value.KeyFile;

    public CardBureau Cards { get; }

    public ChipBureau Bureau { get; private set; }

    /// <summary>Power fails; the journal stays.</summary>
    public void Restart()
    {
        _shelf = ChipShelf.Open(_disk);
        Bureau = new ChipBureau(Cards, () => Keys, _shelf, new Random(6).NextBytes);
    }

    public ChipCard Make(string file, Func<CardFile, CardFile>? change = null)
    {
        var found = CardFiles.Own.Find(file)!;
        return Bureau.Make(change is null ? found : change(found))!;
    }

    /// <summary>The usual card with an application like that.</summary>
    public ChipCard MakeWith(Func<ApplicationFile, ApplicationFile> change, Func<CardFile, CardFile>? changeFile = null) =>
        Make("dual", f => (changeFile ?? (same => same))(f with { Applications = [change(f.Applications[0])] }));

    public VirtualCard Card(ChipCard chip) => Cards.Card(chip.File.Card.Program, chip.File.Card.Index);

    public void Dispose() => _shelf.Dispose();

    private static (IssuerProfile, ChipKeys, string) Make()
    {
        var folder = Directory.CreateTempSubdirectory("guitai-chips-");
        try
        {
            var clock = new TestClock();
            var file = Path.Combine(folder.FullName, "chip-keys.json");
            var keys = ChipKeys.Open(file, clock);
            return (IssuerProfile.Create(clock, new Random(9).NextBytes), keys, File.ReadAllText(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
