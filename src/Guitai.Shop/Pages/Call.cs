using System.Globalization;
using Guitai.Foundation;
using Microsoft.AspNetCore.Http;

namespace Guitai.Shop.Pages;

/// <summary>A request that was let in: who calls, and what the route and the query say. Values that make no sense count as left out or not found.</summary>
public sealed class Call(HttpContext http, Actor actor)
{
    /// <summary>The request behind it.</summary>
    public HttpContext Http => http;

    /// <summary>Who calls.</summary>
    public Actor Actor => actor;

    /// <summary>The id in the route; empty, which nothing has, when it is none.</summary>
    public Guid Id => Guid.TryParse(http.Request.RouteValues["id"]?.ToString(), out var id) ? id : Guid.Empty;

    /// <summary>The query's version; −1, which nothing has, when it is missing.</summary>
    public long Version => Number("version") ?? -1;

    /// <summary>How many to pass over.</summary>
    public int Skip => (int)Math.Clamp(Number("skip") ?? 0, 0, int.MaxValue);

    /// <summary>How many to show.</summary>
    public int Take => (int)Math.Clamp(Number("take") ?? 50, 1, 200);

    /// <summary>A text of the query.</summary>
    public string? Text(string name) => http.Request.Query[name].ToString() is { Length: > 0 and <= 200 } text ? text : null;

    /// <summary>A whole number of the query.</summary>
    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An id of the query.</summary>
    public Guid? IdOf(string name) => Guid.TryParse(Text(name), out var id) ? id : null;

    /// <summary>A yes or no of the query.</summary>
    public bool? Flag(string name) => bool.TryParse(Text(name), out var flag) ? flag : null;

    /// <summary>The store that is asked for and may be seen; null for all.</summary>
    /// <returns>A refusal when somebody bound to one store asks for another.</returns>
    public Outcome<Guid?> Store()
    {
        var asked = IdOf("store");
        return actor.StoreId is { } own && asked is { } other && other != own ? new Refusal("store.not-yours") : actor.StoreId ?? asked;
    }
}
