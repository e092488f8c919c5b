using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Simulation;
using Guitai.Simulation.Disk;

namespace Guitai.Simulate.Cards;

/// <summary>One terminal, the host, the bank and a clerk, run through a course with at most one thing going wrong at one step; or, by seed, with many.</summary>
internal sealed class CardWorld : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(12);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<StepKind, int> _counts = [];
    private readonly List<CardWire> _wires = [];
    private readonly (CardStep Step, CardFault Fault)? _armed;
    private readonly Func<CardStep, CardFault>? _draw;
    private bool _quiet;

    /// <param name="seed">Everything that is drawn follows from it.</param>
    /// <param name="armed">What goes wrong where; null for nothing.</param>
    /// <param name="draw">What goes wrong at each step instead; null for nothing.</param>
    /// <param name="bug">A defect to plant.</param>
    /// <param name="atTill">With the production till before the terminal; else a clerk asks the terminal.</param>
    /// <param name="isFresh">The terminal has no parameters for chips yet.</param>
    public CardWorld(
        ulong seed,
        (CardStep Step, CardFault Fault)? armed = null,
        Func<CardStep, CardFault>? draw = null,
        CardBug bug = CardBug.None,
        bool atTill = false,
        bool isFresh = false
    )
    {
        (_armed, _draw, Bug, IsFresh) = (armed, draw, bug, isFresh);
        Random = new SimRandom(seed);
        _ = CardPremises.Get();
        _ = atTill ? TillPremises.Get() : null;
        SimulatedDisk.SeedSqlite(Random);
        Scheduler = new SimulationScheduler(Random, new VirtualTime(CardPremises.Begin), Trace);
        Ids = new IdSource(Scheduler.Time, new SeededRandomness(Random.Fork()));
        Issuer = new CardIssuer(Scheduler);
        Wallet = new CardWallet(this);
        Host = new CardHost(this);
        Terminal = new CardTerminal(this);
        Clerk = new CardClerk(this);
        Till = atTill ? new CardTill(this) : null;
        Cashier = new Cashier(this);
        Purse = new CardPurse(Random.Fork());
    }

    /// <summary>The defect planted.</summary>
    public CardBug Bug { get; }

    /// <summary>The terminal has to fetch its parameters for chips first.</summary>
    public bool IsFresh { get; }

    public SimRandom Random { get; }

    public TraceLog Trace { get; } = new(400);

    public SimulationScheduler Scheduler { get; }

    public IdSource Ids { get; }

    public CardIssuer Issuer { get; }

    public CardWallet Wallet { get; }

    public CardHost Host { get; }

    public CardTerminal Terminal { get; }

    public CardClerk Clerk { get; }

    /// <summary>The till; null where a clerk asks the terminal.</summary>
    public CardTill? Till { get; }

    public Cashier Cashier { get; }

    public CardPurse Purse { get; }

    /// <summary>What whoever asked the terminal believes of each payment in the end.</summary>
    public IReadOnlyDictionary<Guid, (PaymentKind Kind, PaymentState State)> Told =>
        Till is { } till
            ? till.Payments().ToDictionary(p => p.Id, p => (p.Kind, p.State))
            : Clerk.Told.ToDictionary(t => t.Key, t => (t.Value.Kind, t.Value.State));

    /// <summary>True while no connection can be made.</summary>
    public bool LineIsCut { get; set; }

    /// <summary>True while nothing passes between the till and its terminal.</summary>
    public bool TerminalIsAway { get; set; }

    /// <summary>Every step so far, in order.</summary>
    public List<CardStep> Steps { get; } = [];

    /// <summary>True when what was armed went wrong.</summary>
    public bool Struck { get; private set; }

    /// <summary>Runs a course to its end, and proves that all books agree.</summary>
    /// <exception cref="ViolationException">Something that must hold did not.</exception>
    public void Run(Func<CardWorld, Task> course)
    {
        Host.Start();
        Terminal.Start();
        Till?.Start();
        Scheduler.Run(() => course(this), s_longest);
        _quiet = true;
        LineIsCut = TerminalIsAway = false;
        for (var minute = 0; minute < 20 && !IsSettled; minute++)
        {
            Scheduler.RunFor(TimeSpan.FromMinutes(1));
        }

        Scheduler.RunFor(TimeSpan.FromSeconds(10));
        Scheduler.Run(Clerk.SettleAsync, s_longest);
        CardCheck.Check(this);
        TillCheck.Check(this);
    }

    // Nothing is open at the terminal, and the host has told the bank everything.
    private bool IsSettled =>
        Terminal.IsIdle && Till is null or { IsIdle: true } && Host.Desk is { } host && host.Services.Owed.Waiting(1).Count == 0;

    /// <summary>A step of the course: counted, and whatever goes wrong there begins.</summary>
    public CardFault Step(StepKind kind)
    {
        if (_quiet)
        {
            return CardFault.None;
        }

        var step = new CardStep(kind, _counts[kind] = _counts.GetValueOrDefault(kind) + 1);
        Steps.Add(step);
        Trace.Record($"step {step}");
        var fault =
            _draw is not null ? _draw(step)
            : _armed is { } armed && armed.Step == step ? armed.Fault
            : CardFault.None;
        if (fault == CardFault.None)
        {
            return fault;
        }

        Struck = true;
        Trace.Record($"FAULT {fault} at {step}");
        Begin(kind, fault);
        return fault;
    }

    /// <summary>A new connection; null while there is none to be had.</summary>
    public CardWire? Connect(SimulatedProcess terminal)
    {
        if (LineIsCut || !Host.IsUp || Host.Desk is not { } desk || Host.Process is not { } process)
        {
            return null;
        }

        var wire = new CardWire(this, terminal, process);
        _wires.Add(wire);
        process.Start(
            "serve",
            async () =>
            {
                await desk.Door.ServeAsync(desk.Services.Terminals.Find(CardPremises.Terminal1)!, wire);
                wire.Close();
            }
        );
        return wire;
    }

    /// <summary>The line to the host ends, and there is no other.</summary>
    public void CutLine()
    {
        LineIsCut = true;
        EndWires(_ => true);
    }

    /// <summary>Ends connections of a process that is dead.</summary>
    public void EndWires(Predicate<CardWire> which)
    {
        foreach (var wire in _wires.FindAll(which))
        {
            wire.End();
        }

        _wires.RemoveAll(which);
    }

    /// <summary>The device at the counter loses power: all that runs on it dies.</summary>
    public void LosePower()
    {
        Till?.Die(power: true);
        Terminal.Die(power: true);
    }

    public void Dispose()
    {
        Till?.Dispose();
        Terminal.Dispose();
        Host.Dispose();
        Trace.Dispose();
    }

    // What is no matter of the step itself: the death of somebody else, or a change of mind.
    private void Begin(StepKind kind, CardFault fault)
    {
        switch (fault)
        {
            case CardFault.TerminalDiesBefore when kind == StepKind.Person:
                Terminal.Die(power: false);
                break;
            case CardFault.TerminalDiesAfter when kind == StepKind.Card:
                // When the card did it: the reader sees to that.
                break;
            case CardFault.Cut when kind == StepKind.Card:
                Scheduler.Outside.Post(() => EndWires(_ => true));
                break;
            case CardFault.TerminalDiesBefore or CardFault.TerminalDiesAfter when kind != StepKind.TerminalCommit:
                Scheduler.Outside.Post(() => Terminal.Die(power: false));
                break;
            case CardFault.HostDiesBefore or CardFault.HostDiesAfter when kind != StepKind.HostCommit:
                Scheduler.Outside.Post(() => Host.Die(power: false));
                break;
            case CardFault.TillDiesBefore when kind is StepKind.Press:
                Till?.Die(power: false);
                break;
            case CardFault.TillDiesAfter when kind is StepKind.Press:
                Scheduler.Outside.After(s_moment, "dies", () => Till?.Die(power: false));
                break;
            case CardFault.TillDiesBefore or CardFault.TillDiesAfter when kind != StepKind.TillCommit:
                Scheduler.Outside.Post(() => Till?.Die(power: false));
                break;
            case CardFault.Cancelled or CardFault.LateAndCancelled:
                Scheduler.Outside.Post(Clerk.GiveUp);
                Scheduler.Outside.Post(Cashier.GiveUp);
                break;
        }
    }
}
