using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Foundation.Certificates;

namespace Guitai.Shop.Settings;

/// <summary>The shop's own certificate authority: it signs the server's certificate, by which tills know their shop, and each till's, by which the shop knows the device.</summary>
public sealed class TillAuthority : IDisposable
{
    private readonly CertificateAuthority _authority;

    private TillAuthority(CertificateAuthority authority) => _authority = authority;

    /// <summary>The authority's certificate, PEM.</summary>
    public string CertificatePem => _authority.CertificatePem;

    /// <summary>The authority's certificate and key, PEM: its holder can make tills. For the file in the shop's folder alone.</summary>
    public string SecretPem => _authority.SecretPem;

    /// <summary>Twelve letters that stand for the authority: a till that is given them takes no other shop.</summary>
    public string Letters => TillCode.AuthorityOf(_authority.Certificate);

    /// <summary>Makes a new authority.</summary>
    public static TillAuthority Create(TimeProvider time, IRandomness randomness) =>
        new(CertificateAuthority.Create("Guitai shop", time, randomness));

    /// <summary>Reads an authority back.</summary>
    /// <exception cref="CryptographicException">The text is not what <see cref="SecretPem"/> wrote.</exception>
    public static TillAuthority Read(string secretPem, TimeProvider time, IRandomness randomness) =>
        new(CertificateAuthority.Read(secretPem, time, randomness));

    /// <summary>A certificate for the server, valid for a year.</summary>
    public X509Certificate2 IssueServer() => _authority.IssueServer(TillCode.ServerName);

    /// <summary>A certificate for the device that holds the request's key.</summary>
    /// <param name="tillId">Becomes the subject.</param>
    /// <param name="requestPem">PKCS#10, signed with its own key: ECDSA on P-256.</param>
    /// <returns>The certificate as PEM and the device's hash; null when the request is none or its signature is wrong.</returns>
    public (string CertificatePem, string DeviceHash)? IssueTill(Guid tillId, string requestPem) =>
        _authority.IssueDevice(tillId.ToString(), requestPem);

    /// <summary>True for a certificate of ours that a device may show now.</summary>
    public bool Admits(X509Certificate2 certificate) => _authority.Admits(certificate);

    /// <summary>What the shop remembers of a device: SHA-256 (hex) of its public key.</summary>
    public static string DeviceHashOf(X509Certificate2 certificate) => CertificateAuthority.DeviceHashOf(certificate);

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();
}
