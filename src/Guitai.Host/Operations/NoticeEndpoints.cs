using System.Security.Cryptography;
using System.Text;
using Guitai.Foundation;
using Guitai.Host.Wallets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Guitai.Host.Operations;

/// <summary>
/// Where wallets tell of payments: <c>POST /host/notify/{wallet}/{merchant}</c>. Nobody logs in here; what counts is the wallet's signature, and even then a notice only makes the host ask the
/// wallet sooner.
/// </summary>
internal static class NoticeEndpoints
{
    /// <summary>Before wallet and merchant.</summary>
    public const string Prefix = "/host/notify/";

    private const int MostBytes = 64 * 1024;

    public static void Map(HostRoutes routes, OperationsDesk desk)
    {
        var seen = new NoticeMemory();
        routes
            .At(
                "POST",
                Prefix + "{id}/{merchant}",
                HostAccess.Open,
                async call =>
                {
                    await TakeAsync(call.Http, desk.Host, call.Id, call.Http.Request.RouteValues["merchant"]?.ToString() ?? "", seen);
                    return null;
                }
            )
            .WithMetadata(new HostQueryNames([]));
    }

    private static async Task TakeAsync(HttpContext http, HostDesk host, string name, string merchant, NoticeMemory seen)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (host.Services.Wallet(name) is not { } wallet || host.Services.Accounts.Find(merchant, name) is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (await ReadAsync(http) is not { } body)
        {
            await RefuseAsync(http, wallet, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        if (await wallet.ReadNoticeAsync(merchant, Header, body) is not { } notice)
        {
            await RefuseAsync(http, wallet, StatusCodes.Status401Unauthorized);
            return;
        }

        // One that comes again is taken again, as the wallet wants it, and nobody is asked because of it.
        if (seen.IsNew(name, merchant, body, host.Services.NowMs))
        {
            await host.Authoriser.HeardAsync(notice.Number);
        }

        if (wallet.NoticeTaken.Length == 0)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(wallet.NoticeTaken);

        string? Header(string key) => http.Request.Headers.TryGetValue(key, out var values) && values.Count == 1 ? values[0] : null;
    }

    // Each in the form in which it reads refusals; what is wrong is not told to whoever sent it.
    private static Task RefuseAsync(HttpContext http, IWallet wallet, int status)
    {
        http.Response.StatusCode = status;
        if (wallet.NoticeTaken.Length == 0)
        {
            return http.Response.WriteAsJsonAsync(new { code = "FAIL", message = "not taken" });
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync("fail");
    }

    private static async Task<byte[]?> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        if (http.Request.ContentLength > MostBytes)
        {
            return null;
        }

        using var read = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(read, http.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            return null;
        }

        return read.ToArray();
    }
}

/// <summary>The notices of the last minutes, as many as fit: one that comes again is known.</summary>
internal sealed class NoticeMemory
{
    private const int Most = 10_000;
    private const long LifeMs = 15 * 60_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, long AtMs)> _order = new();

    /// <summary>True for one that was not seen before, which is remembered.</summary>
    public bool IsNew(string wallet, string merchant, ReadOnlySpan<byte> body, long nowMs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{wallet}|{merchant}|"));
        hash.AppendData(body);
        var key = Convert.ToHexString(hash.GetHashAndReset());
        lock (_lock)
        {
            while (_order.TryPeek(out var oldest) && (oldest.AtMs + LifeMs < nowMs || _order.Count >= Most))
            {
                _order.Dequeue();
                _seen.Remove(oldest.Key);
            }

            if (!_seen.TryAdd(key, nowMs))
            {
                return false;
            }

            _order.Enqueue((key, nowMs));
            return true;
        }
    }
}
