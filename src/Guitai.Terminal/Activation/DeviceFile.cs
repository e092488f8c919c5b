using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guitai.Terminal.HostLink;

namespace Guitai.Terminal.Activation;

/// <summary>This device's key, its certificate and the authority that gave it, as one PEM text.</summary>
public sealed class DeviceFile : IDisposable
{
    private readonly ECDsa _key;

    private DeviceFile(ECDsa key, DeviceAccess access) => (_key, Access) = (key, access);

    /// <summary>What is shown to hosts, and which hosts are trusted.</summary>
    public DeviceAccess Access { get; }

    /// <summary>The certificate's number of this terminal.</summary>
    public string Terminal => Access.Device.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>A new key and its request for a certificate.</summary>
    public static (ECDsa Key, string RequestPem) Ask(string terminal)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (key, RequestOf(key, terminal));
    }

    /// <summary>The text of a device that was let in.</summary>
    public static string TextOf(ECDsa key, string certificatePem, string authorityPem) =>
        $"{certificatePem.Trim()}\n{authorityPem.Trim()}\n{key.ExportPkcs8PrivateKeyPem()}\n";

    /// <summary>Reads a device's text.</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    public static DeviceFile Read(string text)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text);
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(text);
            if (certificates.Count != 2)
            {
                throw new CryptographicException("Not a device's file.");
            }

            using var whole = certificates[0].CopyWithPrivateKey(key);
            // Through PKCS#12, so that every platform's TLS takes the key.
            var device = X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null);
            return new DeviceFile(key, new DeviceAccess(device, certificates[1]));
        }
        catch (ArgumentException fault)
        {
            key.Dispose();
            throw new CryptographicException("Not a device's file.", fault);
        }
    }

    /// <summary>Asks for a new certificate for the same key; whoever can sign it is this device.</summary>
    public string RenewalRequest() => RequestOf(_key, Terminal);

    /// <summary>The text with a new certificate.</summary>
    public string Renewed(string certificatePem) => TextOf(_key, certificatePem, Access.Authority.ExportCertificatePem());

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        Access.Device.Dispose();
        Access.Authority.Dispose();
    }

    private static string RequestOf(ECDsa key, string terminal) =>
        new CertificateRequest($"CN={terminal}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
}
