using Guitai.Foundation;
using Guitai.Simulate.Machines;
using Guitai.Simulation;
using Guitai.Till;
using Guitai.Till.Desk;
using Guitai.Till.Pages;

namespace Guitai.Simulate.People;

/// <summary>Works at one till for a number of presses, sees only what its page shows, and remembers what was acknowledged.</summary>
internal sealed class Clerk(World world, TillMachine till, SimRandom random)
{
    private PageContext _page = new(null, null);
    private int _life;
    private Func<Task>? _unanswered;

    /// <summary>Has done everything and gone home.</summary>
    public bool IsHome { get; private set; }

    public World World => world;

    public TillMachine Till => till;

    public SimRandom Random => random;

    /// <summary>Sales that this clerk was told are paid, newest last.</summary>
    public List<Guid> Paid { get; } = [];

    /// <summary>Names a press that nobody else makes.</summary>
    public string NextReason() => $"第{till.Index}台{world.Ids.Next()}";

    public async Task WorkAsync(IReadOnlyList<string> codes)
    {
        var presses = new Presses(this, codes);
        for (var actions = 0; actions < world.Plan.ActionsPerClerk; actions++)
        {
            await PauseAsync();
            try
            {
                if (!till.IsUp || !await IsLoggedInAsync())
                {
                    // Somebody who cannot work drinks tea; it is bounded, because every machine starts again.
                    await Task.Delay(random.Delay(TimeSpan.FromSeconds(5)), world.Scheduler.Outside.Clock);
                    continue;
                }

                if (_unanswered is { } again)
                {
                    _unanswered = null;
                    world.Count("pressed-again-after-death");
                    await again();
                }
                else
                {
                    await presses.NextAsync();
                }
            }
            catch (MachineDownException)
            {
                world.Count("unanswered");
            }
        }

        IsHome = true;
    }

    /// <summary>Presses a button: now and then twice, and once more after a death, always with the same command id.</summary>
    /// <param name="what">Name in the trace and in counts.</param>
    /// <param name="press">What the button sends.</param>
    /// <param name="again">What to press after the till died without an answer; null to look and decide anew.</param>
    public async Task<Outcome<T>?> PressAsync<T>(string what, Func<TillRole, PageContext, Task<Outcome<T>>> press, Func<Task>? again = null)
    {
        var page = _page;
        var twice = random.Chance(world.Plan.DoubleTap);
        try
        {
            var first = till.AskAsync(t => press(t, page));
            if (!twice)
            {
                return Noted(what, await first);
            }

            if (random.Chance(0.5))
            {
                await Task.Delay(random.Delay(TimeSpan.FromMilliseconds(20)), world.Scheduler.Outside.Clock);
            }

            var second = till.AskAsync(t => press(t, page));
            var (one, two) = (await first, await second);
            ViolationException.Unless(
                !one.Ok || !two.Ok || Equals(one.Value, two.Value),
                "pressed-once-done-once",
                () => $"{what} answered {one.Value} and {two.Value}"
            );
            world.Count("double-taps");
            return Noted(what, one.Ok ? one : two);
        }
        catch (MachineDownException) when (again is not null)
        {
            // A restored till may not know of it; then the clerk looks and decides anew.
            var restores = till.Restores;
            _unanswered = () => restores == till.Restores ? again() : Task.CompletedTask;
            throw;
        }
    }

    private Outcome<T> Noted<T>(string what, Outcome<T> outcome)
    {
        world.Trace.Record($"{till.Name} {what} {outcome.Refusal?.Code ?? "ok"}");
        world.Count(outcome.Ok ? "done-" + what : "refused");
        return outcome;
    }

    private Task PauseAsync() => Task.Delay(random.Delay(world.Plan.MostThinking), world.Scheduler.Outside.Clock);

    private async Task<bool> IsLoggedInAsync()
    {
        if (_life == till.Life)
        {
            return true;
        }

        var life = till.Life;
        var page = new PageContext(null, world.Ids.Next());
        var (number, pin) = random.Chance(0.7) ? (Premises.Cashier, Premises.CashierPin) : (Premises.Supervisor, Premises.SupervisorPin);
        var cookie = await till.AskAsync(t => t.Login.LogInAsync(page, new LoginRequest(number, new Secret<string>(pin))));
        if (!cookie.Ok)
        {
            ViolationException.Unless(
                cookie.Refusal!.Code is "till.not-ready",
                "staff-can-log-in",
                () => $"{till.Name}: {cookie.Refusal.Code}"
            );
            return false;
        }

        _page = page with { Token = cookie.Value };
        _life = life;
        return true;
    }
}
