using System.Security.Cryptography;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Hosting;

/// <summary>The files in which the two custodians' components stand that open a role's key store.</summary>
/// <param name="First">One person's.</param>
/// <param name="Second">Another person's.</param>
internal sealed record CustodyFiles(string First, string Second);

/// <summary>A role's key store in its folder, every step of it audited.</summary>
internal static class KeyFolder
{
    /// <summary>Opens the key store; makes it where there is none.</summary>
    /// <exception cref="Failure">The components cannot be read, or are not the right ones.</exception>
    public static async Task<FileKeyStore> OpenAsync(string path, CustodyFiles files, AuditLog audit)
    {
        var file = Path.Combine(path, "keys.gtks");
        var isNew = !File.Exists(file);
        var (first, second) = (Component("custodian-1", files.First, isNew), Component("custodian-2", files.Second, isNew));
        var opening = isNew
            ? await FileKeyStore.CreateAsync(file, first, second, RandomNumberGenerator.Fill, TimeProvider.System, new Auditor(audit))
            : await FileKeyStore.OpenAsync(file, first, second, RandomNumberGenerator.Fill, TimeProvider.System, new Auditor(audit));
        return opening.Store ?? throw CannotOpen(file, opening.Fault);
    }

    /// <summary>Opens the key store to read what its keys seal, also beside the running role; nothing is written.</summary>
    /// <exception cref="Failure">There is none, or its components are not there.</exception>
    public static FileKeyStore OpenToRead(string path, CustodyFiles files)
    {
        var (first, second) = (Component("custodian-1", files.First, make: false), Component("custodian-2", files.Second, make: false));
        var file = Path.Combine(path, "keys.gtks");
        var opening = FileKeyStore.OpenToRead(file, first, second);
        return opening.Store ?? throw CannotOpen(file, opening.Fault);
    }

    /// <summary>Makes the role's own keys that are not there yet.</summary>
    public static async Task HaveAsync(FileKeyStore keys, string who, params IReadOnlyList<(KeyName Name, KeyUse Use)> own)
    {
        foreach (var (name, use) in own)
        {
            if (keys.List().All(k => k.Name != name))
            {
                await keys.GenerateOwnAsync(name, use, who);
            }
        }
    }

    private static Failure CannotOpen(string file, KeyFileFault fault) =>
        new(
            $"The key store {file} cannot be opened with these components ({fault}).",
            $"密钥库 {file} 无法用给定的两个分量打开（{fault}）。"
        );

    // A component of 32 bytes in hexadecimal. It is made with the key store; then its custodian takes the file away.
    private static CustodianComponent Component(string custodian, string file, bool make)
    {
        try
        {
            if (make && !File.Exists(file))
            {
                PrivateFile.Write(file, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)) + "\n");
            }

            return new CustodianComponent(custodian, Convert.FromHexString(File.ReadAllText(file).Trim()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new Failure($"The custodian's component {file} cannot be read.", $"无法读取保管人密钥分量 {file}。");
        }
    }

    private sealed class Auditor(AuditLog audit) : IKeyAudit
    {
        public async Task WriteAsync(KeyAuditEntry entry)
        {
            var target = entry.CheckValue.Length == 0 ? entry.Target : $"{entry.Target} {entry.CheckValue}";
            var result = await audit.WriteAsync(new Write(), new AuditAction(entry.Who, entry.What, target, entry.Result, ""));
            if (result != WriteResult.Committed)
            {
                throw new IOException("The audit cannot be written.");
            }
        }
    }
}
