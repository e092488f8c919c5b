using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Till.Cards;
using Guitai.Till.Checkout;
using Guitai.Till.Desk;
using Guitai.Till.Devices;
using Guitai.Till.Receipts;
using Guitai.Till.Shifts;
using Guitai.Till.Sync;
using Guitai.Till.Tenders;

namespace Guitai.Till.Pages;

/// <summary>Makes what pages see from the desk's state. Someone who is not logged in sees the shop's name and nothing of the order.</summary>
public sealed class PageViews(TillDesk desk, PrintQueue printing, TillSync sync, DeviceWatch devices, Func<PrintJob, string> labelOf)
{
    private const int MostPeople = 24;

    /// <summary>Why the page may tie this device to a shop, or null from it; null where it never can.</summary>
    internal Func<string?>? EnrolBecause { get; set; }

    internal Func<CardsView?> Cards { get; set; } = () => null;

    /// <summary>The till's page. Called in turn.</summary>
    public TillView Till(PageContext page)
    {
        var mine = desk.Session.Owns(page) && desk.Session.StaffId is not null;
        var staff = mine ? desk.Catalogue.Get<StaffMember>(MasterKind.Staff, desk.Session.StaffId!.Value) : null;
        var open = staff is not null && !desk.Session.Locked;
        return new TillView
        {
            Version = desk.Version,
            Till = Info(),
            Staff = staff is null ? null : Staff(staff),
            People = staff is null && desk.Place is { } place ? People(place) : null,
            Locked = mine && desk.Session.Locked,
            Turned = mine && desk.Session.Turned,
            ActivePageId = mine ? desk.Session.ActivePageId : null,
            Shift = staff is null ? null : Shift(staff),
            Cart = open && desk.Cart is { Lines.Count: > 0 } cart ? Cart(cart) : null,
            HeldCount = desk.Held.Count,
            Cards = open ? Cards() : null,
            LastSale =
                open && desk.LastSale is { } sale
                    ? new LastSaleView(
                        sale.OrderId,
                        sale.ReceiptNumber,
                        sale.TotalMinor,
                        sale.TenderedMinor,
                        sale.ChangeMinor,
                        printing.StateOf(sale.PrintJobId),
                        sale.Tenders
                    )
                    : null,
            Sync = new SyncView(
                desk.State.Sequence - desk.Cursor.ConfirmedSequence,
                desk.Cursor.ConfirmedSequence,
                sync.Online,
                sync.LastContactMs,
                desk.Cursor.Alarm,
                EnrolBecause?.Invoke()
            ),
            Printer = Printer(forStaff: open),
            Wrong = devices.Wrong(),
        };
    }

    /// <summary>The printer, and what the person logged in is asked about.</summary>
    public PrinterView Printer(bool forStaff)
    {
        var jobs = printing.Open;
        return new PrinterView(
            PrinterView.CodeOf(printing.State),
            jobs.Count(j => j.State is PrintState.Waiting or PrintState.Printing),
            printing.Condition.PaperNearEnd,
            forStaff
                ?
                [
                    .. jobs.Where(j => j.State == PrintState.Uncertain)
                        .Take(20)
                        .Select(j => new UncertainPrint(j.Id, j.Kind, labelOf(j), j.Copy, j.AtMs)),
                ]
                : []
        );
    }

    /// <summary>Orders put aside, oldest first. Called in turn.</summary>
    public IReadOnlyList<HeldOrderView> Held() =>
        [
            .. desk
                .Held.Values.OrderBy(h => h.HeldAtMs)
                .Select(h => new HeldOrderView(
                    h.OrderId,
                    h.HeldAtMs ?? h.OpenedAtMs,
                    desk.Catalogue.StaffName(h.HeldBy ?? h.StaffId),
                    h.Note,
                    Pricing.Price(h, null).Totals.TotalMinor,
                    h.Lines.Count,
                    h.Lines[0].Line.Name,
                    desk.Catalogue.StaffNameEn(h.HeldBy ?? h.StaffId),
                    h.IsBound ? h.Tenders.Last(t => t.Binds).State : null
                )),
        ];

    // Those who stand at the counter first. Who works elsewhere types the number.
    private List<PersonTile> People(Store place) =>
        [
            .. desk
                .Catalogue.All<StaffMember>(MasterKind.Staff)
                .Where(s => s.Active && (s.StoreId is null || s.StoreId == place.Id))
                .OrderBy(s => s.Role)
                .ThenBy(s => s.Number, StringComparer.Ordinal)
                .Take(MostPeople)
                .Select(s => new PersonTile(s.Number, s.Name, s.NameEn, s.Role)),
        ];

    /// <summary>Active staff, for filters.</summary>
    public IReadOnlyList<StaffInfo> StaffList() =>
        [
            .. desk
                .Catalogue.All<StaffMember>(MasterKind.Staff)
                .Where(s => s.Active)
                .OrderBy(s => s.Number, StringComparer.Ordinal)
                .Select(Staff),
        ];

    /// <summary>A product as the page shows it.</summary>
    public static ProductTile Tile(Product p) =>
        new(p.Id, p.Code, p.Name, p.NameEn, p.CategoryId, p.Unit, p.UnitEn, p.PriceMinor, p.Weighed, p.PictureId, p.Barcodes);

    private TillInfo? Info()
    {
        if (desk.Place is not { } place || desk.Till is not { } till || desk.Catalogue.Merchant is not { } merchant)
        {
            return null;
        }

        return new TillInfo
        {
            Id = till.Id,
            Code = till.Code,
            StoreName = place.Name,
            StoreNameEn = place.NameEn,
            Currency = merchant.Currency,
            CurrencyExponent = Exponent(merchant),
            IdleLockSeconds = place.IdleLockSeconds,
            BlindCount = place.BlindCount,
            PrintMode = place.Receipt.Print,
            TipPercents = place.TipPercents,
            DiscountLimitPercent = Rights.CashierDiscountLimitPercent,
            DenominationsMinor = Cash.Denominations(merchant.Currency),
            Advertisement = place.Receipt.Advertisement,
            ProductCount = desk.Catalogue.ProductCount,
            BusinessDate = desk.BusinessDateOf(desk.NowMs).ToString(),
            TimeZone = place.TimeZone,
            CashRounding = place.CashRounding,
            TenderTypes =
            [
                .. desk.Catalogue.All<TenderType>(MasterKind.TenderType).OrderBy(t => t.Sort).ThenBy(t => t.Code, StringComparer.Ordinal),
            ],
        };
    }

    private static int Exponent(Merchant? merchant) =>
        Currency.TryFromCode(merchant?.Currency, out var currency) ? currency.Exponent : Currency.Cny.Exponent;

    private static StaffInfo Staff(StaffMember s) => new(s.Id, s.Number, s.Name, s.NameEn, s.Role, Rights.Of(s.Role));

    private ShiftInfo? Shift(StaffMember reader)
    {
        if (desk.State.Shift is not { } shift)
        {
            return null;
        }

        var hidden = desk.Place!.BlindCount && !ShiftReports.MaySeeExpected(new Actor(reader));
        return new ShiftInfo(
            shift.Id,
            shift.Number,
            shift.StaffId,
            desk.Catalogue.StaffName(shift.StaffId),
            shift.OpenedAtMs,
            shift.BusinessDate,
            shift.Totals.SaleCount,
            hidden ? 0 : shift.Totals.SaleMinor,
            hidden ? null : shift.Totals.ExpectedCashMinor,
            desk.Catalogue.StaffNameEn(shift.StaffId)
        );
    }

    private CartView Cart(Cart cart)
    {
        var priced = Pricing.Price(cart, null);
        var cash = OrderPayment.WithCash(cart, desk.Place!).Totals;
        var due = Math.Max(0, cash.TotalMinor - cart.ConfirmedMinor);
        return new CartView
        {
            OrderId = cart.OrderId,
            Lines = priced.Lines,
            Totals = priced.Totals,
            CashTotalMinor = due,
            RestMinor = priced.Totals.TotalMinor - cart.ConfirmedMinor,
            Tenders = cart.Tenders,
            IsBound = cart.IsBound,
            CashRoundingMinor = cash.RoundingMinor,
            QuickCashMinor = Cash.QuickAmounts(due, desk.Catalogue.Merchant!.Currency),
            OrderDiscountPercent = cart.OrderDiscount.Percent,
            OrderDiscountMinor = priced.Lines.Sum(l => l.OrderDiscountMinor),
            Note = cart.Note,
            LastLineId = cart.LastLineId,
            Notices = [.. cart.Lines.Select(Notice).OfType<CartNotice>()],
        };
    }

    // A price that changed or a product that was withdrawn while it lay in the cart: the line stays as it was rung up, and the cashier is told.
    private CartNotice? Notice(CartLine line)
    {
        if (line.Line.ProductId is not { } id)
        {
            return null;
        }

        var listed = line.Line.ListPriceMinor ?? line.Line.UnitPriceMinor;
        return desk.Catalogue.Product(id) is not { Active: true } product ? new CartNotice(line.Line.Id, "withdrawn", null)
            : product.PriceMinor != listed ? new CartNotice(line.Line.Id, "price-changed", product.PriceMinor)
            : null;
    }
}
