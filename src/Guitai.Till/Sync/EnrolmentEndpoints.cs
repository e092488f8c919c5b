using Guitai.Foundation;
using Guitai.Till.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Guitai.Till.Sync;

/// <summary>A new device's first page.</summary>
internal static class EnrolmentEndpoints
{
    public static void Map(TillRoutes routes, TillRole till) =>
        routes
            .Api.MapPost(
                "enrol",
                async (EnrolTillRequest request, HttpContext http) =>
                {
                    if (till.Enrolment is not { IsOpen: true } enrolment)
                    {
                        return Answers.Refused(new Refusal("till.enrolled"));
                    }

                    var outcome = await enrolment.RunAsync(request, http.RequestAborted);
                    return outcome.Refusal is { } refusal
                        ? Answers.Refused(refusal)
                        : Results.Json(await routes.ViewAsync(Answers.PageOf(http)));
                }
            )
            .Produces<TillView>();
}
