using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Guitai.Foundation;
using Guitai.Foundation.Store;

namespace Guitai.Host.Wallets;

/// <summary>A merchant's account at a wallet: all that everybody may read of it.</summary>
public sealed record WalletAccount
{
    /// <summary>Name of WeChat Pay in routes, accounts and reports.</summary>
    public const string WeChat = "wechat";

    /// <summary>Name of Alipay in routes, accounts and reports.</summary>
    public const string Alipay = "alipay";

    /// <summary>The host's merchant.</summary>
    public required string Merchant { get; init; }

    /// <summary><c>wechat</c> or <c>alipay</c>.</summary>
    public required string Wallet { get; init; }

    /// <summary>WeChat Pay's mchid, or the seller's number at Alipay (2088…), which may be empty.</summary>
    public required string Number { get; init; }

    /// <summary>The application: appid, app_id.</summary>
    public required string AppId { get; init; }

    /// <summary>Where the wallet is asked: <c>https://api.mch.weixin.qq.com</c>, <c>https://openapi.alipay.com/gateway.do</c>.</summary>
    public required string Gateway { get; init; }

    /// <summary>Where the wallet tells of payments; empty for nowhere, then WeChat Pay has no codes to show.</summary>
    public string NotifyAddress { get; init; } = "";

    /// <summary>False while no new payments are taken. What was paid is still asked about and given back.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>What the wallet keeps of a payment, millionths; 0 when its bills' fees are not compared.</summary>
    public long FeePpm { get; init; }

    /// <summary>WeChat Pay: the serial number of our certificate.</summary>
    public string Serial { get; init; } = "";

    /// <summary>WeChat Pay: the id of the public key that its answers are signed with (<c>PUB_KEY_ID_…</c>); empty where they are signed with certificates that are fetched.</summary>
    public string PlatformKeyId { get; init; } = "";

    /// <summary>The wallet's public key, PEM or base64: WeChat Pay's with <see cref="PlatformKeyId"/>, Alipay's in plain-key mode.</summary>
    public string PlatformKey { get; init; } = "";

    /// <summary>Alipay in certificate mode: our application's certificate, PEM.</summary>
    public string CertificatePem { get; init; } = "";

    /// <summary>Alipay in certificate mode: Alipay's certificate, PEM; newer ones are fetched.</summary>
    public string PlatformCertificatePem { get; init; } = "";

    /// <summary>Alipay in certificate mode: Alipay's file of roots, PEM.</summary>
    public string RootsPem { get; init; } = "";
}

/// <summary>What nobody may read of an account; null leaves what is there.</summary>
/// <param name="PrivateKey">Our private key: PEM, or base64 as the wallets' tools write it.</param>
/// <param name="ApiV3Key">WeChat Pay's APIv3 key, 32 characters.</param>
public sealed record WalletSecrets(Secret<string>? PrivateKey, Secret<string>? ApiV3Key = null);

/// <summary>What has to be right with an account.</summary>
internal static class WalletAccountRules
{
    /// <summary>The field that is wrong; null for none.</summary>
    public static string? Flaw(WalletAccount account, WalletSecrets secrets)
    {
        var weChat = account.Wallet == WalletAccount.WeChat;
        return !weChat && account.Wallet != WalletAccount.Alipay ? "wallet"
            : account.Merchant.Length != 15 || !account.Merchant.All(char.IsAsciiLetterOrDigit) ? "merchant"
            : account.Number.Length > 32 || !account.Number.All(char.IsAsciiDigit) || (weChat && account.Number.Length < 8) ? "number"
            : account.AppId.Length is 0 or > 32 || !account.AppId.All(char.IsAsciiLetterOrDigit) ? "appId"
            : !IsAddress(account.Gateway) ? "gateway"
            : account.NotifyAddress.Length > 0 && (account.NotifyAddress.Length > 255 || !IsAddress(account.NotifyAddress))
                ? "notifyAddress"
            : account.FeePpm is < 0 or > 100_000 ? "feePpm"
            : RsaKey.Private(secrets.PrivateKey?.Reveal() ?? "") is not { Bits: >= 2048 } key ? "privateKey"
            : weChat ? WeChatFlaw(account, secrets)
            : AlipayFlaw(account, key);
    }

    private static string? WeChatFlaw(WalletAccount account, WalletSecrets secrets) =>
        secrets.ApiV3Key?.Reveal() is not { Length: 32 } apiV3 || !Ascii.IsValid(apiV3) ? "apiV3Key"
        : account.Serial.Length is 0 or > 64 || !account.Serial.All(char.IsAsciiHexDigit) ? "serial"
        : account.PlatformKeyId.Length > 0
        && (!account.PlatformKeyId.StartsWith("PUB_KEY_ID_", StringComparison.Ordinal) || account.PlatformKeyId.Length > 64)
            ? "platformKeyId"
        : (account.PlatformKeyId.Length > 0) != (account.PlatformKey.Length > 0)
        || (account.PlatformKey.Length > 0 && RsaKey.Public(account.PlatformKey) is not { Bits: >= 2048 })
            ? "platformKey"
        : null;

    private static string? AlipayFlaw(WalletAccount account, RsaKey key)
    {
        if (account.CertificatePem.Length == 0)
        {
            return RsaKey.Public(account.PlatformKey) is { Bits: >= 2048 } ? null : "platformKey";
        }

        return CertificateFile.First(account.CertificatePem) is not { } ours
            || !ours.SubjectPublicKey.Span.SequenceEqual(key.SubjectPublicKey.Span)
                ? "certificatePem"
            : CertificateFile.First(account.PlatformCertificatePem) is null ? "platformCertificatePem"
            : CertificateFile.AlipayRootNumber(account.RootsPem).Length == 0 ? "rootsPem"
            : null;
    }

    // TLS, or a gateway in the same machine; nothing that would carry a query or a name.
    private static bool IsAddress(string text) =>
        Write.IsStorable(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Query.Length == 0
        && address.Fragment.Length == 0
        && address.UserInfo.Length == 0
        && (
            address.Scheme == Uri.UriSchemeHttps
            || (
                address.Scheme == Uri.UriSchemeHttp
                && (address.Host == "localhost" || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip)))
            )
        );
}
