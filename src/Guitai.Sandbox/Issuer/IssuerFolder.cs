using System.Security.Cryptography;
using System.Text;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Issuer;

/// <summary>One custodian's part of the zone master key, as it is handed to the host.</summary>
/// <param name="Text">32 hexadecimal characters.</param>
/// <param name="CheckValue">Of this component alone.</param>
public sealed record KeyComponent(string Text, string CheckValue)
{
    /// <summary>Only the check value.</summary>
    public override string ToString() => CheckValue;
}

/// <summary>The issuer's files.</summary>
/// <param name="Path">Their folder.</param>
public sealed record IssuerFolder(string Path)
{
    /// <summary>Keys, programs and rules; made at the first start, may be edited while the issuer does not run.</summary>
    public string Profile => File("issuer.json");

    /// <summary>The certificate of the authority whose server certificate the issuer shows: what the host trusts for this link.</summary>
    public string AuthorityCertificate => File("link-ca.pem");

    /// <summary>
    /// The clients that may connect: certificates in PEM, or lines with the SHA-256 of a public key (SubjectPublicKeyInfo) in hexadecimal; <c>#</c> begins a
    /// comment. It is read at every connection.
    /// </summary>
    public string AcceptedHosts => File("accepted-hosts.txt");

    internal string AuthoritySecret => File("link-ca-key.pem");
    internal string ServerSecret => File("link-server.pem");
    internal string Journal => File("issuer.journal");

    private string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The file of a component of the zone master key.</summary>
    /// <param name="number">1 or 2.</param>
    public string ComponentFile(int number) => File($"zmk-component-{number}.txt");

    /// <summary>The two components of the zone master key, for two custodians of the host.</summary>
    /// <exception cref="InvalidDataException">A file is none of the issuer's.</exception>
    public (KeyComponent First, KeyComponent Second) Components() => (Component(1), Component(2));

    /// <summary>Lets one more client connect, by its certificate.</summary>
    /// <param name="certificatePem">The certificate, PEM.</param>
    public void Accept(string certificatePem)
    {
        ArgumentNullException.ThrowIfNull(certificatePem);
        var before = System.IO.File.Exists(AcceptedHosts) ? System.IO.File.ReadAllText(AcceptedHosts) : "";
        if (!before.Contains(certificatePem.Trim(), StringComparison.Ordinal))
        {
            WritePrivate(AcceptedHosts, before + certificatePem.Trim() + "\n");
        }
    }

    /// <summary>Reads the profile, or makes one with its components.</summary>
    internal IssuerProfile Prepare(TimeProvider time, RandomFill random)
    {
        Directory.CreateDirectory(Path);
        if (System.IO.File.Exists(Profile))
        {
            return IssuerProfile.Read(Profile);
        }

        var profile = IssuerProfile.Create(time, random);
        var whole = Convert.FromHexString(profile.Keys.ZoneMaster);
        var first = new byte[whole.Length];
        random(first);
        byte[] second = [.. whole.Zip(first, (w, f) => (byte)(w ^ f))];
        WriteComponent(1, first);
        WriteComponent(2, second);
        CryptographicOperations.ZeroMemory(whole);
        WritePrivate(Profile, profile.ToJson());
        return profile;
    }

    /// <summary>Replaces a file that only its owner may read, whole.</summary>
    internal static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var next = path + ".new";
        System.IO.File.Delete(next);
        using (var file = new FileStream(next, options))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        System.IO.File.Move(next, path, overwrite: true);
    }

    private void WriteComponent(int number, byte[] component)
    {
        WritePrivate(ComponentFile(number), $"{Convert.ToHexString(component)}\n{Des.CheckValue(component):X6}\n");
        CryptographicOperations.ZeroMemory(component);
    }

    private KeyComponent Component(int number) =>
        System.IO.File.ReadAllLines(ComponentFile(number)) is [{ Length: 32 } text, { Length: 6 } check, ..]
        && text.All(char.IsAsciiHexDigit)
            ? new KeyComponent(text, check)
            : throw new InvalidDataException($"{ComponentFile(number)} holds no component.");
}
