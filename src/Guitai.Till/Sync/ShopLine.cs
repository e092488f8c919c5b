using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Sync;
using Guitai.Foundation;

namespace Guitai.Till.Sync;

/// <summary>This device's TLS to its shop: who it is (<see cref="DeviceKey"/>), how it became so, and how it stays so.</summary>
/// <param name="save">Puts the device's file on disk, durably, before anything depends on it.</param>
public sealed class ShopLine(Action<string> save, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_renewAgain = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private DeviceKey? _key;
    private HttpClient? _client;
    private long? _renewalTriedAt;

    /// <summary>Until when the shop's certificate for this device holds; null for a device without one.</summary>
    public DateTimeOffset? CertificateExpiresAt => _key?.ExpiresAt;

    /// <summary>True while this device has a certificate that holds.</summary>
    public bool HasCertificate => CertificateExpiresAt is { } end && time.GetUtcNow() < end;

    /// <summary>Speaks with the device's file from now on.</summary>
    /// <exception cref="CryptographicException">The file is damaged.</exception>
    public void Use(string file) => Use(DeviceKey.Read(file));

    /// <summary>Asks a shop to make this device the till that a code is for. Nothing is kept yet.</summary>
    /// <param name="shop">The shop's address for tills, https.</param>
    /// <param name="holds">The till whose facts the device holds; the shop refuses a code for another one, and the code stays good.</param>
    /// <returns>What the shop said, and the device's file for <see cref="Keep"/>.</returns>
    public static async Task<Outcome<(EnrolAnswer Answer, string File)>> AskAsync(
        Uri shop,
        TillCode code,
        Guid? holds,
        CancellationToken cancellation
    )
    {
        try
        {
            // Whoever answers here is not believed yet, and is told nothing.
            using var stranger = Client(
                new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null }
            );
            var shown = await GetAsync<AuthorityAnswer>(stranger, new Uri(shop, "/shop/api/authority"), cancellation);
            if (shown.Refusal is { } none)
            {
                return none;
            }

            using var authority = X509Certificate2.CreateFromPem(shown.Value.CertificatePem);
            if (TillCode.AuthorityOf(authority) != code.Authority)
            {
                return new Refusal("enrol.other-shop");
            }

            using var known = Client(DeviceKey.Options(authority));
            var (key, request) = DeviceKey.Ask();
            using (key)
            {
                using var message = JsonContent.Create(new EnrolRequest(code.Secret, request, holds), options: ContractJson.Shared);
                using var response = await known.PostAsync(new Uri(shop, "/shop/api/enrol"), message, cancellation);
                var answer = await ReadAsync<EnrolAnswer>(response, cancellation);
                return answer.Refusal is { } refusal
                    ? refusal
                    : (answer.Value, DeviceKey.FileOf(key, answer.Value.CertificatePem, shown.Value.CertificatePem));
            }
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or CryptographicException or ArgumentException
                || (exception is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            return new Refusal("enrol.no-answer");
        }
    }

    /// <summary>Keeps what <see cref="AskAsync"/> brought, and speaks with it from now on.</summary>
    /// <exception cref="CryptographicException">It is no device's file; the one before stays.</exception>
    public void Keep(string file)
    {
        var key = DeviceKey.Read(file);
        save(file);
        Use(key);
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Sends something to the shop, and prolongs the certificate while it is about to end.</summary>
    /// <param name="ahead">Told by how many milliseconds this device's clock is ahead of the shop's.</param>
    /// <exception cref="ShopUnreachableException">No shop, or one that answers wrongly.</exception>
    public async Task<TAnswer> PostAsync<TRequest, TAnswer>(
        TillAddress till,
        string path,
        TRequest request,
        Action<long> ahead,
        CancellationToken cancellation
    )
    {
        if (_key is not { } key)
        {
            throw new ShopUnreachableException("This device has no certificate.");
        }

        if (path == "hello" && key.ExpiresAt - time.GetUtcNow() < key.Life / 3)
        {
            await RenewAsync(till, key, ahead, cancellation);
        }

        return await TalkAsync<TRequest, TAnswer>(till, path, request, ahead, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _key?.Dispose();
    }

    private static HttpClient Client(SslClientAuthenticationOptions tls) =>
        new(
            new SocketsHttpHandler
            {
                SslOptions = tls,
                AllowAutoRedirect = false,
                UseProxy = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            }
        )
        {
            Timeout = s_patience,
        };

    private static async Task<Outcome<T>> GetAsync<T>(HttpClient client, Uri address, CancellationToken cancellation)
    {
        using var response = await client.GetAsync(address, cancellation);
        return await ReadAsync<T>(response, cancellation);
    }

    private static async Task<Outcome<T>> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellation) =>
        response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync<T>(ContractJson.Shared, cancellation) ?? throw new JsonException("Nothing was said.")
            : await response.Content.ReadFromJsonAsync<Refusal>(ContractJson.Shared, cancellation) ?? new Refusal("enrol.no-answer");

    private void Use(DeviceKey key)
    {
        // The ones before are left to whoever still speaks with them.
        lock (_lock)
        {
            (_key, _client) = (key, Client(key.Options()));
        }
    }

    // While it is refused, or cannot be written, the old certificate still holds; asking once an hour for months is enough.
    private async Task RenewAsync(TillAddress till, DeviceKey key, Action<long> ahead, CancellationToken cancellation)
    {
        if (_renewalTriedAt is { } tried && time.GetElapsedTime(tried) < s_renewAgain)
        {
            return;
        }

        _renewalTriedAt = time.GetTimestamp();
        try
        {
            var request = new RenewRequest(till.TillId, key.RenewalRequest());
            var answer = await TalkAsync<RenewRequest, RenewAnswer>(till, "renew", request, ahead, cancellation);
            if (key.Renewed(answer.CertificatePem) is { } file)
            {
                Keep(file);
            }
        }
        catch (Exception exception)
            when (exception
                    is ShopUnreachableException
                        or CryptographicException
                        or ArgumentException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            // The greeting that follows, or the self-check, will say what is wrong.
        }
    }

    private async Task<TAnswer> TalkAsync<TRequest, TAnswer>(
        TillAddress till,
        string path,
        TRequest request,
        Action<long> ahead,
        CancellationToken cancellation
    )
    {
        try
        {
            using var content = JsonContent.Create(request, options: ContractJson.Shared);
            var sentMs = NowMs;
            using var response = await _client!.PostAsync(new Uri(till.Shop, $"/shop/api/sync/{path}"), content, cancellation);
            if (response.Headers.Date is { } date)
            {
                // The header has whole seconds: half of one more is the best guess.
                ahead(((sentMs + NowMs) / 2) - (date.ToUnixTimeMilliseconds() + 500));
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new ShopUnreachableException($"The shop answered {(int)response.StatusCode}.");
            }

            return await response.Content.ReadFromJsonAsync<TAnswer>(ContractJson.Shared, cancellation)
                ?? throw new ShopUnreachableException("The shop answered with nothing.");
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or NotSupportedException or CryptographicException
                || (exception is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            throw new ShopUnreachableException("The shop did not answer.", exception);
        }
    }
}

/// <summary>Which till speaks, and where its shop is.</summary>
public sealed record TillAddress(Guid TillId, Uri Shop);
