using System.Globalization;
using System.Text;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Hosting;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Tests;

/// <summary>A terminal with two readers whose places are the sandbox's, a host that answers what it is told to, and a customer.</summary>
internal sealed class ChipCounter : IAsyncDisposable
{
    // Debit, credit, quasi-credit, electronic cash of UnionPay; Visa. Online from 10.00 on, alone when there is no line; a tap above 1,000.00 asks for its holder.
    private static readonly string[] s_applications =
    [
        "A000000333010101",
        "A000000333010102",
        "A000000333010103",
        "A000000333010106",
        "A0000000031010",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guitai-chip-");
    private RoleStore _store = null!;
    private CardBureau _bureau = null!;

    public OneHost Host { get; } = new() { Offline = (50_00, 500_00, 5) };

    public ChipDesk Cards { get; private set; } = null!;

    public TerminalDesk Desk { get; private set; } = null!;

    /// <summary>Opens the counter.</summary>
    /// <param name="patience">How long it waits for whom.</param>
    public static async Task<ChipCounter> OpenAsync(Patience? patience = null)
    {
        var counter = new ChipCounter();
        var random = new Random(5);
        // One that leaves it to the terminal what happens when nobody can be asked.
        Directory.CreateDirectory(Path.Combine(counter._folder.FullName, "chips"));
        await File.WriteAllTextAsync(
            Path.Combine(counter._folder.FullName, "chips", "lenient.json"),
            """
            {
              "name": "lenient",
              "card": { "program": "unionpay-debit", "index": 62 },
              "applications": [
                {
                  "label": "UNIONPAY DEBIT",
                  "cvmList": "00000000000000001F03",
                  "actionDefault": "0000000000",
                  "rules": { "offlineLimitMinor": 20000 }
                }
              ]
            }
            """
        );
        counter._bureau = new CardBureau(IssuerProfile.Create(TimeProvider.System, random.NextBytes));
        counter.Cards = ChipDesk.Open(counter._folder.FullName, counter._bureau, TimeProvider.System, random.NextBytes);
        counter.Host.Chips = counter.Answer;
        await counter.StartAsync(patience ?? new Patience());
        return counter;
    }

    /// <summary>Begins a payment.</summary>
    public async Task<Guid> BeginAsync(PaymentKind kind = PaymentKind.Sale, long? minor = 20_00)
    {
        var id = Guid.CreateVersion7();
        var begun = await Desk.BeginAsync(new BeginPayment(id, kind, minor, null, 1));
        Assert.True(begun.Ok, begun.Refusal?.Code);
        return id;
    }

    /// <summary>Begins a sale and inserts a card.</summary>
    public async Task<Guid> InsertAsync(string kind, long minor = 20_00, CardPlacing? placing = null)
    {
        var id = await BeginAsync(minor: minor);
        Assert.Equal(PutOutcome.Done, Cards.Put(CardSides.Contact, kind, placing: placing));
        return id;
    }

    /// <summary>Begins a sale and holds a card to the reader.</summary>
    public async Task<Guid> TapAsync(string kind, long minor = 20_00, CardPlacing? placing = null)
    {
        var id = await BeginAsync(minor: minor);
        Assert.Equal(PutOutcome.Done, Cards.Put(CardSides.Contactless, kind, placing: placing));
        return id;
    }

    /// <summary>Waits for something to be waited for.</summary>
    public async Task<EntryViewOf> WaitsAsync(Guid payment, PaymentWait wait)
    {
        await UntilAsync(
            () => Desk.EntryOf(payment)!.Waits == wait,
            () => $"{Desk.EntryOf(payment)!.Waits}, {Desk.EntryOf(payment)!.Notice?.Code}"
        );
        return new EntryViewOf(Desk.EntryOf(payment)!);
    }

    /// <summary>Types a PIN; none for empty.</summary>
    public async Task PinAsync(Guid payment, string pin)
    {
        await WaitsAsync(payment, PaymentWait.Pin);
        var layout = Desk.EntryOf(payment)!.Pad!.Layout;
        await Desk.PressAsync(payment, new Secret<IReadOnlyList<int>>([.. pin.Select(d => layout.IndexOf(d, StringComparison.Ordinal))]));
    }

    /// <summary>The PIN of a kind's card.</summary>
    public string PinOf(string kind) => Cards.Files.Find(kind)!.Card is var card ? _bureau.TryCard(card.Program, card.Index)!.Pin : "";

    /// <summary>Waits for the end.</summary>
    public async Task<PaymentView> EndAsync(Guid payment)
    {
        await UntilAsync(
            () => Desk.Look(payment).Value.HasEnded,
            () => $"{Desk.EntryOf(payment)!.Waits}, {Desk.EntryOf(payment)!.Notice?.Code}, heard {string.Join(' ', Host.Heard)}"
        );
        return Desk.Look(payment).Value;
    }

    /// <summary>Waits until something holds.</summary>
    public async Task UntilAsync(Func<bool> holds, Func<string> what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds() && TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(30))
        {
            await Desk.WaitAsync(Desk.Version, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        Assert.True(holds(), what());
    }

    /// <summary>The financial message that the host heard last.</summary>
    public HeardMessage Question => Host.Messages.Last(m => m.Mti is 200 or 100);

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        await Cards.DisposeAsync();
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(Patience patience)
    {
        _store = RoleStore.Open(SqliteEngine.Open(Path.Combine(_folder.FullName, "terminal.db")), TerminalStore.Migrations);
        _store.StartLoop(fault => Assert.Fail(fault.ToString()));
        var keys = new FakeKeys();
        Desk = new TerminalDesk(
            new TerminalSettings
            {
                Store = new TerminalStore(_store, keys),
                Keys = keys,
                Dialler = Host,
                Time = TimeProvider.System,
                Randomness = new SystemRandomness(),
                Patience = patience,
                Readers =
                [
                    new SandboxCardReader(Cards.Contact, TimeProvider.System),
                    new SandboxCardReader(Cards.Field, TimeProvider.System),
                ],
                OnBroken = fault => Assert.Fail(fault.ToString()),
            }
        );
        await Desk.StartAsync();
        await Desk.HandleAsync(new Activate("10000001", "898310058120001", "UnionPay", ["one:1"], "https://office", null));
        await Desk.HandleAsync(new LoadedKey("123456"));
        await UntilAsync(() => Desk.Books.Chips.Version == 7, () => string.Join(' ', Host.Heard));
    }

    private byte[] Answer(int network, byte[] question) =>
        network switch
        {
            372 => [(byte)'2', .. Cards.Authorities.SelectMany(k => Bytes($"9F0605{k.Rid}9F2201{k.Index}"))],
            370 => [(byte)'1', .. Key(question)],
            382 => [(byte)'2', .. s_applications.SelectMany(a => Bytes($"9F06{a.Length / 2:X2}{a}"))],
            380 => [(byte)'1', .. Application(Convert.ToHexString(question)[6..])],
            _ => [],
        };

    private byte[] Key(byte[] question)
    {
        var name = Convert.ToHexString(question);
        var key = Cards.Authorities.Single(k => name == $"9F0605{k.Rid}9F2201{k.Index}");
        var length = key.Modulus.Length / 2;
        var modulus = length < 0x80 ? $"{length:X2}" : $"81{length:X2}";
        return Bytes(
            $"{name}DF0504{key.Expiry}DF060101DF070101DF02{modulus}{key.Modulus}DF04{key.Exponent.Length / 2:X2}{key.Exponent}DF0314{key.Checksum}"
        );
    }

    private static byte[] Application(string aid) =>
        Bytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"9F06{aid.Length / 2:X2}{aid}DF010100 9F08020140 DF1105D840002800 DF1205D84004F800 DF13050010000000 9F1B04000003E8 DF150400000000 DF160100 DF170100 DF14039F3704 DF180101 DF1906000000000000 DF2006000010000000 DF2106000000100000"
            )
        );

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}

/// <summary>What the terminal's page shows, for tests.</summary>
internal sealed record EntryViewOf(Pages.EntryView View);
