using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal;

namespace Guitai.Simulate.Cards;

/// <summary>How a customer pays.</summary>
internal enum Customer
{
    SwipesWithPin,
    Types,
    SwipesWithoutPin,

    /// <summary>Changes their mind before the card: the cashier gives up.</summary>
    WalksOff,

    /// <summary>The line to the host goes down while their question is with it.</summary>
    LosesTheLine,

    /// <summary>The till hears nothing of its terminal any more, while that goes on with the question.</summary>
    LosesTheTerminal,

    /// <summary>Inserts a chip and types a PIN for its issuer.</summary>
    InsertsWithPin,

    /// <summary>Inserts a chip that asks for no PIN, and decides alone where nobody can be asked.</summary>
    InsertsWithoutPin,

    /// <summary>Inserts a chip that refuses what its issuer approved.</summary>
    InsertsRefusing,

    /// <summary>Holds a card to the reader.</summary>
    Taps,

    /// <summary>Holds a card to the reader for so much that a PIN is asked for.</summary>
    TapsWithPin,
}

/// <summary>Who holds the card, before the terminal's own page.</summary>
internal static class CardHolder
{
    public const string Number = "6228480000000000018";

    // Of a card without a chip: that of one with is not taken by its stripe.
    private const string Tracks = $"%B{Number}^TEST/CARD^3012121100000?;{Number}=30121210100000123?";

    // The question is at the bank by then, and its answer is not back.
    private static readonly TimeSpan s_withHost = TimeSpan.FromMilliseconds(35);

    /// <summary>Does what is being waited for, if it is theirs to do.</summary>
    public static async Task HelpAsync(CardWorld world, PaymentView view, Customer customer)
    {
        var id = view.Id;
        var waits = view.Waits;
        if (customer >= Customer.InsertsWithPin)
        {
            // Whoever holds a chip in hand goes by what the terminal's page shows now.
            waits = (await world.Terminal.AskAsync(desk => Task.FromResult(desk.EntryOf(id))))?.Waits ?? PaymentWait.None;
            if (customer >= Customer.Taps && waits is not (PaymentWait.Card or PaymentWait.Chip))
            {
                world.Purse.Leave();
            }
        }

        switch (waits)
        {
            case PaymentWait.Card when customer >= Customer.InsertsWithPin:
                world.Step(StepKind.Person);
                world.Purse.Present(customer);
                break;
            case PaymentWait.Card when customer == Customer.WalksOff:
                world.Cashier.GiveUp();
                break;
            case PaymentWait.Card:
                world.Step(StepKind.Person);
                await world.Terminal.AskAsync(desk =>
                    customer == Customer.Types
                        ? desk.TypeAsync(id, new Secret<string>(Number), new Secret<string>("1230"), new Secret<string>("123"))
                        : desk.SwipeAsync(id, new Secret<string>(Tracks))
                );
                break;
            case PaymentWait.Pin:
                world.Step(StepKind.Person);
                if (customer == Customer.LosesTheLine)
                {
                    world.Scheduler.Outside.After(s_withHost, "line goes down", world.CutLine);
                }
                else if (customer == Customer.LosesTheTerminal)
                {
                    world.Scheduler.Outside.After(s_withHost, "terminal is away", () => world.TerminalIsAway = true);
                }

                await world.Terminal.AskAsync(desk => desk.PressAsync(id, new Secret<IReadOnlyList<int>>(Keys(desk, id, customer))));
                break;
            case PaymentWait.Signature:
                world.Step(StepKind.Person);
                await world.Terminal.AskAsync(desk =>
                    desk.SignAsync(
                        id,
                        [
                            [10, 10, 500, 300],
                        ]
                    )
                );
                break;
        }
    }

    private static IReadOnlyList<int> Keys(TerminalDesk desk, Guid id, Customer customer) =>
        customer is Customer.SwipesWithoutPin or Customer.InsertsWithoutPin || desk.LayoutOf(id) is not { } layout
            ? []
            : [.. "135790".Select(d => layout.IndexOf(d, StringComparison.Ordinal))];
}
