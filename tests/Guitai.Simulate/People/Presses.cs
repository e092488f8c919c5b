using Guitai.Foundation;
using Guitai.Till.Checkout;
using Guitai.Till.Pages;

namespace Guitai.Simulate.People;

/// <summary>The buttons of the till's page, and which of them a clerk presses next.</summary>
internal sealed class Presses(Clerk clerk, IReadOnlyList<string> codes)
{
    private readonly Simulation.SimRandom _random = clerk.Random;
    private readonly MoneyPresses _money = new(clerk);
    private readonly TenderPresses _tenders = new(clerk, new MoneyPresses(clerk));

    private readonly PaperPresses _papers = new(clerk);

    private Guid NewId => clerk.World.Ids.Next();

    /// <summary>One press that makes sense by what the page shows.</summary>
    public async Task NextAsync()
    {
        if (!await _papers.AnswerAsync())
        {
            await PressNextAsync();
        }
    }

    private Task PressNextAsync()
    {
        var desk = clerk.Till.Role!.Desk;
        if (desk.State.Shift is not { } shift)
        {
            return _money.OpenShiftAsync();
        }

        var dice = _random.Next(100);
        if (desk.Cart is not { Lines.Count: > 0 } cart)
        {
            return dice switch
            {
                < 55 => ScanAsync(),
                < 62 => QuickAddAsync(),
                < 70 => RecallAsync(desk.Held),
                < 84 => _money.RefundAsync(),
                < 91 => _money.MoveCashAsync(),
                < 93 => _money.OpenDrawerAsync(),
                < 95 => _papers.CopyAsync(),
                _ => _money.CloseShiftAsync(shift),
            };
        }

        // At a bound order most presses belong to its payment; the others must be refused.
        if (cart.IsBound && _random.Chance(0.7))
        {
            return _tenders.NextAsync(cart);
        }

        return dice switch
        {
            < 38 => ScanAsync(),
            < 42 => ChangeQuantityAsync(cart),
            < 44 => RemoveLineAsync(cart),
            < 47 => DiscountLineAsync(cart),
            < 50 => DiscountOrderAsync(),
            < 52 => OverridePriceAsync(cart),
            < 53 => TipAsync(),
            < 58 => HoldAsync(),
            < 61 => _money.VoidAsync(cart),
            < 85 => _money.PayAsync(cart),
            _ => _tenders.NextAsync(cart),
        };
    }

    /// <summary>A second person's consent, given every time: whoever has the right needs none.</summary>
    public static Approval Consent() => new(Premises.Supervisor, new Secret<string>(Premises.SupervisorPin));

    private Task ScanAsync()
    {
        if (_random.Chance(0.15))
        {
            return ScanLabelAsync();
        }

        var code = _random.Pick(codes);
        var quantity = code[0] == '2' ? _random.Between(1, 3000) : _random.Pick([1000, 1000, 2000, 7000]);
        var request = new ScanRequest(NewId, code, quantity);
        return clerk.PressAsync("scan", (t, p) => t.Checkout.ScanAsync(p, request));
    }

    // What the shop's scale printed: mostly right, at times for something else, of nothing, or smudged.
    private Task ScanLabelAsync()
    {
        var item = _random.Chance(0.1) ? "99" : _random.Pick(codes);
        var value = _random.Chance(0.1) ? 0 : _random.Between(1, 9_999);
        var digits = value.ToString("00000", System.Globalization.CultureInfo.InvariantCulture);
        var twelve = _random.Next(3) switch
        {
            0 => $"21{item.PadLeft(5, '0')}{digits}",
            1 => $"22{item.PadLeft(5, '0')}{digits}",
            _ => $"23{item.PadLeft(4, '0')}{LabelBarcode.ValueCheckDigit(digits)}{digits}",
        };
        var check = _random.Chance(0.1) ? (char)('0' + _random.Next(10)) : LabelBarcode.CheckDigit(twelve);
        var request = new ScanRequest(NewId, twelve + check, _random.Pick([1000, 1000, 1000, 2000]));
        return clerk.PressAsync("scan-label", (t, p) => t.Checkout.ScanAsync(p, request));
    }

    private Task QuickAddAsync()
    {
        var request = new QuickAddRequest(NewId, $"69{_random.Next(100_000)}", "未知商品", _random.Between(0, 3000));
        return clerk.PressAsync("quick-add", (t, p) => t.Checkout.QuickAddAsync(p, request));
    }

    private Task ChangeQuantityAsync(Cart cart)
    {
        var line = _random.Pick(cart.Lines).Line;
        var request = new ChangeQuantityRequest(NewId, line.Id, line.Weighed ? _random.Between(1, 4000) : 1000 * _random.Between(1, 5));
        return clerk.PressAsync("quantity", (t, p) => t.Checkout.ChangeQuantityAsync(p, request));
    }

    private Task RemoveLineAsync(Cart cart)
    {
        var request = new RemoveLineRequest(NewId, _random.Pick(cart.Lines).Line.Id);
        return clerk.PressAsync("remove", (t, p) => t.Checkout.RemoveLineAsync(p, request));
    }

    private Task DiscountLineAsync(Cart cart)
    {
        int? percent = _random.Chance(0.5) ? _random.Between(0, 100) : null;
        var request = new LineDiscountRequest(
            NewId,
            _random.Pick(cart.Lines).Line.Id,
            percent,
            percent is null ? _random.Between(0, 500) : null,
            Consent()
        );
        return clerk.PressAsync("line-discount", (t, p) => t.PriceChanges.DiscountLineAsync(p, request));
    }

    private Task DiscountOrderAsync()
    {
        int? percent = _random.Chance(0.5) ? _random.Between(0, 100) : null;
        var request = new OrderDiscountRequest(NewId, percent, percent is null ? _random.Between(0, 2000) : null, Consent());
        return clerk.PressAsync("order-discount", (t, p) => t.PriceChanges.DiscountOrderAsync(p, request));
    }

    private Task OverridePriceAsync(Cart cart)
    {
        var request = new PriceRequest(NewId, _random.Pick(cart.Lines).Line.Id, _random.Between(0, 3000), Consent());
        return clerk.PressAsync("price", (t, p) => t.PriceChanges.OverridePriceAsync(p, request));
    }

    private Task TipAsync()
    {
        var request = new TipRequest(NewId, _random.Between(0, 500));
        return clerk.PressAsync("tip", (t, p) => t.Checkout.TipAsync(p, request));
    }

    private Task HoldAsync()
    {
        var request = new HoldRequest(NewId, "等人");
        return clerk.PressAsync("hold", (t, p) => t.HeldOrders.HoldAsync(p, request));
    }

    private Task RecallAsync(IReadOnlyDictionary<Guid, Cart> held)
    {
        if (held.Count == 0)
        {
            return ScanAsync();
        }

        var request = new RecallRequest(NewId, _random.Pick([.. held.Keys.Order()]));
        return clerk.PressAsync("recall", (t, p) => t.HeldOrders.RecallAsync(p, request));
    }
}
