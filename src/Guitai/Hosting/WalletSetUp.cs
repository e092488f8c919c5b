using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Guitai.Foundation;
using Guitai.Host.Wallets;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Bureau;

namespace Guitai.Hosting;

/// <summary>
/// Gives the demo's merchants accounts at the sandbox's wallets, by the same requests as anybody who tries their own integration there: a key of the host's own, its public half to the wallet, what
/// the wallet gives for it into the account.
/// </summary>
internal static class WalletSetUp
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    /// <summary>Makes what is not there yet, and tells accounts where the gateways are now. Accounts at other gateways are people's own and stay.</summary>
    /// <param name="host">The demo's host.</param>
    /// <param name="merchants">Their numbers and names.</param>
    /// <param name="sandbox">Where the sandbox's API is.</param>
    /// <param name="pages">Where the host's notify addresses are.</param>
    /// <param name="gateways">Where the sandbox's gateways are.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(
        AcquirerHost host,
        IReadOnlyList<(string Number, string Name)> merchants,
        Uri sandbox,
        Uri pages,
        Uri gateways,
        CancellationToken cancellation
    )
    {
        using var http = new HttpClient { BaseAddress = new Uri(sandbox, "/sandbox/api/wallets/merchants/") };
        http.DefaultRequestHeaders.Add("X-Guitai", "1");
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                foreach (var (number, name) in merchants)
                {
                    await HaveAsync(
                        host,
                        Account(number, WalletAccount.WeChat, pages, gateways),
                        a => WeChatAsync(http, name, a, cancellation)
                    );
                    await HaveAsync(
                        host,
                        Account(number, WalletAccount.Alipay, pages, gateways),
                        a => AlipayAsync(http, name, a, cancellation)
                    );
                }

                return;
            }
            catch (Exception fault) when (fault is HttpRequestException or JsonException)
            {
                // It is starting.
                await Task.WhenAny(Task.Delay(s_again, cancellation));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static WalletAccount Account(string merchant, string wallet, Uri pages, Uri gateways) =>
        new()
        {
            Merchant = merchant,
            Wallet = wallet,
            Number = "",
            AppId = "",
            Gateway =
                wallet == WalletAccount.WeChat ? gateways.GetLeftPart(UriPartial.Authority) : new Uri(gateways, "/gateway.do").ToString(),
            FeePpm = 6000,
            NotifyAddress = new Uri(pages, $"/host/notify/{wallet}/{merchant}").ToString(),
        };

    private static async Task HaveAsync(
        AcquirerHost host,
        WalletAccount wanted,
        Func<WalletAccount, Task<(WalletAccount Account, WalletSecrets Secrets)>> enrol
    )
    {
        var services = host.Desk.Services;
        var version = 0L;
        if (services.Accounts.Find(wanted.Merchant, wanted.Wallet) is { } found)
        {
            (var known, version) = found;
            if (!Uri.TryCreate(known.Gateway, UriKind.Absolute, out var gateway) || !gateway.IsLoopback)
            {
                return;
            }

            var moved = known with { Gateway = wanted.Gateway, NotifyAddress = wanted.NotifyAddress };
            if (moved != known)
            {
                await services.Accounts.SaveAsync(moved, null, version++);
            }

            // The sandbox's folder may have been removed: its wallets then know nobody any more.
            var check = await services.Wallet(wanted.Wallet)!.CheckAsync(wanted.Merchant, CancellationToken.None);
            if (check.Result is WalletCheckResult.Good or WalletCheckResult.Unreachable)
            {
                return;
            }
        }

        var (account, secrets) = await enrol(wanted);
        await services.Accounts.SaveAsync(account, secrets, version);
    }

    private static async Task<(WalletAccount Account, WalletSecrets Secrets)> WeChatAsync(
        HttpClient http,
        string name,
        WalletAccount account,
        CancellationToken cancellation
    )
    {
        var (enrolment, key) = await EnrolAsync<WeChatEnrolment>(http, "wechat", name, cancellation);
        return (
            account with
            {
                Number = enrolment.Mchid,
                AppId = enrolment.AppId,
                Serial = enrolment.SerialNo,
            },
            new WalletSecrets(key, new Secret<string>(enrolment.ApiV3Key))
        );
    }

    private static async Task<(WalletAccount Account, WalletSecrets Secrets)> AlipayAsync(
        HttpClient http,
        string name,
        WalletAccount account,
        CancellationToken cancellation
    )
    {
        var (enrolment, key) = await EnrolAsync<AlipayEnrolment>(http, "alipay", name, cancellation);
        return (
            account with
            {
                Number = enrolment.SellerId,
                AppId = enrolment.AppId,
                CertificatePem = enrolment.AppCertificatePem,
                PlatformCertificatePem = enrolment.AlipayCertificatePem,
                RootsPem = enrolment.RootsPem,
            },
            new WalletSecrets(key)
        );
    }

    private static async Task<(T Enrolment, Secret<string> Key)> EnrolAsync<T>(
        HttpClient http,
        string wallet,
        string name,
        CancellationToken cancellation
    )
    {
        using var rsa = RSA.Create(2048);
        var asked = new MerchantApplication(name, rsa.ExportSubjectPublicKeyInfoPem());
        using var answer = await http.PostAsJsonAsync(wallet, asked, JsonSerializerOptions.Web, cancellation);
        answer.EnsureSuccessStatusCode();
        return (
            await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellation)
                ?? throw new JsonException("The sandbox gave no account."),
            new Secret<string>(rsa.ExportPkcs8PrivateKeyPem())
        );
    }
}
