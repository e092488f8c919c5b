using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Bench.Cards;

/// <summary>
/// A cashier and the customers in front of the counter. Whatever happens, each step begins by looking at what the till shows, and nobody is asked for money while a payment is under way.
/// Card and PIN go to the terminal's own page and nowhere else.
/// </summary>
internal sealed class CardCashier : IDisposable
{
    private static readonly string[] s_wallets = ["wechat", "alipay", "unionpay"];

    private readonly TillPage _till;
    private readonly HttpClient _terminal = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Func<CardInHand> _nextCard;
    private readonly Random _random;
    private readonly Dictionary<Guid, CardInHand> _cards = [];
    private (Guid Payment, long Since) _put;
    private string? _lastSold;
    private Guid? _comesBack;

    /// <param name="till">The till's address.</param>
    /// <param name="nextCard">The next customer's.</param>
    /// <param name="seed">Of what the cashier does.</param>
    public CardCashier(Uri till, Func<CardInHand> nextCard, int seed)
    {
        _till = new TillPage(till);
        (_nextCard, _random) = (nextCard, new Random(seed));
        _terminal.DefaultRequestHeaders.Add("X-Guitai", "1");
    }

    /// <summary>Of a hundred sales so many come back.</summary>
    public int RefundsPercent { get; init; }

    /// <summary>Of a hundred payments so many are given up while the terminal works on them.</summary>
    public int GivenUpPercent { get; init; }

    /// <summary>The next customer's code, where customers pay by code too; null from it: this one has no phone.</summary>
    public Func<Task<string?>>? NextCode { get; init; }

    /// <summary>Of a hundred customers so many scan a code that the till shows.</summary>
    public int ShownPercent { get; init; }

    /// <summary>The sandbox, where customers have their chips; null where nobody has one.</summary>
    public Uri? Chips { get; init; }

    /// <summary>Receipt numbers of sales that the till showed as paid.</summary>
    public List<string> Told { get; } = [];

    /// <summary>The till's own page.</summary>
    public TillPage Till => _till;

    /// <summary>Called at moments of a sale.</summary>
    public Func<CardMoment, Task>? OnMoment { get; init; }

    /// <summary>Sells without end; what the death of a process broke off is looked at again.</summary>
    public async Task SellAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await TryStepAsync(mayBegin: true);
        }
    }

    /// <summary>Ends what was begun, and begins nothing.</summary>
    /// <returns>True when nothing is left.</returns>
    public async Task<bool> EndAsync() => !await TryStepAsync(mayBegin: false);

    /// <summary>So many sales more.</summary>
    public async Task SellAsync(int sales)
    {
        for (var until = Told.Count + sales; Told.Count < until; )
        {
            await TryStepAsync(mayBegin: true);
        }
    }

    public void Dispose()
    {
        _till.Dispose();
        _terminal.Dispose();
    }

    private async Task<bool> TryStepAsync(bool mayBegin)
    {
        try
        {
            return await StepAsync(await _till.GetAsync("view"), mayBegin);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            await Task.Delay(100);
            return true;
        }
    }

    // False when nothing is under way.
    private async Task<bool> StepAsync(JsonNode view, bool mayBegin)
    {
        if (view["staff"] is null)
        {
            await _till.SendAsync("login", new { number = "2001", pin = "3581" });
            return true;
        }

        if (view["shift"] is null)
        {
            await _till.SendAsync("shift/open", new { commandId = Guid.NewGuid(), floatMinor = 20_000 });
            return true;
        }

        Hear(view);
        if (view["cards"]?["payments"]?.AsArray() is { Count: > 0 } payments)
        {
            await ServeAsync(payments);
            return true;
        }

        if (view["cards"]?["refunds"]?.AsArray() is { Count: > 0 } refunds)
        {
            await FollowRefundAsync(refunds[0]!);
            return true;
        }

        if (view["cart"] is { } cart)
        {
            await AskAsync(cart);
            return true;
        }

        return mayBegin && await BeginAsync();
    }

    private void Hear(JsonNode view)
    {
        if (view["lastSale"] is { } sale && (string)sale["receiptNumber"]! is var number && number != _lastSold)
        {
            _lastSold = number;
            Told.Add(number);
            _comesBack = _random.Next(100) < RefundsPercent ? (Guid)sale["orderId"]! : null;
        }
    }

    private async Task<bool> BeginAsync()
    {
        if (_comesBack is { } order)
        {
            _comesBack = null;
            await _till.SendAsync(
                "orders/refund",
                new
                {
                    commandId = Guid.NewGuid(),
                    originalOrderId = order,
                    reason = "测试",
                }
            );
            return true;
        }

        for (var lines = _random.Next(1, 3); lines > 0; lines--)
        {
            await _till.SendAsync(
                "cart/scan",
                new
                {
                    commandId = Guid.NewGuid(),
                    code = (10001 + _random.Next(10)).ToString(CultureInfo.InvariantCulture),
                    quantityMilli = 1000,
                }
            );
        }

        return true;
    }

    private async Task AskAsync(JsonNode cart)
    {
        await TellAsync(CardMoment.Order);
        if (await AskByCodeAsync(cart))
        {
            return;
        }

        var ask = new
        {
            commandId = Guid.NewGuid(),
            orderId = (Guid)cart["orderId"]!,
            restMinor = (long)cart["restMinor"]!,
            amountMinor = (long)cart["restMinor"]!,
        };
        if ((await _till.SendAsync("cards/ask", ask)).Answer is null)
        {
            await Task.Delay(50);
        }
    }

    private async Task<bool> AskByCodeAsync(JsonNode cart)
    {
        if (_random.Next(100) < ShownPercent)
        {
            var show = new
            {
                commandId = Guid.NewGuid(),
                orderId = (Guid)cart["orderId"]!,
                restMinor = (long)cart["restMinor"]!,
                amountMinor = (long)cart["restMinor"]!,
                wallet = s_wallets[_random.Next(s_wallets.Length)],
            };
            await _till.SendAsync("cards/ask-code", show);
            return true;
        }

        if (NextCode is null || await NextCode() is not { } code)
        {
            return false;
        }

        // Among the goods, as a cashier does it.
        await _till.SendAsync(
            "cart/scan",
            new
            {
                commandId = Guid.NewGuid(),
                code,
                quantityMilli = 1000,
            }
        );
        return true;
    }

    private async Task FollowRefundAsync(JsonNode refund)
    {
        if ((bool)refund["hasFailed"]!)
        {
            await _till.SendAsync("cards/refunds/again", new { commandId = Guid.NewGuid(), refundId = (Guid)refund["id"]! });
        }

        await Task.Delay(20);
    }

    private async Task ServeAsync(JsonArray payments)
    {
        foreach (var payment in payments)
        {
            var id = (Guid)payment!["id"]!;
            if (payment["view"]?["frame"] is { } frame)
            {
                await ServeAsync(id, new Uri((string)frame!));
            }
            else if ((string?)payment["view"]?["waits"] is "Answer" or "Customer" && _random.Next(100) < GivenUpPercent)
            {
                await _till.SendAsync("cards/cancel", new { commandId = Guid.NewGuid(), paymentId = id });
            }
        }

        await Task.Delay(15);
    }

    // What a customer does at the terminal's page.
    private async Task ServeAsync(Guid id, Uri frame)
    {
        var entry = new Uri(frame, $"/terminal/api/entry/{frame.Fragment.Split('/')[^1]}");
        using var shown = await _terminal.GetAsync(entry);
        if (!shown.IsSuccessStatusCode)
        {
            return;
        }

        var view = JsonNode.Parse(await shown.Content.ReadAsStringAsync())!;
        if (!_cards.TryGetValue(id, out var hand))
        {
            _cards[id] = hand = _nextCard();
        }

        var card = hand.Card;
        switch ((string)view["waits"]!)
        {
            case "Card":
                await TellAsync(CardMoment.Card);
                if (hand.Chip is { } chip && (string?)view["notice"]?["code"] != "card.swipe")
                {
                    await PutAsync(id, card, chip, hand.Shown == CardShown.Tapped ? CardSides.Contactless : CardSides.Contact);
                }
                else if (hand.Shown == CardShown.Typed)
                {
                    await PostAsync(
                        "typed",
                        new
                        {
                            number = card.Pan,
                            expiry = card.Expiry[2..] + card.Expiry[..2],
                            cvv2 = card.Cvv2,
                        }
                    );
                }
                else
                {
                    await PostAsync("swipe", new { tracks = $"%{card.Track1}?;{card.Track2}?" });
                }

                break;
            case "Pin" when view["pad"] is { } pad:
                await TellAsync(CardMoment.Pin);
                var layout = (string)pad["layout"]!;
                await PostAsync("pin", new { keys = card.Pin.Select(d => layout.IndexOf(d, StringComparison.Ordinal)).ToArray() });
                await TellAsync(CardMoment.PinEntered);
                break;
            case "Signature":
                await PostAsync(
                    "signature",
                    new
                    {
                        strokes = (int[][])
                            [
                                [100, 100, 400, 300, 700, 120],
                            ],
                    }
                );
                break;
        }

        async Task PostAsync<T>(string step, T body)
        {
            using var answer = await _terminal.PostAsJsonAsync($"{entry}/{step}", body);
        }
    }

    // Whatever was there before goes first. What the reader did not take is held to it again, as people do.
    private async Task PutAsync(Guid id, VirtualCard card, string chip, CardSides side)
    {
        if (_put.Payment == id && TimeProvider.System.GetElapsedTime(_put.Since) < TimeSpan.FromSeconds(4))
        {
            return;
        }

        _put = (id, TimeProvider.System.GetTimestamp());
        foreach (var taken in (CardSides[])[CardSides.Contact, CardSides.Contactless])
        {
            using var gone = await _terminal.PostAsJsonAsync(new Uri(Chips!, "sandbox/api/chips/take"), new { side = $"{taken}" });
        }

        var order = new
        {
            side = $"{side}",
            file = chip,
            pan = card.Pan,
        };
        using var put = await _terminal.PostAsJsonAsync(new Uri(Chips!, "sandbox/api/chips/put"), order);
        if (!put.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{chip} of {card}: {await put.Content.ReadAsStringAsync()}");
        }
    }

    private Task TellAsync(CardMoment moment) => OnMoment?.Invoke(moment) ?? Task.CompletedTask;
}

/// <summary>Moments of a sale.</summary>
internal enum CardMoment
{
    /// <summary>The order stands; money was not asked for.</summary>
    Order,

    /// <summary>The card is about to be shown.</summary>
    Card,

    /// <summary>The PIN's last key is about to be pressed.</summary>
    Pin,

    /// <summary>The PIN is with the terminal.</summary>
    PinEntered,
}

/// <summary>A customer's card and how it is shown.</summary>
/// <param name="Card">The issuer's card.</param>
/// <param name="Shown">How.</param>
/// <param name="Chip">The kind of its chip: one that cannot be read is swiped afterwards. Null: nobody looks for one.</param>
internal sealed record CardInHand(VirtualCard Card, CardShown Shown = CardShown.Swiped, string? Chip = null);

/// <summary>How a card is shown.</summary>
internal enum CardShown
{
    /// <summary>By its stripe.</summary>
    Swiped,

    /// <summary>Its number is typed.</summary>
    Typed,

    /// <summary>By its chip, with contacts.</summary>
    Inserted,

    /// <summary>By its chip, without.</summary>
    Tapped,
}
