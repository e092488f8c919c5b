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
}

/// <summary>Who holds the card, before the terminal's own page.</summary>
internal static class CardHolder
{
    public const string Number = "6228480000000000018";
    private const string Tracks = $"%B{Number}^TEST/CARD^3012221100000?;{Number}=30122210100000123?";

    // The question is at the bank by then, and its answer is not back.
    private static readonly TimeSpan s_withHost = TimeSpan.FromMilliseconds(35);

    /// <summary>Does what is being waited for, if it is theirs to do.</summary>
    public static async Task HelpAsync(CardWorld world, PaymentView view, Customer customer)
    {
        var id = view.Id;
        switch (view.Waits)
        {
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
        customer == Customer.SwipesWithoutPin || desk.LayoutOf(id) is not { } layout
            ? []
            : [.. "135790".Select(d => layout.IndexOf(d, StringComparison.Ordinal))];
}
