using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Simulate.Machines;
using Guitai.Simulation;
using Guitai.Till;
using Guitai.Till.Cards;
using Guitai.Till.Desk;
using Guitai.Till.Pages;

namespace Guitai.Simulate.Cards;

/// <summary>The cashier: sees only what the till's page shows, presses again after every death with the press's own id, and lets the customer at the
/// terminal when the page shows it. What they sell by is <see cref="CashierSales"/>.</summary>
internal sealed class Cashier(CardWorld world)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    private PageContext _page = new(null, null);
    private SimulatedProcess? _loggedInAt;
    private bool _isPaying;

    /// <summary>Wants whatever is under way given up.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>Orders that were begun.</summary>
    public List<Guid> Orders { get; } = [];

    /// <summary>Refunds that were asked for and not left again.</summary>
    public List<Guid> Refunds { get; } = [];

    public CardWorld World => world;

    private CardTill Till => world.Till!;

    /// <summary>Gives up whatever is under way.</summary>
    public void GiveUp() => GaveUp |= _isPaying;

    /// <summary>Looks and acts again and again, through every death, until it is done.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> step)
    {
        var until = world.Scheduler.Time.Elapsed + s_longest;
        var pause = s_look;
        while (world.Scheduler.Time.Elapsed < until)
        {
            try
            {
                if (await IsLoggedInAsync() && await step())
                {
                    return;
                }
            }
            catch (MachineDownException)
            {
                // It comes back.
            }

            // Whoever waits long looks less often.
            pause = pause < s_longestPause ? pause * 1.05 : s_longestPause;
            await Task.Delay(pause, world.Scheduler.Outside.Clock);
        }

        throw new ViolationException("ends", $"{what} did not come to an end");
    }

    /// <summary>Looks at the till.</summary>
    public Task<T> LookAsync<T>(Func<TillRole, T> look) => Till.LookAsync(look);

    /// <summary>Looks at the page's cards.</summary>
    public Task<CardsView> CardsAsync() => Till.LookAsync(t => t.Views.Till(_page).Cards!);

    /// <summary>Presses a button.</summary>
    public async Task<Outcome<T>> PressAsync<T>(string what, Func<TillRole, PageContext, Task<Outcome<T>>> press)
    {
        var fault = world.Step(StepKind.Press);
        var page = _page;
        var first = Till.AskAsync(t => press(t, page));
        if (fault != CardFault.Doubled)
        {
            return Noted(what, await first);
        }

        var second = Till.AskAsync(t => press(t, page));
        var (one, two) = (await first, await second);
        ViolationException.Unless(
            !one.Ok || !two.Ok || Equals(one.Value, two.Value),
            "pressed-once-done-once",
            () => $"{what} answered {one.Value} and {two.Value}"
        );
        return Noted(what, one.Ok ? one : two);
    }

    /// <summary>Presses a button that must not be refused.</summary>
    public async Task<T> MustAsync<T>(string what, Func<TillRole, PageContext, Task<Outcome<T>>> press)
    {
        var outcome = await PressAsync(what, press);
        return outcome.Refusal switch
        {
            null => outcome.Value,
            // Nothing happened: pressed again when there is room.
            { Code: "store.full" } => throw new MachineDownException("till"),
            var refusal => throw new ViolationException("presses", $"{what} was refused: {refusal.Code}"),
        };
    }

    /// <summary>Sees one card payment through to its end.</summary>
    /// <param name="id">Of the press, and so of the payment.</param>
    /// <param name="ask">The press.</param>
    /// <param name="customer">How the card is read.</param>
    /// <param name="amount">Said after the card, where that comes first.</param>
    /// <returns>True when it was approved.</returns>
    public async Task<bool> SeeAsync(
        Guid id,
        Func<TillRole, PageContext, Task<Outcome<bool>>> ask,
        Customer customer = Customer.SwipesWithPin,
        long? amount = null
    )
    {
        (_isPaying, GaveUp) = (true, false);
        var approved = false;
        await UntilAsync(
            "a card payment",
            async () =>
            {
                if (await LookAsync(_ => Till.Payments().Find(p => p.Id == id)) is not { } payment)
                {
                    await MustAsync("card", ask);
                    return false;
                }

                approved = payment.State == PaymentState.Approved;
                return !payment.IsFollowed || await GoOnAsync(payment, customer, amount);
            }
        );
        _isPaying = false;
        world.Purse.Leave();
        return approved;
    }

    /// <summary>Does the next thing about a payment under way.</summary>
    /// <returns>False, always: it has not ended.</returns>
    public async Task<bool> GoOnAsync(TillPayment payment, Customer customer = Customer.SwipesWithPin, long? amount = null)
    {
        if (GaveUp && !payment.GivenUp && payment.EndedAtMs is null)
        {
            var request = new CardPaymentRequest(world.Ids.Next(), payment.Id);
            await MustAsync("cancel", (t, p) => t.CardDesk.CancelAsync(p, request));
            return false;
        }

        var cards = await CardsAsync();
        if (cards.Payments.FirstOrDefault(p => p.Id == payment.Id)?.View is not { } view)
        {
            return false;
        }

        if (view.Waits == PaymentWait.Amount && payment.AmountMinor is null)
        {
            var request = new CardAmountRequest(world.Ids.Next(), payment.Id, amount!.Value);
            await MustAsync("amount", (t, p) => t.CardTenders.SetAmountAsync(p, request));
        }
        else if (view.Frame is not null)
        {
            await CardHolder.HelpAsync(world, view, customer);
        }

        return false;
    }

    /// <summary>Pays attention to what is under way, so that it can be given up.</summary>
    public void Attend(bool on) => (_isPaying, GaveUp) = (on, GaveUp && on);

    private Outcome<T> Noted<T>(string what, Outcome<T> outcome)
    {
        world.Trace.Record($"cashier {what} {outcome.Refusal?.Code ?? "ok"}");
        return outcome;
    }

    private async Task<bool> IsLoggedInAsync()
    {
        var process = Till.Process;
        if (process is not null && process == _loggedInAt)
        {
            return true;
        }

        var page = new PageContext(null, world.Ids.Next());
        var login = new LoginRequest(Premises.Cashier, new Secret<string>(Premises.CashierPin));
        var outcome = await Till.AskAsync(t => t.Login.LogInAsync(page, login));
        if (outcome.Refusal is { Code: "store.full" })
        {
            return false;
        }

        ViolationException.Unless(outcome.Ok, "staff-can-log-in", () => outcome.Refusal!.Code);
        _page = page with { Token = outcome.Value };
        _loggedInAt = process;
        return true;
    }
}
