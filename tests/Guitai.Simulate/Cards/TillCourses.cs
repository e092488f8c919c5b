using Guitai.Contracts.Terminal;

namespace Guitai.Simulate.Cards;

/// <summary>What cashiers do with cards at a till, course by course.</summary>
internal static class TillCourses
{
    public const string Cola = "1001";
    public const string Bread = "1002";

    /// <summary>Every course by its name.</summary>
    public static IReadOnlyDictionary<string, Func<CardWorld, Task>> All { get; } =
        new Dictionary<string, Func<CardWorld, Task>>(StringComparer.Ordinal)
        {
            ["till-sale"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order);
                await w.Cashier.EndAsync(order);
            },
        };
}
