using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Crypto;

namespace Guitai.Sandbox.Wallets.Bureau;

/// <summary>What WeChat Pay gives a new merchant.</summary>
/// <param name="Mchid">The merchant's number.</param>
/// <param name="AppId">The application that its payments belong to.</param>
/// <param name="ApiV3Key">32 characters: callbacks and certificates are encrypted under it.</param>
/// <param name="SerialNo">The number of its certificate, for <c>serial_no</c>.</param>
/// <param name="CertificatePem">Its certificate.</param>
/// <param name="Platform">What answers are signed with now; more come from <c>/v3/certificates</c>.</param>
public sealed record WeChatEnrolment(
    string Mchid,
    string AppId,
    string ApiV3Key,
    string SerialNo,
    string CertificatePem,
    IReadOnlyList<PlatformCertificate> Platform
)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => Mchid;
}

/// <summary>What Alipay gives a new application.</summary>
/// <param name="AppId">The application.</param>
/// <param name="SellerId">The seller's number, 2088….</param>
/// <param name="AppCertificatePem">The application's certificate (<c>app_cert_sn</c>).</param>
/// <param name="AlipayCertificatePem">What answers are signed with in certificate mode.</param>
/// <param name="RootsPem">Alipay's roots (<c>alipay_root_cert_sn</c>).</param>
/// <param name="AlipayPublicKey">What answers are signed with in plain-key mode, base64.</param>
public sealed record AlipayEnrolment(
    string AppId,
    string SellerId,
    string AppCertificatePem,
    string AlipayCertificatePem,
    string RootsPem,
    string AlipayPublicKey
);

/// <summary>A merchant as the sandbox knows it.</summary>
/// <param name="Wallet">With whom.</param>
/// <param name="Name">Its name, as the phone shows it.</param>
/// <param name="Number">mchid, or app_id.</param>
/// <param name="Other">appid, or seller's number.</param>
/// <param name="PublicKeyPem">Its public key.</param>
/// <param name="CertificatePem">Its certificate.</param>
/// <param name="Serial">Its certificate's number.</param>
/// <param name="ApiV3Key">WeChat Pay's key with it.</param>
internal sealed record Merchant(
    WalletKind Wallet,
    string Name,
    string Number,
    string Other,
    string PublicKeyPem,
    string CertificatePem,
    string Serial,
    string ApiV3Key
)
{
    public override string ToString() => Number;
}

/// <summary>Makes merchants, and remembers them in <c>merchants.json</c>.</summary>
public sealed class MerchantBureau : IDisposable
{
    private const string FileName = "merchants.json";
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private readonly Lock _lock = new();
    private readonly WalletAuthority _authority;
    private readonly PlatformCertificates _weChat;
    private readonly PlatformCertificates _alipay;
    private readonly RsaKey _alipayPlain;
    private readonly IWalletFiles _files;
    private readonly RandomFill _random;
    private readonly ConcurrentDictionary<(WalletKind Wallet, string Number), (Merchant Merchant, RsaKey Key)> _merchants = new();

    internal MerchantBureau(
        WalletAuthority authority,
        PlatformCertificates weChat,
        PlatformCertificates alipay,
        RsaKey alipayPlain,
        IWalletFiles files,
        RandomFill random
    )
    {
        _authority = authority;
        _weChat = weChat;
        _alipay = alipay;
        _alipayPlain = alipayPlain;
        _files = files;
        _random = random;
        foreach (var merchant in Load(files.Read(FileName)))
        {
            Keep(merchant);
        }
    }

    /// <summary>Makes a merchant of WeChat Pay; the same name with the same key is the same merchant.</summary>
    /// <param name="name">As the phone shows it.</param>
    /// <param name="publicKeyPem">The merchant's public key (SubjectPublicKeyInfo), or a certificate signing request.</param>
    /// <exception cref="ArgumentException">It is no RSA key of 2,048 bits.</exception>
    public WeChatEnrolment EnrolWeChat(string name, string publicKeyPem)
    {
        var merchant = Enrol(WalletKind.WeChat, name, publicKeyPem);
        return new WeChatEnrolment(
            merchant.Number,
            merchant.Other,
            merchant.ApiV3Key,
            merchant.Serial,
            merchant.CertificatePem,
            _weChat.Known
        );
    }

    /// <summary>Makes an application of Alipay; the same name with the same key is the same application.</summary>
    /// <param name="name">As the phone shows it.</param>
    /// <param name="publicKeyPem">The application's public key (SubjectPublicKeyInfo), or a certificate signing request.</param>
    /// <exception cref="ArgumentException">It is no RSA key of 2,048 bits.</exception>
    public AlipayEnrolment EnrolAlipay(string name, string publicKeyPem)
    {
        var merchant = Enrol(WalletKind.Alipay, name, publicKeyPem);
        return new AlipayEnrolment(
            merchant.Number,
            merchant.Other,
            merchant.CertificatePem,
            _alipay.Signing.Certificate.CertificatePem,
            _authority.Roots,
            _alipayPlain.PublicBase64
        );
    }

    /// <summary>A merchant by its number; null when there is none.</summary>
    internal (Merchant Merchant, RsaKey Key)? Find(WalletKind wallet, string number) =>
        _merchants.TryGetValue((wallet, number), out var found) ? found : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, key) in _merchants.Values)
        {
            key.Dispose();
        }
    }

    private Merchant Enrol(WalletKind wallet, string name, string publicKeyPem)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var pem = PublicKeyOf(publicKeyPem);
        lock (_lock)
        {
            var known = _merchants.Values.FirstOrDefault(m =>
                m.Merchant.Wallet == wallet && m.Merchant.Name == name && m.Merchant.PublicKeyPem == pem
            );
            if (known.Merchant is not null)
            {
                return known.Merchant;
            }

            var ordinal = _merchants.Keys.Count(k => k.Wallet == wallet);
            var number = wallet == WalletKind.WeChat ? $"{1_900_000_101 + ordinal}" : $"{2_021_000_100_000_001 + ordinal}";
            var other = wallet == WalletKind.WeChat ? "wx" + Draw(16, 16) : $"{2_088_000_100_000_001 + ordinal}";
            var subject = new X500DistinguishedNameBuilder();
            subject.AddCommonName(wallet == WalletKind.WeChat ? number : $"{other}-{number}");
            subject.AddOrganizationalUnitName(name);
            subject.AddOrganizationName("Guitai Sandbox");
            subject.AddCountryOrRegion("CN");
            var certificate = _authority.Sign(subject.Build(), Key(pem), wallet == WalletKind.WeChat ? 20 : 16);
            using var read = X509Certificate2.CreateFromPem(certificate);
            var serial = wallet == WalletKind.WeChat ? CertificateNumbers.WeChat(read) : CertificateNumbers.Alipay(read);
            var merchant = new Merchant(wallet, name, number, other, pem, certificate, serial, Draw(32, Letters.Length));
            Keep(merchant);
            _files.Write(
                FileName,
                JsonSerializer.Serialize(_merchants.Values.Select(m => m.Merchant).OrderBy(m => m.Number, StringComparer.Ordinal))
            );
            return merchant;
        }
    }

    private void Keep(Merchant merchant) => _merchants[(merchant.Wallet, merchant.Number)] = (merchant, new RsaKey(merchant.PublicKeyPem));

    private string Draw(int length, int of)
    {
        var bytes = new byte[length];
        _random(bytes);
        return string.Concat(bytes.Select(b => Letters[b % of]));
    }

    private static string PublicKeyOf(string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            if (pem.Contains("CERTIFICATE REQUEST", StringComparison.Ordinal))
            {
                var request = CertificateRequest.LoadSigningRequestPem(
                    pem,
                    HashAlgorithmName.SHA256,
                    signerSignaturePadding: RSASignaturePadding.Pkcs1
                );
                rsa.ImportSubjectPublicKeyInfo(request.PublicKey.ExportSubjectPublicKeyInfo(), out _);
            }
            else
            {
                rsa.ImportFromPem(pem);
            }

            return rsa.KeySize == 2048
                ? rsa.ExportSubjectPublicKeyInfoPem()
                : throw new ArgumentException("A merchant's key has 2,048 bits.", nameof(pem));
        }
        catch (CryptographicException exception)
        {
            throw new ArgumentException("This is no RSA key.", nameof(pem), exception);
        }
    }

    private static PublicKey Key(string pem)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return PublicKey.CreateFromSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo(), out _);
    }

    private static Merchant[] Load(string? text)
    {
        try
        {
            return text is null ? [] : JsonSerializer.Deserialize<Merchant[]>(text)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{FileName} cannot be read.", exception);
        }
    }
}
