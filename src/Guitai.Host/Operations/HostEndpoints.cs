using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host.Operators;
using Guitai.PaymentCrypto.KeyStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Host.Operations;

/// <summary>A key's trace: everything but the key.</summary>
public sealed record KeyView(
    string Name,
    int Version,
    string Use,
    string Algorithm,
    int LengthBytes,
    string State,
    string CheckValue,
    long LoadedAtMs,
    string LoadedBy
);

/// <summary>Maps everything under <c>/host/api</c>.</summary>
public static class HostEndpoints
{
    private const int ExportRows = 50_000;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder app, OperationsDesk desk)
    {
        var routes = new HostRoutes(app, desk.Sessions);
        OperatorEndpoints.Map(routes, desk);
        MapTransactions(routes, desk);
        RegistryEndpoints.Map(routes, desk);
        IssuerEndpoints.Map(routes, desk);
        WalletEndpoints.Map(routes, desk);
        ChipEndpoints.Map(routes, desk);
        NoticeEndpoints.Map(routes, desk);
        var see = HostAccess.LoggedIn;
        routes.Get<IReadOnlyList<OwedView>>(
            "owed",
            see,
            _ => desk.Host.Services.Store.Read(c => TransactionStories.OwedRows(c, "answered_ms = 0", new { }, Registry.MostRows)).ToList()
        );
        routes.Get<IReadOnlyList<KeyView>>("keys", see, _ => desk.Keys().Select(View).ToList());
        routes.Get<IReadOnlyList<ResponseCode>>("response-codes", see, _ => ResponseCodes.All.ToList());
        routes.Get<HostFigures>("figures", see, _ => desk.Pulse.Now());
        routes.Get<IReadOnlyList<AlarmView>>("alarms", see, call => desk.Registry.Alarms(call.Flag("all")).ToList(), "all");
        routes.Send<bool>("POST", "alarms/{id}/seen", new HostAccess(OperatorRight.AnswerAlarms), call => SeenAsync(desk, call));
        routes.Get<IReadOnlyList<AuditView>>(
            "audit",
            new HostAccess(OperatorRight.EditOperators),
            call => desk.Registry.Audit(call.Number("beforeMs")).ToList(),
            "beforeMs"
        );
    }

    private static void MapTransactions(HostRoutes routes, OperationsDesk desk)
    {
        var see = HostAccess.LoggedIn;
        routes
            .Raw("GET", "live", see, call => FollowAsync(desk, call))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(LiveView), ["text/event-stream"]));
        routes.Get<LiveView>("live/now", see, _ => desk.Live.Now());

        // A search is a POST, so that a card number never stands in an address.
        routes.Send<TransactionQueryRequest, TransactionPage>(
            "POST",
            "transactions/search",
            see,
            (_, query) => Task.FromResult(desk.Search.Find(query))
        );
        routes.Get<TransactionStory>("transactions/{id}", see, call => desk.Stories.Tell(call.Id));
        routes
            .Raw("POST", "transactions/export", see, call => ExportAsync(desk, call))
            .WithMetadata(
                new AcceptsMetadata(["application/json"], typeof(TransactionQueryRequest)),
                new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/csv"])
            );
    }

    private static KeyView View(KeyInfo key) =>
        new(
            key.Name.ToString(),
            key.Version,
            key.Use.ToString(),
            key.Algorithm.ToString(),
            key.LengthBytes,
            key.State.ToString(),
            key.CheckValue,
            key.LoadedAtMs,
            key.LoadedBy
        );

    private static async Task<Refusal?> FollowAsync(OperationsDesk desk, HostCall call)
    {
        await TypedResults.ServerSentEvents(EventsAsync(desk, call, call.Http.RequestAborted)).ExecuteAsync(call.Http);
        return null;
    }

    private static async IAsyncEnumerable<SseItem<LiveView>> EventsAsync(
        OperationsDesk desk,
        HostCall call,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var watching = desk.Live.Watch();
        for (var look = 0; !cancellation.IsCancellationRequested; look++)
        {
            // The stream ends with the session that it was opened by, and does not lengthen it.
            if (look % 5 == 4 && await desk.Sessions.LookAsync(call.Token, touch: false) is not { MustSetUp: false })
            {
                yield break;
            }

            yield return new SseItem<LiveView>(desk.Live.Now(), "live");
            try
            {
                await Task.Delay(s_every, desk.Host.Services.Time, cancellation);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    private static async Task<Refusal?> ExportAsync(OperationsDesk desk, HostCall call)
    {
        var read = await HostRoutes.ReadAsync<TransactionQueryRequest>(call);
        if (!read.Ok)
        {
            return read.Refusal;
        }

        var query = read.Value with { Take = TransactionSearch.MostRows };
        var page = desk.Search.Find(query);
        if (!page.Ok)
        {
            return page.Refusal;
        }

        // Written down before the first row leaves: what was read cannot be taken back.
        var known = await desk.AuditedAsync(call, "transactions.exported", "", WriteDownAsync);
        if (!known.Ok)
        {
            return known.Refusal;
        }

        var response = call.Http.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = "attachment; filename=transactions.csv";
        await response.WriteAsync("\uFEFF" + TransactionCsv.Head, call.Http.RequestAborted);
        for (var rows = 0; ; )
        {
            await response.WriteAsync(TransactionCsv.Lines(page.Value.Rows), call.Http.RequestAborted);
            rows += page.Value.Rows.Count;
            if (page.Value.BeforeRrn is not { } before || rows >= ExportRows)
            {
                break;
            }

            page = desk.Search.Find(query with { BeforeRrn = before });
        }

        return null;
    }

    private static async Task<Outcome<bool>> WriteDownAsync(Deed deed) =>
        await deed.CommitAsync(new Write()) == WriteResult.Committed ? true : new Refusal("store.full");

    private static async Task<Outcome<bool>> SeenAsync(OperationsDesk desk, HostCall call)
    {
        var services = desk.Host.Services;
        if (!Guid.TryParse(call.Id, out var id))
        {
            return new Refusal("not-found");
        }

        var known = services.Store.Read(c =>
            c.QuerySingleOrDefault<long?>("SELECT seen_ms FROM host_alarm WHERE id = @id", new { id = id.ToString() })
        );
        if (known is null)
        {
            return new Refusal("not-found");
        }

        if (known != 0)
        {
            return true;
        }

        // Somebody else may have been quicker: then it is seen, as it was asked for.
        var marked = await desk.AuditedAsync(call, "alarm.seen", id.ToString(), deed => MarkAsync(deed, id, services.NowMs));
        return marked.Refusal?.Code == "alarm.changed" ? true : marked;
    }

    private static async Task<Outcome<bool>> MarkAsync(Deed deed, Guid id, long nowMs) =>
        await deed.CommitAsync(new Write().Advance(HostTables.AlarmSeen, [id], nowMs, 0)) switch
        {
            WriteResult.Committed => true,
            WriteResult.Conflict => new Refusal("alarm.changed"),
            _ => new Refusal("store.full"),
        };
}

/// <summary>Transactions as a table for spreadsheets. What a formula could begin with is neutralised.</summary>
internal static class TransactionCsv
{
    public const string Head =
        "rrn,time,day,merchant,merchant_name,terminal,batch,trace,mti,flow,amount,card,scheme,product,issuer,standing,code,authorisation\r\n";

    private static readonly System.Buffers.SearchValues<char> s_quoted = System.Buffers.SearchValues.Create(",\"\r\n\t;");

    public static string Lines(IEnumerable<TransactionRow> rows)
    {
        var text = new System.Text.StringBuilder();
        foreach (var r in rows)
        {
            text.AppendJoin(
                    ',',
                    Cell(r.Rrn),
                    DateTimeOffset.FromUnixTimeMilliseconds(r.AtMs).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                    r.Day.ToString(CultureInfo.InvariantCulture),
                    Cell(r.Merchant),
                    Cell(r.MerchantName),
                    Cell(r.Terminal),
                    r.Batch.ToString(CultureInfo.InvariantCulture),
                    r.Trace.ToString(CultureInfo.InvariantCulture),
                    r.Mti.ToString("D4", CultureInfo.InvariantCulture),
                    r.Flow.ToString(),
                    string.Create(CultureInfo.InvariantCulture, $"{r.AmountMinor / 100}.{r.AmountMinor % 100:D2}"),
                    Cell(r.Card),
                    Cell(r.Scheme),
                    r.Product.ToString(),
                    Cell(r.Issuer),
                    r.Standing.ToString(),
                    Cell(r.Code ?? ""),
                    Cell(r.Authorisation ?? "")
                )
                .Append("\r\n");
        }

        return text.ToString();
    }

    // An apostrophe keeps a spreadsheet from calculating; quotes keep commas and lines within the cell.
    public static string Cell(string value)
    {
        var safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(s_quoted) >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
