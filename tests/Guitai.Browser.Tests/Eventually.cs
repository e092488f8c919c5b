namespace Guitai.Browser.Tests;

/// <summary>Waits for what a page does not show by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(50);

    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(s_longest);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, "It did not come true within a minute.");
            await Task.Delay(s_between);
        }
    }
}
