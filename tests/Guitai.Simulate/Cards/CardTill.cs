using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Guitai.Contracts.Terminal;
using Guitai.Foundation.Store;
using Guitai.Simulation;
using Guitai.Till;
using Guitai.Till.Cards;

namespace Guitai.Simulate.Cards;

/// <summary>A card payment as the till's disk has it.</summary>
internal sealed record TillPayment
{
    public required Guid Id { get; init; }

    public required CardPurpose Purpose { get; init; }

    public required PaymentKind Kind { get; init; }

    public required PaymentState State { get; init; }

    public long? AmountMinor { get; init; }

    public Guid? Of { get; init; }

    public Guid? OrderId { get; init; }

    public Guid? TenderId { get; init; }

    public long? EndedAtMs { get; init; }

    public bool GivenUp { get; init; }

    public bool SlipWaits { get; init; }

    public bool IsFollowed => EndedAtMs is null || SlipWaits;
}

/// <summary>The production till, on the same device as its terminal, a process and a disk of its own.</summary>
internal sealed class CardTill(CardWorld world) : Computer(world, "till", StepKind.TillCommit, TillRole.Migrations, TillPremises.Get())
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private TillRole? _role;
    private int _lives;

    /// <summary>What prints beside it.</summary>
    public CounterPrinter Printer { get; } = new();

    /// <summary>True when it is up and waits for nothing.</summary>
    public bool IsIdle => IsUp && !Payments().Exists(p => p.IsFollowed);

    /// <summary>Every card payment that it ever asked for.</summary>
    public List<TillPayment> Payments() =>
        [
            .. Store!
                .Read(c => c.Query<string>("SELECT body FROM card_payment").ToList())
                .Select(b => JsonSerializer.Deserialize<TillPayment>(b, s_json)!),
        ];

    /// <summary>Asks the till, as its page does.</summary>
    public Task<T> AskAsync<T>(Func<TillRole, Task<T>> work) => AskAsync(() => work(_role!));

    /// <summary>Looks at what the till's page shows.</summary>
    public Task<T> LookAsync<T>(Func<TillRole, T> look) => AskAsync(() => Task.FromResult(look(_role!)));

    protected override Task OpenAsync(RoleStore store, SimulatedProcess process)
    {
        var role = _role = TillRole.Open(
            store,
            process.Clock,
            new SeededRandomness(World.Random.Fork()),
            new NoShop(),
            Printer.From(process),
            "simulated"
        );
        var compose = role.Printing.Compose!;
        role.Printing.Compose = job =>
        {
            Printer.Composed = job;
            return compose(job);
        };
        role.AttachTerminal(PlantedTill.Line(World.Bug, new TillLine(World, process), _lives++ == 0 ? default : World.Ids.Next()));
        process.Start("printing", () => role.Printing.RunAsync(default));
        process.Start("cards", () => role.Cards.RunAsync(default));
        return Task.CompletedTask;
    }

    protected override ISqlEngine Wrap(ISqlEngine engine) => PlantedTill.Engine(World.Bug, engine);

    protected override void Fallen(SimulatedProcess process) => _role = null;
}
