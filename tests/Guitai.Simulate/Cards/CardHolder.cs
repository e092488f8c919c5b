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
}

/// <summary>Who holds the card, before the terminal's own page.</summary>
internal static class CardHolder
{
    public const string Number = "6228480000000000018";
    private const string Tracks = $"%B{Number}^TEST/CARD^3012221100000?;{Number}=30122210100000123?";

    /// <summary>Does what is being waited for, if it is theirs to do.</summary>
    public static async Task HelpAsync(CardWorld world, PaymentView view, Customer customer)
    {
        var id = view.Id;
        switch (view.Waits)
        {
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
