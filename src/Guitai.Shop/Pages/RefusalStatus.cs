using Guitai.Foundation;
using Microsoft.AspNetCore.Http;

namespace Guitai.Shop.Pages;

/// <summary>The HTTP status of each refusal; what is not named here is bad input.</summary>
internal static class RefusalStatus
{
    public static int Of(Refusal refusal) =>
        refusal.Code switch
        {
            "login.needed" => StatusCodes.Status401Unauthorized,
            "right.needed" or "certificate.needed" or "tls.needed" or "store.not-yours" or "staff.own-role" or "setup.needed" =>
                StatusCodes.Status403Forbidden,
            "not-found" or "import.gone" => StatusCodes.Status404NotFound,
            "master.changed"
            or "setup.done"
            or "staff.last-owner"
            or "proposal.decided"
            or "import.busy"
            or "category.used"
            or "tax-class.used"
            or "store.code-fixed"
            or "till.code-fixed"
            or "till.holds-facts"
            or "tills.no-door" => StatusCodes.Status409Conflict,
            "body.too-large" => StatusCodes.Status413PayloadTooLarge,
            "login.locked" => StatusCodes.Status423Locked,
            "login.wait" or "too-many" => StatusCodes.Status429TooManyRequests,
            "store.full" or "store.busy" => StatusCodes.Status503ServiceUnavailable,
            var code when code.EndsWith("taken", StringComparison.Ordinal) => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status400BadRequest,
        };
}
