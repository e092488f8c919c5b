using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Till.Cards;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;

namespace Guitai.Till.Checkout;

/// <summary>Ringing up: what each press does to the order at the counter. Prices stay as they were when a line was rung up.</summary>
public sealed class CheckoutDesk(TillDesk desk)
{
    /// <summary>Takes a customer's payment code that was scanned among the goods.</summary>
    internal Func<PageContext, ScanRequest, PaymentCode, Task<Outcome<bool>>> PayByCode { get; set; } =
        (_, _, _) => Task.FromResult<Outcome<bool>>(CardRefusals.NoTerminal);

    /// <summary>A scanned or typed barcode or code. What a customer's phone showed is none: it pays, and is looked for nowhere.</summary>
    public Task<Outcome<bool>> ScanAsync(PageContext page, ScanRequest request) =>
        Limits.Clean(request.Code) is { } code && CodeWallet.Of(code) is not null
            ? PayByCode(page, request, new PaymentCode(code))
            : ScanGoodsAsync(page, request);

    private Task<Outcome<bool>> ScanGoodsAsync(PageContext page, ScanRequest request) =>
        desk.CommandAsync(
            page,
            request.CommandId,
            actor => Done(CardRefusals.IsCardData(request.Code) ? CardRefusals.CardData : Scan(actor, request))
        );

    /// <summary>A product picked from a tile or from the search.</summary>
    public Task<Outcome<bool>> AddProductAsync(PageContext page, AddProductRequest request) =>
        desk.CommandAsync(
            page,
            request.CommandId,
            actor =>
                Done(
                    desk.Catalogue.Product(request.ProductId) is { Active: true } product
                        ? Ring(actor, NewLine.Of(desk, actor, product, null), request.QuantityMilli)
                        : new Refusal("cart.no-such-product")
                )
        );

    /// <summary>Sale by amount alone (无码收款).</summary>
    public Task<Outcome<bool>> AddAmountAsync(PageContext page, AddAmountRequest request) =>
        desk.CommandAsync(
            page,
            request.CommandId,
            actor =>
                Done(
                    request.AmountMinor is < 1 or > Limits.PriceMinor
                        ? Refusals.OutOfRange("amount", 1, Limits.PriceMinor)
                        : Ring(
                            actor,
                            NewLine.OfAmount(desk, actor, Limits.Clean(request.Name) ?? "无码收款", null, request.AmountMinor),
                            1000
                        )
                )
        );

    /// <summary>Sells something with an unknown barcode at once, and proposes it to the shop.</summary>
    public Task<Outcome<bool>> QuickAddAsync(PageContext page, QuickAddRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (CardRefusals.IsCardData(request.Barcode) || CardRefusals.IsCardData(request.Name))
                {
                    return CardRefusals.CardData;
                }

                if (Limits.Clean(request.Name) is not { } name)
                {
                    return new Refusal("cart.name-missing");
                }

                if (request.PriceMinor is < 0 or > Limits.PriceMinor)
                {
                    return Refusals.OutOfRange("price", 0, Limits.PriceMinor);
                }

                var barcode = Limits.Clean(request.Barcode);
                if (Ring(actor, NewLine.OfAmount(desk, actor, name, barcode, request.PriceMinor), 1000) is { } refusal)
                {
                    return refusal;
                }

                var transaction = desk.NewTransaction();
                var id = desk.Ids.Next();
                desk.Append(
                    transaction,
                    FactKind.ProductProposed,
                    id,
                    new ProductProposed(id, barcode ?? "", name, request.PriceMinor, actor.Id)
                );
                return await desk.CommitAsync(transaction) is { } full ? full : true;
            }
        );

    /// <summary>Another quantity for a line.</summary>
    public Task<Outcome<bool>> ChangeQuantityAsync(PageContext page, ChangeQuantityRequest request) =>
        ChangeLineAsync(
            page,
            request,
            request.LineId,
            (actor, cart, line) =>
            {
                if (request.QuantityMilli is < 1 or > Limits.QuantityMilli)
                {
                    return Refusals.OutOfRange("quantity", 1, Limits.QuantityMilli);
                }

                if (!line.Line.Weighed && request.QuantityMilli % 1000 != 0)
                {
                    return new Refusal("cart.whole-units-only");
                }

                // Another quantity than the label's: from here on it is price × quantity.
                var now = line.Line with
                {
                    QuantityMilli = request.QuantityMilli,
                    LabelMinor = null,
                };
                var changed = CartChange.WithLine(cart, line with { Line = now });
                var less = line.Line.QuantityMilli - request.QuantityMilli;
                return less > 0
                    ? CartChange.Edited(
                        desk,
                        changed,
                        actor,
                        "quantity-reduced",
                        line.Line.Name,
                        CartChange.Worth(now with { QuantityMilli = less }),
                        null
                    )
                    : changed;
            }
        );

    /// <summary>A line taken out again; the owner sees it on the finished order.</summary>
    public Task<Outcome<bool>> RemoveLineAsync(PageContext page, RemoveLineRequest request) =>
        ChangeLineAsync(
            page,
            request,
            request.LineId,
            (actor, cart, line) =>
                CartChange.Edited(
                    desk,
                    cart with
                    {
                        Lines = [.. cart.Lines.Where(l => l.Line.Id != request.LineId)],
                        LastLineId = null,
                    },
                    actor,
                    "line-removed",
                    line.Line.Name,
                    CartChange.Worth(line.Line),
                    null
                )
        );

    /// <summary>A tip on top.</summary>
    public Task<Outcome<bool>> TipAsync(PageContext page, TipRequest request) =>
        desk.CommandAsync(
            page,
            request.CommandId,
            _ =>
                Done(
                    desk.Cart is not { Lines.Count: > 0 } cart ? Refusals.EmptyCart
                    : request.TipMinor is < 0 or > Limits.PriceMinor ? Refusals.OutOfRange("tip", 0, Limits.PriceMinor)
                    : CartChange.Put(desk, cart with { TipMinor = request.TipMinor })
                )
        );

    /// <summary>A note on the order.</summary>
    public Task<Outcome<bool>> NoteAsync(PageContext page, NoteRequest request) =>
        desk.CommandAsync(
            page,
            request.CommandId,
            _ =>
                Done(desk.Cart is not { } cart ? Refusals.EmptyCart : CartChange.Put(desk, cart with { Note = Limits.Clean(request.Note) }))
        );

    private Task<Outcome<bool>> ChangeLineAsync(
        PageContext page,
        ICommand command,
        Guid lineId,
        Func<Actor, Cart, CartLine, Outcome<Cart>> change
    ) =>
        desk.CommandAsync(
            page,
            command.CommandId,
            actor =>
            {
                if (CartChange.Line(desk, lineId) is not { } line)
                {
                    return Done(Refusals.NoSuchLine);
                }

                var changed = change(actor, desk.Cart!, line);
                return Done(changed.Refusal ?? CartChange.Put(desk, changed.Value));
            }
        );

    private Refusal? Scan(Actor actor, ScanRequest request)
    {
        if (Limits.Clean(request.Code) is not { } code)
        {
            return new Refusal("cart.nothing-scanned");
        }

        if (desk.Catalogue.Find(code) is { } product)
        {
            return Ring(
                actor,
                NewLine.Of(desk, actor, product, product.Barcodes.Contains(code, StringComparer.Ordinal) ? code : null),
                request.QuantityMilli
            );
        }

        return LabelBarcode.RuleFor(code, desk.Place?.LabelRules) is { } rule
            ? RingLabel(actor, code, rule, request.QuantityMilli)
            : Refusal.With("cart.unknown-barcode", "code", code);
    }

    private Refusal? RingLabel(Actor actor, string code, LabelRule rule, long packagesMilli)
    {
        if (packagesMilli is < 1000 or > Limits.QuantityMilli || packagesMilli % 1000 != 0)
        {
            return new Refusal("cart.whole-units-only");
        }

        var exponent = Currency.FromCode(desk.Catalogue.Merchant!.Currency).Exponent;
        var label = LabelBarcode.Read(code, rule, exponent);
        if (label.Refusal is { } unreadable)
        {
            return unreadable;
        }

        var item = label.Value.Item;
        if ((desk.Catalogue.FindByCode(item) ?? desk.Catalogue.FindByCode(item.TrimStart('0'))) is not { } product)
        {
            return Refusal.With("label.unknown-item", "item", item);
        }

        var sold = LabelBarcode.Sell(label.Value, product, (int)(packagesMilli / 1000));
        return sold.Refusal
            ?? Ring(actor, NewLine.Of(desk, actor, product, code) with { LabelMinor = sold.Value.LabelMinor }, sold.Value.QuantityMilli);
    }

    private Refusal? Ring(Actor actor, OrderLine line, long quantityMilli)
    {
        if (desk.State.Shift is null)
        {
            return Refusals.NoShift;
        }

        if (quantityMilli is < 1 or > Limits.QuantityMilli)
        {
            return Refusals.OutOfRange("quantity", 1, Limits.QuantityMilli);
        }

        if (!line.Weighed && quantityMilli % 1000 != 0)
        {
            return new Refusal("cart.whole-units-only");
        }

        var cart = desk.Cart ?? NewCart(actor);
        var same =
            line.Weighed || line.ProductId is null || line.LabelMinor is not null ? null : cart.Lines.FirstOrDefault(l => IsSame(l, line));
        if (same is not null)
        {
            var quantity = same.Line.QuantityMilli + quantityMilli;
            return quantity > Limits.QuantityMilli
                ? Refusals.OutOfRange("quantity", 1, Limits.QuantityMilli)
                : CartChange.Put(desk, CartChange.WithLine(cart, same with { Line = same.Line with { QuantityMilli = quantity } }));
        }

        if (cart.Lines.Count >= Limits.Lines)
        {
            return Refusals.OutOfRange("lines", 1, Limits.Lines);
        }

        var added = new CartLine(line with { QuantityMilli = quantityMilli }, Discount.None);
        return CartChange.Put(desk, cart with { Lines = [.. cart.Lines, added], LastLineId = line.Id });
    }

    private Cart NewCart(Actor actor) =>
        new()
        {
            OrderId = desk.Ids.Next(),
            StaffId = actor.Id,
            OpenedAtMs = desk.NowMs,
        };

    private static bool IsSame(CartLine existing, OrderLine line) =>
        existing.Line.ProductId == line.ProductId
        && existing.Line.UnitPriceMinor == line.UnitPriceMinor
        && existing.Line.LabelMinor is null
        && existing.Discount == Discount.None
        && existing.Line.TaxRatePpm == line.TaxRatePpm
        && existing.Line.StaffId == line.StaffId;

    private static Task<Outcome<bool>> Done(Refusal? refusal) => Task.FromResult<Outcome<bool>>(refusal is null ? true : refusal);
}
