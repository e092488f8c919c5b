using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Sandbox.Line;

/// <summary>The line's HTTP endpoints under <c>/sandbox/api/line</c>.</summary>
public static class LineEndpoints
{
    private const int LongestDelayMs = 600_000;

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder app, LineFaults line)
    {
        var api = app.MapGroup("/sandbox/api/line").WithTags("line");
        api.MapGet("", () => Results.Json(line.State)).Produces<LineState>();
        api.MapPost(
                "",
                (LineRule rule) =>
                {
                    if (!IsSensible(rule))
                    {
                        return Results.BadRequest();
                    }

                    line.Add(rule);
                    return Results.Json(line.State);
                }
            )
            .Produces<LineState>();
        api.MapDelete(
                "",
                () =>
                {
                    line.Clear();
                    return Results.Json(line.State);
                }
            )
            .Produces<LineState>();
    }

    private static bool IsSensible(LineRule rule) =>
        Enum.IsDefined(rule.Fault)
        && rule.Times is null or >= 1
        && rule.DelayMs is >= 0 and <= LongestDelayMs
        && rule.Terminal is null or { Length: 8 }
        && (rule.Type is null || (rule.Type.Length == 4 && rule.Type.All(char.IsAsciiDigit)));
}
