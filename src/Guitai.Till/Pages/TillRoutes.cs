using System.Globalization;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Till.Pages;

/// <summary>How the till's features map their routes.</summary>
public sealed class TillRoutes(RouteGroupBuilder api, TillRole till)
{
    /// <summary>For routes of a form of their own.</summary>
    public RouteGroupBuilder Api => api;

    /// <summary>A route that reads, for whoever is logged in, from any page.</summary>
    public void Get<T>(string path, Func<Actor, HttpContext, Outcome<T>> read) =>
        Api.MapGet(
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

    /// <summary>A route that changes something and is answered with the page's new view.</summary>
    public void Post<T>(string path, Func<PageContext, T, Task<Outcome<bool>>> work)
        where T : notnull =>
        Api.MapPost(
                path,
                async (T request, HttpContext http) =>
                {
                    var page = Answers.PageOf(http);
                    var outcome = await work(page, request);
                    return outcome.Refusal is { } refusal ? Answers.Refused(refusal) : Results.Json(await ViewAsync(page));
                }
            )
            .Produces<TillView>();

    /// <inheritdoc cref="Post{T}"/>
    public void Post(string path, Func<PageContext, Task<Outcome<bool>>> work) =>
        Api.MapPost(
                path,
                (Delegate)(
                    async (HttpContext http) =>
                    {
                        var page = Answers.PageOf(http);
                        var outcome = await work(page);
                        return outcome.Refusal is { } refusal ? Answers.Refused(refusal) : Results.Json(await ViewAsync(page));
                    }
                )
            )
            .Produces<TillView>();

    /// <summary>What a page shows now.</summary>
    public Task<TillView> ViewAsync(PageContext page) => till.Desk.ShowAsync(() => till.Views.Till(page));

    /// <summary>A number of a query.</summary>
    internal static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
