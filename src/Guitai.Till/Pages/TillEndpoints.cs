using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Guitai.Contracts.Masters;
using Guitai.Foundation;
using Guitai.Receipts;
using Guitai.Till.Desk;
using Guitai.Till.Masters;
using Guitai.Till.Orders;
using Guitai.Till.Shifts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Till.Pages;

/// <summary>The till's and the display's HTTP endpoints; the table stands in <c>docs/till-api.md</c>.</summary>
public static class TillEndpoints
{
    /// <summary>Maps everything under <c>/till/api</c> and <c>/display/api</c>.</summary>
    public static void Map(IEndpointRouteBuilder app, TillRole till)
    {
        var api = app.MapGroup("/till/api").WithTags("till");
        MapViews(api, till);
        MapSession(api, till);
        MapCatalogue(api, till);
        MapCart(api, till);
        MapOrders(api, till);
        MapShifts(api, till);
        var display = app.MapGroup("/display/api").WithTags("display");
        display
            .MapGet("view", async () => Results.Json(await till.Desk.InTurnAsync(() => Task.FromResult(till.Views.Display()))))
            .Produces<DisplayView>();
        display
            .MapGet("events", (HttpContext http) => TypedResults.ServerSentEvents(DisplayEvents(till, http.RequestAborted)))
            .Produces<DisplayView>(contentType: "text/event-stream");
    }

    private static void MapViews(RouteGroupBuilder api, TillRole till)
    {
        api.MapGet("view", (Delegate)(async (HttpContext http) => Results.Json(await View(till, Answers.PageOf(http)))))
            .Produces<TillView>();
        api.MapGet(
                "events",
                (HttpContext http) => TypedResults.ServerSentEvents(ViewEvents(till, Answers.PageOf(http), http.RequestAborted))
            )
            .Produces<TillView>(contentType: "text/event-stream");
        Post(
            api,
            till,
            "page/take",
            page =>
                till.Desk.InTurnAsync<Outcome<bool>>(() =>
                {
                    if (!till.Desk.Session.Owns(page) || page.PageId is not { } id)
                    {
                        return Task.FromResult<Outcome<bool>>(Refusals.LogIn);
                    }

                    till.Desk.Session.TakePage(id);
                    till.Desk.SaySomethingChanged();
                    return Task.FromResult<Outcome<bool>>(true);
                })
        );
    }

    private static void MapSession(RouteGroupBuilder api, TillRole till)
    {
        api.MapPost(
                "login",
                async (LoginRequest request, HttpContext http) =>
                {
                    var page = Answers.PageOf(http);
                    var outcome = await till.Login.LogInAsync(page, request);
                    if (outcome.Refusal is { } refusal)
                    {
                        return Answers.Refused(refusal);
                    }

                    http.Response.Cookies.Append(
                        Answers.SessionCookie,
                        outcome.Value,
                        new CookieOptions
                        {
                            HttpOnly = true,
                            SameSite = SameSiteMode.Strict,
                            Path = "/till",
                            Secure = http.Request.IsHttps,
                        }
                    );
                    return Results.Json(await View(till, page with { Token = outcome.Value }));
                }
            )
            .Produces<TillView>();
        Post(api, till, "logout", page => till.Login.LeaveAsync(page, logOut: true));
        Post(api, till, "lock", page => till.Login.LeaveAsync(page, logOut: false));
        Post<UnlockRequest>(api, till, "unlock", till.Login.UnlockAsync);
    }

    private static void MapCatalogue(RouteGroupBuilder api, TillRole till)
    {
        Get<Category[]>(
            api,
            till,
            "categories",
            (_, _) =>
                till
                    .Desk.Catalogue.All<Category>(MasterKind.Category)
                    .OrderBy(c => c.Sort)
                    .ThenBy(c => c.Name, StringComparer.Ordinal)
                    .ToArray()
        );
        Browse(
            api,
            till,
            "catalogue",
            (products, query) =>
            {
                var category = Guid.TryParse(query["category"], out var id) ? id : (Guid?)null;
                var favourites = string.Equals(query["favourites"], "true", StringComparison.Ordinal);
                return products.Shelf(category, favourites, Number(query["skip"], 0), Math.Clamp(Number(query["take"], 60), 1, 500));
            }
        );
        Browse(
            api,
            till,
            "catalogue/search",
            (products, query) => products.Search(Limits.Clean(query["q"]) ?? "", Math.Clamp(Number(query["take"], 30), 1, 100))
        );
        api.MapGet(
            "pictures/{id:guid}",
            (Guid id, HttpContext http) =>
            {
                if (till.Desk.Store.Read(c => MasterRows.Picture(c, id)) is not { } picture)
                {
                    return Answers.Refused(new Refusal("picture.not-found"));
                }

                // A picture's id never gets other bytes; and whatever an image file says, it is never run.
                http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
                http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
                return Results.Bytes(picture.Bytes, picture.ContentType);
            }
        );
        Get<StaffInfo[]>(api, till, "staff", (_, _) => till.Views.StaffList().ToArray());
    }

    private static void MapCart(RouteGroupBuilder api, TillRole till)
    {
        Post<ScanRequest>(api, till, "cart/scan", till.Checkout.ScanAsync);
        Post<AddProductRequest>(api, till, "cart/add", till.Checkout.AddProductAsync);
        Post<AddAmountRequest>(api, till, "cart/amount", till.Checkout.AddAmountAsync);
        Post<QuickAddRequest>(api, till, "cart/quick-add", till.Checkout.QuickAddAsync);
        Post<ChangeQuantityRequest>(api, till, "cart/quantity", till.Checkout.ChangeQuantityAsync);
        Post<RemoveLineRequest>(api, till, "cart/remove", till.Checkout.RemoveLineAsync);
        Post<LineDiscountRequest>(api, till, "cart/line-discount", till.PriceChanges.DiscountLineAsync);
        Post<PriceRequest>(api, till, "cart/price", till.PriceChanges.OverridePriceAsync);
        Post<OrderDiscountRequest>(api, till, "cart/discount", till.PriceChanges.DiscountOrderAsync);
        Post<TipRequest>(api, till, "cart/tip", till.Checkout.TipAsync);
        Post<NoteRequest>(api, till, "cart/note", till.Checkout.NoteAsync);
        Post<HoldRequest>(api, till, "cart/hold", till.HeldOrders.HoldAsync);
        Post<RecallRequest>(api, till, "cart/recall", till.HeldOrders.RecallAsync);
        Post<VoidRequest>(api, till, "cart/void", till.HeldOrders.VoidAsync);
        Post<PayCashRequest>(api, till, "cart/pay-cash", till.CashPayment.PayAsync);
        Get<HeldOrderView[]>(api, till, "held", (_, _) => till.Views.Held().ToArray());
        Post(
            api,
            till,
            "sale/dismiss",
            page =>
                till.Desk.InTurnAsync<Outcome<bool>>(() =>
                {
                    if (till.Desk.Enter(page).Refusal is { } refusal)
                    {
                        return Task.FromResult<Outcome<bool>>(refusal);
                    }

                    till.Desk.LastSale = null;
                    till.Desk.SaySomethingChanged();
                    return Task.FromResult<Outcome<bool>>(true);
                })
        );
    }

    private static void MapOrders(RouteGroupBuilder api, TillRole till)
    {
        Get<OrderRows>(api, till, "orders", (_, http) => till.Orders.Find(Filter(http.Request.Query)));
        Get<OrderStory>(api, till, "orders/{id:guid}", (_, http) => till.Stories.Tell(Guid.Parse((string)http.Request.RouteValues["id"]!)));
        Get<PaperRow[]>(
            api,
            till,
            "orders/{id:guid}/receipt",
            (_, http) => till.Stories.Receipt(Guid.Parse((string)http.Request.RouteValues["id"]!))
        );
        api.MapPost(
                "orders/refund",
                async (RefundRequest request, HttpContext http) =>
                {
                    var outcome = await till.Refunds.RefundAsync(Answers.PageOf(http), request);
                    return outcome.Refusal is { } refusal ? Answers.Refused(refusal) : Answers.Of(till.Stories.Tell(outcome.Value));
                }
            )
            .Produces<OrderStory>();
        Post<ReprintRequest>(api, till, "orders/reprint", till.Stories.ReprintAsync);
    }

    private static void MapShifts(RouteGroupBuilder api, TillRole till)
    {
        Post<OpenShiftRequest>(api, till, "shift/open", till.Shifts.OpenAsync);
        Post<MoveCashRequest>(api, till, "shift/cash", till.Shifts.MoveCashAsync);
        Post<OpenDrawerRequest>(api, till, "shift/drawer", till.Shifts.OpenDrawerAsync);
        Get<ShiftReport>(
            api,
            till,
            "shift/x",
            (actor, _) => till.Reports.Look(ShiftReports.MaySeeExpected(actor)) is { } report ? report : new Refusal("shift.not-open")
        );
        api.MapPost(
                "shift/close",
                async (CloseShiftRequest request, HttpContext http) =>
                {
                    var outcome = await till.Shifts.CloseAsync(Answers.PageOf(http), request);
                    return outcome.Refusal is { } refusal ? Answers.Refused(refusal) : Results.Json(till.Reports.Closed(outcome.Value));
                }
            )
            .Produces<ShiftReport>();
        Get<ShiftReport[]>(
            api,
            till,
            "shifts",
            (_, http) => till.Reports.List(Number(http.Request.Query["skip"], 0), Number(http.Request.Query["take"], 20)).ToArray()
        );
        api.MapPost(
                "shift/{id:guid}/print",
                async (Guid id, HttpContext http) =>
                {
                    var page = Answers.PageOf(http);
                    var outcome = await till.PrintReportAsync(page, id);
                    return outcome.Refusal is { } refusal ? Answers.Refused(refusal) : Results.Json(await View(till, page));
                }
            )
            .Produces<TillView>();
    }

    private static void Get<T>(RouteGroupBuilder api, TillRole till, string path, Func<Actor, HttpContext, Outcome<T>> read) =>
        api.MapGet(
                path,
                (Delegate)(
                    async (HttpContext http) =>
                        Answers.Of(
                            await till.Desk.InTurnAsync(() =>
                            {
                                var entered = till.Desk.Enter(Answers.PageOf(http) with { PageId = null });
                                return Task.FromResult(entered.Refusal is { } refusal ? refusal : read(entered.Value, http));
                            })
                        )
                )
            )
            .Produces<T>();

    // Looks through the products outside the desk's turn: a search never keeps a scan waiting.
    private static void Browse(
        RouteGroupBuilder api,
        TillRole till,
        string path,
        Func<ProductView, IQueryCollection, (IReadOnlyList<Product> Products, int Total)> look
    ) =>
        api.MapGet(
                path,
                (Delegate)(
                    async (HttpContext http) =>
                    {
                        var (entered, products) = await till.Desk.InTurnAsync(() =>
                            Task.FromResult((till.Desk.Enter(Answers.PageOf(http) with { PageId = null }), till.Desk.Catalogue.Products))
                        );
                        if (entered.Refusal is { } refusal)
                        {
                            return Answers.Refused(refusal);
                        }

                        var (found, total) = look(products, http.Request.Query);
                        return Results.Json(new ProductPage([.. found.Select(PageViews.Tile)], total));
                    }
                )
            )
            .Produces<ProductPage>();

    private static void Post<T>(RouteGroupBuilder api, TillRole till, string path, Func<PageContext, T, Task<Outcome<bool>>> work)
        where T : notnull =>
        api.MapPost(
                path,
                async (T request, HttpContext http) =>
                {
                    var page = Answers.PageOf(http);
                    var outcome = await work(page, request);
                    return outcome.Refusal is { } refusal ? Answers.Refused(refusal) : Results.Json(await View(till, page));
                }
            )
            .Produces<TillView>();

    private static void Post(RouteGroupBuilder api, TillRole till, string path, Func<PageContext, Task<Outcome<bool>>> work) =>
        api.MapPost(
                path,
                (Delegate)(
                    async (HttpContext http) =>
                    {
                        var page = Answers.PageOf(http);
                        var outcome = await work(page);
                        return outcome.Refusal is { } refusal ? Answers.Refused(refusal) : Results.Json(await View(till, page));
                    }
                )
            )
            .Produces<TillView>();

    private static Task<TillView> View(TillRole till, PageContext page) =>
        till.Desk.InTurnAsync(() => Task.FromResult(till.Views.Till(page)));

    private static async IAsyncEnumerable<SseItem<TillView>> ViewEvents(
        TillRole till,
        PageContext page,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (var _ in till.Watchers.Changes(cancellation))
        {
            yield return new SseItem<TillView>(await View(till, page), "view");
        }
    }

    private static async IAsyncEnumerable<SseItem<DisplayView>> DisplayEvents(
        TillRole till,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (var _ in till.Watchers.Changes(cancellation))
        {
            yield return new SseItem<DisplayView>(await till.Desk.InTurnAsync(() => Task.FromResult(till.Views.Display())), "view");
        }
    }

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    private static OrderFilter Filter(IQueryCollection query)
    {
        long? Long(string name) =>
            long.TryParse(
                query[name],
                System.Globalization.NumberStyles.AllowLeadingSign,
                System.Globalization.CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : null;
        string? Text(string name) => query[name] is [{ Length: > 0 } text, ..] ? text : null;
        return new OrderFilter
        {
            Number = Text("number"),
            FromMs = Long("fromMs"),
            ToMs = Long("toMs"),
            MinMinor = Long("minMinor"),
            MaxMinor = Long("maxMinor"),
            Tender = Text("tender"),
            StaffId = Guid.TryParse(query["staffId"], out var id) ? id : null,
            Product = Text("product"),
            Kind = Text("kind"),
            Skip = Number(query["skip"], 0),
            Take = Number(query["take"], 50),
        };
    }
}
