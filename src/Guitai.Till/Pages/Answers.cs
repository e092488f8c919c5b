using Guitai.Foundation;
using Guitai.Till.Desk;
using Microsoft.AspNetCore.Http;

namespace Guitai.Till.Pages;

/// <summary>Turns outcomes into answers, and requests into page contexts. The one place that knows status codes.</summary>
internal static class Answers
{
    public const string SessionCookie = "guitai_till";
    public const string PageHeader = "X-Guitai-Page";

    /// <summary>Which browser and page a request comes from.</summary>
    public static PageContext PageOf(HttpContext http) =>
        new(
            http.Request.Cookies[SessionCookie],
            Guid.TryParse(http.Request.Headers[PageHeader], out var id) ? id
                : Guid.TryParse(http.Request.Query["page"], out id) ? id
                : null
        );

    /// <summary>A refusal as JSON with its status.</summary>
    public static IResult Refused(Refusal refusal) => Results.Json(refusal, statusCode: StatusOf(refusal.Code));

    /// <summary>The value, or the refusal.</summary>
    public static IResult Of<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal ? Refused(refusal) : Results.Json(outcome.Value);

    private static int StatusOf(string code) =>
        code switch
        {
            "login.needed" => StatusCodes.Status401Unauthorized,
            "right.needed" or "approval.not-entitled" => StatusCodes.Status403Forbidden,
            "order.not-found" or "shift.not-found" or "picture.not-found" => StatusCodes.Status404NotFound,
            "page.taken-over"
            or "cart.changed"
            or "shift.changed"
            or "shift.not-open"
            or "shift.already-open"
            or "cart.not-empty"
            or "order.partly-paid"
            or "tender.under-way"
            or "tender.ended"
            or "refund.under-way" => StatusCodes.Status409Conflict,
            "till.locked" or "login.locked" => StatusCodes.Status423Locked,
            "login.wait" => StatusCodes.Status429TooManyRequests,
            "till.not-ready" or "store.full" or "terminal.unreachable" => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };
}
