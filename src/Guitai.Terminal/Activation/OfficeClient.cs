using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Guitai.Contracts;
using Guitai.Foundation;
using Guitai.Foundation.Certificates;

namespace Guitai.Terminal.Activation;

/// <summary>What a host gives a device that becomes a terminal.</summary>
public sealed record HostActivation(string Terminal, string Merchant, string CertificatePem, string AuthorityPem, string? Mac);

/// <summary>Asks a host's office: HTTPS, or HTTP on this machine and nowhere else.</summary>
public sealed class OfficeClient(TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Makes a device a terminal.</summary>
    public Task<Outcome<HostActivation>> ActivateAsync(
        string office,
        string? authority,
        string terminal,
        string code,
        string requestPem,
        CancellationToken cancellation
    ) =>
        PostAsync(
            office,
            authority,
            "activate",
            new
            {
                terminal,
                code,
                request = requestPem,
            },
            cancellation
        );

    /// <summary>Gets a new certificate for the same key.</summary>
    public Task<Outcome<HostActivation>> RenewAsync(
        string office,
        string? authority,
        string terminal,
        string requestPem,
        CancellationToken cancellation
    ) => PostAsync(office, authority, "renew", new { terminal, request = requestPem }, cancellation);

    private async Task<Outcome<HostActivation>> PostAsync<T>(
        string office,
        string? authority,
        string path,
        T body,
        CancellationToken cancellation
    )
    {
        if (AddressOf(office) is not { } address)
        {
            return new Refusal("setup.office");
        }

        try
        {
            using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
            using var trusted = authority is { Length: > 0 } ? X509Certificate2.CreateFromPem(authority) : null;
            if (trusted is not null)
            {
                handler.SslOptions = new SslClientAuthenticationOptions
                {
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                        shown is X509Certificate2 server && CertificateAuthority.TrustsServer(trusted, server, time.GetUtcNow()),
                };
            }

            using var client = new HttpClient(handler) { Timeout = s_patience };
            client.DefaultRequestHeaders.Add("X-Guitai", "1");
            using var answer = await client.PostAsJsonAsync(new Uri(address, $"/host/api/{path}"), body, cancellation);
            if (answer.IsSuccessStatusCode)
            {
                var activated = await answer.Content.ReadFromJsonAsync<HostActivation>(JsonSerializerOptions.Web, cancellation);
                return activated is { CertificatePem: not null, AuthorityPem: not null } ? activated : new Refusal("setup.office-answer");
            }

            return await answer.Content.ReadFromJsonAsync<Refusal>(ContractJson.Shared, cancellation) is { Code: not null } refusal
                ? refusal
                : new Refusal("setup.office-answer");
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            return new Refusal("setup.authority");
        }
        catch (Exception fault)
            when (fault is HttpRequestException or JsonException or NotSupportedException
                || (fault is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            return new Refusal("setup.office-away");
        }
    }

    internal static Uri? AddressOf(string office) =>
        Uri.TryCreate(office.Trim(), UriKind.Absolute, out var address)
        && (
            address.Scheme == Uri.UriSchemeHttps
            || (
                address.Scheme == Uri.UriSchemeHttp
                && (address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip)))
            )
        )
            ? address
            : null;
}
