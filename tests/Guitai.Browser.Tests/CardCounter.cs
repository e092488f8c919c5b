using System.Text.RegularExpressions;

namespace Guitai.Browser.Tests;

/// <summary>The till's page and the terminal's page in its frame, as cashier and customer use them together.</summary>
internal sealed class CardCounter(TillPage till, Language language)
{
    private const int LineWidth = 300;

    private readonly Texts _words = new("terminal", language);

    public TillPage Till => till;

    /// <summary>The terminal's page.</summary>
    public IFrameLocator Frame => till.Page.FrameLocator("iframe");

    /// <summary>The same, for looking at it as a whole.</summary>
    public IFrame Inside => till.Page.Frames.Single(f => f.Url.Contains("/terminal/", StringComparison.Ordinal));

    public ILocator PayDialog => till.Tab.Dialog("pay:title");

    public ILocator Paid => till.Tab.Dialog("pay:done");

    /// <summary>What the terminal's page says.</summary>
    public ILocator Says(string key) => Frame.GetByText(_words[key], new() { Exact = true });

    /// <summary>The terminal's page asks for a card, in whichever ways it can read one.</summary>
    public ILocator AsksCard =>
        Frame.GetByRole(
            AriaRole.Heading,
            new()
            {
                NameRegex = new Regex(
                    "^("
                        + string.Join(
                            '|',
                            new[] { "insertTapSwipe", "insertSwipe", "tapSwipe", "swipe" }.Select(k =>
                                Regex.Escape(_words[$"card:asks.{k}"])
                            )
                        )
                        + ")$"
                ),
            }
        );

    public ILocator Button(string key) => Frame.GetByRole(AriaRole.Button, new() { Name = _words[key], Exact = true });

    public ILocator Field(string key) => Frame.GetByLabel(_words[key]);

    /// <summary>Chooses the bank card for what is open, or for what was typed.</summary>
    public async Task ByCardAsync()
    {
        await ChooseCardAsync();
        await Assertions.Expect(AsksCard).ToBeVisibleAsync();
    }

    /// <summary>The same, whether the terminal's page comes or not.</summary>
    public Task ChooseCardAsync()
    {
        var tile = new Regex("^" + Regex.Escape(till.Text["cards:byCard"]));
        return PayDialog.GetByRole(AriaRole.Button, new() { NameRegex = tile }).First.ClickAsync();
    }

    /// <summary>The terminal's page has gone, and the keyboard is the till's again.</summary>
    public Task GoneAsync() => Assertions.Expect(till.Page.Locator("iframe")).ToHaveCountAsync(0);

    public async Task TurnToCustomerAsync()
    {
        await Button("pin:ready").ClickAsync();
        await Assertions.Expect(Says("pin:ask")).ToBeVisibleAsync();
    }

    /// <summary>The customer finds each digit among the shuffled keys.</summary>
    public async Task PressPinAsync(string pin)
    {
        foreach (var digit in pin)
        {
            await Frame.GetByRole(AriaRole.Button, new() { Name = $"{digit}", Exact = true }).ClickAsync();
        }

        await Button("pin:confirm").ClickAsync();
    }

    /// <summary>The customer types at the keyboard.</summary>
    public async Task TypePinAsync(string pin)
    {
        await TurnToCustomerAsync();
        await till.Page.Keyboard.TypeAsync(pin);
        await till.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Draws a line with the mouse where the customer signs.</summary>
    public async Task DrawAsync()
    {
        var place = (await Frame.GetByRole(AriaRole.Img).BoundingBoxAsync())!;
        var (left, middle) = (place.X + 60, place.Y + (place.Height / 2));
        await till.Page.Mouse.MoveAsync(left, middle);
        await till.Page.Mouse.DownAsync();
        for (var x = 0; x < LineWidth; x += 10)
        {
            await till.Page.Mouse.MoveAsync(left + x, middle + (40 * MathF.Sin(x / 20f)));
        }

        await till.Page.Mouse.UpAsync();
    }
}
