using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Guitai.Till.Staff;

namespace Guitai.Till.Checkout;

/// <summary>Ringing up: what each press does to the order at the counter. Prices stay as they were when a line was rung up.</summary>
public sealed class CheckoutDesk(TillDesk desk, Login login)
{
    private const string AmountUnit = "笔";

    /// <summary>A scanned or typed barcode or code.</summary>
    public Task<Outcome<bool>> ScanAsync(PageContext page, ScanRequest request) =>
        desk.CommandAsync(page, request.CommandId, actor => Done(Scan(actor, request)));

    /// <summary>A product picked from a tile or from the search.</summary>
    public Task<Outcome<bool>> AddProductAsync(PageContext page, AddProductRequest request) =>
        desk.CommandAsync(
            page,
            request.CommandId,
            actor =>
                Done(
                    desk.Catalogue.Product(request.ProductId) is { Active: true } product
                        ? Ring(actor, FromProduct(actor, product, null), request.QuantityMilli)
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
                        : Ring(actor, FromAmount(actor, Limits.Clean(request.Name) ?? "无码收款", null, request.AmountMinor), 1000)
                )
        );

    /// <summary>Sells something with an unknown barcode at once, and proposes it to the shop.</summary>
    public Task<Outcome<bool>> QuickAddAsync(PageContext page, QuickAddRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (Limits.Clean(request.Name) is not { } name)
                {
                    return new Refusal("cart.name-missing");
                }

                if (request.PriceMinor is < 0 or > Limits.PriceMinor)
                {
                    return Refusals.OutOfRange("price", 0, Limits.PriceMinor);
                }

                var barcode = Limits.Clean(request.Barcode);
                if (Ring(actor, FromAmount(actor, name, barcode, request.PriceMinor), 1000) is { } refusal)
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

                var less = line.Line.QuantityMilli - request.QuantityMilli;
                var changed = WithLine(cart, line with { Line = line.Line with { QuantityMilli = request.QuantityMilli } });
                return less > 0
                    ? Edited(changed, actor, "quantity-reduced", line.Line.Name, Worth(line.Line with { QuantityMilli = less }), null)
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
                Edited(
                    cart with
                    {
                        Lines = [.. cart.Lines.Where(l => l.Line.Id != request.LineId)],
                        LastLineId = null,
                    },
                    actor,
                    "line-removed",
                    line.Line.Name,
                    Worth(line.Line),
                    null
                )
        );

    /// <summary>A discount on one line; above the cashier's limit with the right or a second person.</summary>
    public Task<Outcome<bool>> DiscountLineAsync(PageContext page, LineDiscountRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (Line(request.LineId) is not { } line)
                {
                    return Refusals.NoSuchLine;
                }

                var worth = Worth(line.Line);
                return await DiscountAsync(
                    actor,
                    request.Percent,
                    request.AmountMinor,
                    worth,
                    request.Approval,
                    (discount, approvedBy) =>
                        Edited(
                            WithLine(desk.Cart!, line with { Discount = discount }),
                            actor,
                            "line-discount",
                            line.Line.Name,
                            discount.Off(worth),
                            approvedBy
                        )
                );
            }
        );

    /// <summary>A discount on the whole order.</summary>
    public Task<Outcome<bool>> DiscountOrderAsync(PageContext page, OrderDiscountRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (desk.Cart is not { Lines.Count: > 0 } cart)
                {
                    return Refusals.EmptyCart;
                }

                var sum = Pricing.Price(cart with { OrderDiscount = Discount.None }, null).Lines.Sum(l => l.NetMinor);
                return await DiscountAsync(
                    actor,
                    request.Percent,
                    request.AmountMinor,
                    sum,
                    request.Approval,
                    (discount, approvedBy) =>
                        Edited(cart with { OrderDiscount = discount }, actor, "order-discount", "", discount.Off(sum), approvedBy)
                );
            }
        );

    /// <summary>Another price for a line, with the right or a second person; null goes back to the product's own.</summary>
    public Task<Outcome<bool>> OverridePriceAsync(PageContext page, PriceRequest request) =>
        desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (Line(request.LineId) is not { } line)
                {
                    return Refusals.NoSuchLine;
                }

                if (request.PriceMinor is < 0 or > Limits.PriceMinor)
                {
                    return Refusals.OutOfRange("price", 0, Limits.PriceMinor);
                }

                var authorised = await login.AuthoriseAsync(actor, Right.PriceOverride, request.Approval);
                if (authorised.Refusal is { } refusal)
                {
                    return refusal;
                }

                var list = line.Line.ListPriceMinor ?? line.Line.UnitPriceMinor;
                var price = request.PriceMinor ?? list;
                var changed = line.Line with { UnitPriceMinor = price, ListPriceMinor = price == list ? null : list };
                return
                    Put(
                        Edited(
                            WithLine(desk.Cart!, line with { Line = changed }),
                            actor,
                            "price-overridden",
                            line.Line.Name,
                            Worth(line.Line) - Worth(changed),
                            authorised.Value
                        )
                    )
                        is { } tooLarge
                    ? tooLarge
                    : true;
            }
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
                    : Put(cart with { TipMinor = request.TipMinor })
                )
        );

    /// <summary>A note on the order.</summary>
    public Task<Outcome<bool>> NoteAsync(PageContext page, NoteRequest request) =>
        desk.CommandAsync(
            page,
            request.CommandId,
            _ => Done(desk.Cart is not { } cart ? Refusals.EmptyCart : Put(cart with { Note = Limits.Clean(request.Note) }))
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
                if (Line(lineId) is not { } line)
                {
                    return Done(Refusals.NoSuchLine);
                }

                var changed = change(actor, desk.Cart!, line);
                return Done(changed.Refusal ?? Put(changed.Value));
            }
        );

    private async Task<Outcome<bool>> DiscountAsync(
        Actor actor,
        int? percent,
        long? amountMinor,
        long sumMinor,
        Approval? approval,
        Func<Discount, Guid?, Cart> change
    )
    {
        if (percent is not null && amountMinor is not null)
        {
            return new Refusal("cart.discount-percent-or-amount");
        }

        if (percent is < 0 or > 100)
        {
            return Refusals.OutOfRange("percent", 0, 100);
        }

        if (amountMinor < 0 || amountMinor > sumMinor)
        {
            return Refusals.OutOfRange("amount", 0, sumMinor);
        }

        var discount = new Discount(percent is 0 ? null : percent, amountMinor is 0 ? null : amountMinor);
        Guid? approvedBy = null;
        if (discount.Exceeds(Rights.CashierDiscountLimitPercent, sumMinor))
        {
            var authorised = await login.AuthoriseAsync(actor, Right.DiscountAboveLimit, approval);
            if (authorised.Refusal is { } refusal)
            {
                return refusal;
            }

            approvedBy = authorised.Value;
        }

        return Put(change(discount, approvedBy)) is { } tooLarge ? tooLarge : true;
    }

    private Refusal? Scan(Actor actor, ScanRequest request)
    {
        var code = Limits.Clean(request.Code);
        return code is null ? new Refusal("cart.nothing-scanned")
            : desk.Catalogue.Find(code) is { } product
                ? Ring(
                    actor,
                    FromProduct(actor, product, product.Barcodes.Contains(code, StringComparer.Ordinal) ? code : null),
                    request.QuantityMilli
                )
            : Refusal.With("cart.unknown-barcode", "code", code);
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
        var same = line.Weighed || line.ProductId is null ? null : cart.Lines.FirstOrDefault(l => IsSame(l, line));
        if (same is not null)
        {
            var quantity = same.Line.QuantityMilli + quantityMilli;
            return quantity > Limits.QuantityMilli
                ? Refusals.OutOfRange("quantity", 1, Limits.QuantityMilli)
                : Put(WithLine(cart, same with { Line = same.Line with { QuantityMilli = quantity } }));
        }

        if (cart.Lines.Count >= Limits.Lines)
        {
            return Refusals.OutOfRange("lines", 1, Limits.Lines);
        }

        var added = new CartLine(line with { QuantityMilli = quantityMilli }, Discount.None);
        return Put(cart with { Lines = [.. cart.Lines, added], LastLineId = line.Id });
    }

    private Refusal? Put(Cart cart)
    {
        // Checked before pricing, so that no product of a slip of the finger can overflow.
        var roughly = cart.Lines.Aggregate(
            (Int128)cart.TipMinor,
            (sum, l) => sum + ((Int128)l.Line.UnitPriceMinor * l.Line.QuantityMilli / 1000)
        );
        if (roughly > Limits.TotalMinor)
        {
            return Refusals.OutOfRange("total", 0, Limits.TotalMinor);
        }

        desk.PutCart(cart);
        return null;
    }

    private Cart NewCart(Actor actor) =>
        new()
        {
            OrderId = desk.Ids.Next(),
            StaffId = actor.Id,
            OpenedAtMs = desk.NowMs,
        };

    private CartLine? Line(Guid lineId) => desk.Cart?.Lines.FirstOrDefault(l => l.Line.Id == lineId);

    private static bool IsSame(CartLine existing, OrderLine line) =>
        existing.Line.ProductId == line.ProductId
        && existing.Line.UnitPriceMinor == line.UnitPriceMinor
        && existing.Discount == Discount.None
        && existing.Line.TaxRatePpm == line.TaxRatePpm
        && existing.Line.StaffId == line.StaffId;

    private static Cart WithLine(Cart cart, CartLine line) =>
        cart with
        {
            Lines = [.. cart.Lines.Select(l => l.Line.Id == line.Line.Id ? line : l)],
            LastLineId = line.Line.Id,
        };

    private Cart Edited(Cart cart, Actor actor, string what, string lineName, long amountMinor, Guid? approvedBy) =>
        cart with
        {
            Edits = [.. cart.Edits, new OrderEdit(what, lineName, amountMinor, desk.NowMs, actor.Id, approvedBy)],
        };

    private static long Worth(OrderLine line) => Fraction.RoundHalfAway(line.UnitPriceMinor, line.QuantityMilli, 1000);

    private OrderLine FromProduct(Actor actor, Product product, string? barcode)
    {
        var tax = desk.Catalogue.Get<TaxClass>(MasterKind.TaxClass, product.TaxClassId);
        return new OrderLine
        {
            Id = desk.Ids.Next(),
            ProductId = product.Id,
            Code = product.Code,
            Barcode = barcode ?? product.Barcodes.FirstOrDefault(),
            Name = product.Name,
            NameEn = product.NameEn,
            CategoryId = product.CategoryId,
            Unit = product.Unit,
            UnitEn = product.UnitEn,
            PictureId = product.PictureId,
            Weighed = product.Weighed,
            QuantityMilli = 1000,
            UnitPriceMinor = product.PriceMinor,
            UnitCostMinor = product.CostMinor,
            TaxClassId = tax?.Id,
            TaxName = tax?.Name ?? "",
            TaxRatePpm = tax?.RatePpm ?? 0,
            TaxInclusive = tax?.Inclusive ?? true,
            StaffId = actor.Id,
        };
    }

    private OrderLine FromAmount(Actor actor, string name, string? barcode, long priceMinor)
    {
        // Without a product the store's highest inclusive rate applies: tax is rather shown too high than owed unseen.
        var tax = desk.Catalogue.All<TaxClass>(MasterKind.TaxClass).Where(t => t.Inclusive).MaxBy(t => t.RatePpm);
        return new OrderLine
        {
            Id = desk.Ids.Next(),
            Barcode = barcode,
            Name = name,
            Unit = AmountUnit,
            UnitEn = "item",
            QuantityMilli = 1000,
            UnitPriceMinor = priceMinor,
            TaxClassId = tax?.Id,
            TaxName = tax?.Name ?? "",
            TaxRatePpm = tax?.RatePpm ?? 0,
            StaffId = actor.Id,
        };
    }

    private static Task<Outcome<bool>> Done(Refusal? refusal) => Task.FromResult<Outcome<bool>>(refusal is null ? true : refusal);
}
