using Guitai.Contracts.Terminal;
using Guitai.Simulate.Machines;

namespace Guitai.Simulate.Cards;

/// <summary>The till and the people before it: it keeps the id of what it asked for, asks again after every death, and does what is being waited for.</summary>
internal sealed class CardClerk(CardWorld world)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(3);

    /// <summary>Every payment that was asked for, and what the till was told in the end.</summary>
    public Dictionary<Guid, PaymentView> Told { get; } = [];

    private Guid _now;
    private bool _gaveUp;

    /// <summary>Gives up whatever is under way.</summary>
    public void GiveUp()
    {
        if (_now != default && !_gaveUp)
        {
            _gaveUp = true;
        }
    }

    /// <summary>Sees one payment through to its end.</summary>
    /// <param name="code">By code instead of card.</param>
    public async Task<PaymentView> PayAsync(
        PaymentKind kind,
        long? amount,
        Guid? of = null,
        Customer customer = Customer.SwipesWithPin,
        CodeOrder? code = null
    )
    {
        var id = _now = world.Ids.Next();
        _gaveUp = false;
        var until = world.Scheduler.Time.Elapsed + s_longest;
        var cancelled = false;
        while (world.Scheduler.Time.Elapsed < until)
        {
            try
            {
                var view = await world.Terminal.AskAsync(desk => Task.FromResult(desk.Look(id)));
                if (view.Refusal is not null)
                {
                    view = await world.Terminal.AskAsync(desk =>
                        desk.BeginAsync(new BeginPayment(id, kind, amount, of, 1) { Code = code })
                    );
                }

                if (view.Refusal is { } refusal)
                {
                    if (refusal.Code is not ("terminal.busy" or "terminal.settling" or "store.full"))
                    {
                        throw new ViolationException("begins", $"{kind} of {amount} was refused: {refusal.Code}");
                    }
                }
                else if (view.Value.HasEnded)
                {
                    Told.Add(id, view.Value);
                    world.Purse.Leave();
                    _now = default;
                    return view.Value;
                }
                else if (_gaveUp && !cancelled)
                {
                    await world.Terminal.AskAsync(desk => desk.CancelAsync(id));
                    cancelled = true;
                }
                else
                {
                    await CardHolder.HelpAsync(world, view.Value, customer);
                }
            }
            catch (MachineDownException)
            {
                // It comes back.
            }

            await Task.Delay(s_look, world.Scheduler.Outside.Clock);
        }

        throw new ViolationException("ends", $"{kind} of {amount} did not end");
    }

    /// <summary>Settles the batch and waits until it is closed.</summary>
    public async Task SettleAsync()
    {
        var until = world.Scheduler.Time.Elapsed + s_longest;
        int? batch = null;
        while (world.Scheduler.Time.Elapsed < until)
        {
            try
            {
                var stand = await world.Terminal.AskAsync(desk => Task.FromResult(desk.Stand()));
                batch ??= stand.Batch.Batch;
                if (stand.Batch.Batch != batch)
                {
                    return;
                }

                if (!stand.Settling)
                {
                    world.Step(StepKind.Person);
                    await world.Terminal.AskAsync(desk => desk.SettleAsync());
                }
            }
            catch (MachineDownException)
            {
                // It comes back.
            }

            await Task.Delay(s_look, world.Scheduler.Outside.Clock);
        }

        throw new ViolationException("settles", "the batch was not closed");
    }
}
