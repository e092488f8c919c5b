using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Wallets;

/// <summary>An account that is ready for work: its keys are parsed. The key that signs does not leave it.</summary>
internal sealed class WalletChannel(WalletAccount account, RsaKey signer, byte[] apiV3Key, long version)
{
    public WalletAccount Account => account;

    public RsaKey Signer => signer;

    /// <summary>WeChat Pay's key for what it encrypts; empty at Alipay.</summary>
    public ReadOnlySpan<byte> ApiV3Key => apiV3Key;

    public long Version => version;

    /// <summary>Alipay's number of our certificate; empty in plain-key mode.</summary>
    public string CertificateNumber { get; } = CertificateFile.First(account.CertificatePem)?.AlipayNumber ?? "";

    /// <summary>Alipay's number of its roots; empty in plain-key mode.</summary>
    public string RootNumber { get; } = CertificateFile.AlipayRootNumber(account.RootsPem);

    /// <summary>What the wallet signs with.</summary>
    public PlatformKeys Platform { get; } = new();
}

/// <summary>Merchants' accounts at wallets: read at need, kept in memory, changed one version after the other. Secrets go in and never come out.</summary>
public sealed class WalletBook(RoleStore store, IKeyStore keys)
{
    private readonly ConcurrentDictionary<(string Merchant, string Wallet), WalletChannel> _channels = new();

    /// <summary>The key that seals accounts' secrets; made when the key store is set up.</summary>
    public static KeyName SealKey { get; } = new("host.wallet");

    /// <summary>An account with its version; null when there is none.</summary>
    public (WalletAccount Account, long Version)? Find(string merchant, string wallet) =>
        Channel(merchant, wallet) is { } channel ? (channel.Account, channel.Version) : null;

    /// <summary>A merchant's accounts with their versions.</summary>
    public IReadOnlyList<(WalletAccount Account, long Version)> Of(string merchant) =>
        store.Read(c =>
            c.Query<(string Body, long Version)>(
                    "SELECT body, version FROM host_wallet WHERE merchant = @merchant ORDER BY wallet",
                    new { merchant }
                )
                .Select(r => (Read(r.Body), r.Version))
                .ToList()
        );

    /// <summary>All accounts: whose bills are fetched.</summary>
    public IReadOnlyList<WalletAccount> List() => [.. ListVersions().Select(r => r.Account)];

    /// <summary>All accounts with their versions.</summary>
    public IReadOnlyList<(WalletAccount Account, long Version)> ListVersions() =>
        store.Read(c =>
            c.Query<(string Body, long Version)>("SELECT body, version FROM host_wallet ORDER BY merchant, wallet")
                .Select(r => (Read(r.Body), r.Version))
                .ToList()
        );

    /// <summary>The certificates and keys of the wallet that are known for an account, by their numbers; a key without a number has an empty one.</summary>
    public IReadOnlyList<(string Serial, long FromMs, long ToMs)> Certificates(string merchant, string wallet) =>
        Channel(merchant, wallet)?.Platform.List() ?? [];

    /// <summary>Adds an account or changes one.</summary>
    /// <param name="account">As it should be.</param>
    /// <param name="secrets">New secrets; what is null stays as it is.</param>
    /// <param name="version">As it was shown; 0 for a new one.</param>
    /// <param name="deed">Whose deed it is.</param>
    /// <returns>The account; or <c>wallet.invalid</c> with the field that is wrong, <c>wallet.taken</c>, or <c>wallet.changed</c> when somebody else changed it at the same time.</returns>
    public async Task<Outcome<WalletAccount>> SaveAsync(WalletAccount account, WalletSecrets? secrets, long version = 0, Deed? deed = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        var kept = Kept(account.Merchant, account.Wallet);
        var known = new WalletSecrets(secrets?.PrivateKey ?? kept?.PrivateKey, secrets?.ApiV3Key ?? kept?.ApiV3Key);
        if (WalletAccountRules.Flaw(account, known) is { } flaw)
        {
            return Refusal.With("wallet.invalid", "field", flaw);
        }

        var body = JsonSerializer.Serialize(account, HostJson.Options);
        var seal = Seal(account, known);
        var write =
            version == 0
                ? new Write().Insert(HostTables.Wallet, account.Merchant, account.Wallet, body, seal, 1)
                : new Write()
                    .Advance(HostTables.WalletVersion, [account.Merchant, account.Wallet], version + 1, version)
                    .Upsert(HostTables.Wallet, account.Merchant, account.Wallet, body, seal, version + 1);
        switch (await store.CommitAsync(write, deed))
        {
            case WriteResult.StoreFull:
                return new Refusal("store.full");
            case WriteResult.Conflict:
                _channels.TryRemove((account.Merchant, account.Wallet), out _);
                return new Refusal(version == 0 ? "wallet.taken" : "wallet.changed");
        }

        _channels[(account.Merchant, account.Wallet)] = Open(account, known, version + 1);
        return account;
    }

    /// <summary>Forgets what other processes have changed.</summary>
    public void Refresh()
    {
        foreach (
            var row in store.Read(c =>
                c.Query<(string Merchant, string Wallet, long Version)>("SELECT merchant, wallet, version FROM host_wallet").AsList()
            )
        )
        {
            if (_channels.TryGetValue((row.Merchant, row.Wallet), out var channel) && channel.Version < row.Version)
            {
                _channels.TryRemove(KeyValuePair.Create((row.Merchant, row.Wallet), channel));
            }
        }
    }

    /// <summary>An account that is ready for work; null when there is none.</summary>
    internal WalletChannel? Channel(string merchant, string wallet)
    {
        if (_channels.TryGetValue((merchant, wallet), out var known))
        {
            return known;
        }

        return Row(merchant, wallet) is { } row
            ? _channels.GetOrAdd((merchant, wallet), _ => Open(Read(row.Body), Unseal(merchant, wallet, row.Seal), row.Version))
            : null;
    }

    private static WalletAccount Read(string body) => JsonSerializer.Deserialize<WalletAccount>(body, HostJson.Options)!;

    private StoredAccount? Row(string merchant, string wallet) =>
        store.Read(c =>
            c.QuerySingleOrDefault<StoredAccount>(
                "SELECT body, seal, version FROM host_wallet WHERE merchant = @merchant AND wallet = @wallet",
                new { merchant, wallet }
            )
        );

    private WalletSecrets? Kept(string merchant, string wallet) =>
        Row(merchant, wallet) is { } row ? Unseal(merchant, wallet, row.Seal) : null;

    private static WalletChannel Open(WalletAccount account, WalletSecrets secrets, long version)
    {
        var channel = new WalletChannel(
            account,
            RsaKey.Private(secrets.PrivateKey!.Reveal()) ?? throw new InvalidOperationException("A wallet's private key cannot be read."),
            Encoding.ASCII.GetBytes(secrets.ApiV3Key?.Reveal() ?? ""),
            version
        );
        if (account.PlatformKey.Length > 0 && RsaKey.Public(account.PlatformKey) is { } key)
        {
            channel.Platform.Add(account.PlatformKeyId, key);
        }

        if (account.PlatformCertificatePem.Length > 0 && CertificateFile.First(account.PlatformCertificatePem) is { } certificate)
        {
            channel.Platform.Add(certificate.AlipayNumber, certificate.Key, certificate.FromMs, certificate.ToMs);
        }

        return channel;
    }

    private byte[] Seal(WalletAccount account, WalletSecrets secrets)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Sealed(secrets.PrivateKey!.Reveal(), secrets.ApiV3Key?.Reveal()));
        var seal = new byte[plain.Length + IKeyStore.SealOverhead];
        Require(keys.Seal(SealKey, plain, Context(account.Merchant, account.Wallet), seal));
        CryptographicOperations.ZeroMemory(plain);
        return seal;
    }

    private WalletSecrets Unseal(string merchant, string wallet, byte[] seal)
    {
        var plain = new byte[seal.Length - IKeyStore.SealOverhead];
        Require(keys.Open(SealKey, seal, Context(merchant, wallet), plain));
        var read = JsonSerializer.Deserialize<Sealed>(plain)!;
        CryptographicOperations.ZeroMemory(plain);
        return new WalletSecrets(new(read.PrivateKey), read.ApiV3Key is { } key ? new(key) : null);
    }

    private static byte[] Context(string merchant, string wallet) => Encoding.UTF8.GetBytes($"{merchant}|{wallet}");

    private static void Require(KeyAnswer answer)
    {
        if (answer != KeyAnswer.Ok)
        {
            throw new InvalidOperationException($"The key store refused a wallet's secrets: {answer}.");
        }
    }

    private sealed record StoredAccount(string Body, byte[] Seal, long Version);

    private sealed record Sealed(string PrivateKey, string? ApiV3Key);
}
