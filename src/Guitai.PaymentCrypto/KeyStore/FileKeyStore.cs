namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>
/// A key store in an encrypted file, for who has no HSM. Its keys live in this process's memory while it is open, each bound to its use; the file is AES-256-GCM under a key that
/// two custodians' components make, and is replaced whole and durably at every step.
/// </summary>
public sealed partial class FileKeyStore : IKeyStore, IKeyCustody, IKeyWrapping, IDisposable
{
    /// <summary>How many wrapped keys are kept unwrapped when nobody says otherwise: three each of ten thousand terminals.</summary>
    public const int DefaultCachedKeys = 32_768;

    private readonly KeyFile _file;
    private readonly FillRandom _random;
    private readonly TimeProvider _time;
    private readonly IKeyAudit _audit;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly WrappedKeyCache _cache;
    private KeyFileContent _content;

    private FileKeyStore(KeyFile file, KeyFileContent content, FillRandom random, TimeProvider time, IKeyAudit audit, int cachedKeys)
    {
        _cache = new WrappedKeyCache(cachedKeys);
        _file = file;
        _content = content;
        _random = random;
        _time = time;
        _audit = audit;
    }

    /// <summary>Creates a file.</summary>
    /// <param name="path">Where; nothing may be there.</param>
    /// <param name="first">One custodian's component.</param>
    /// <param name="second">Another custodian's component.</param>
    /// <param name="random">The system's randomness.</param>
    /// <param name="time">When things happen.</param>
    /// <param name="audit">Where the audit is written.</param>
    /// <param name="cachedKeys">How many wrapped keys are kept unwrapped in memory at most; about 2 KB each.</param>
    /// <exception cref="IOException">The disk refused.</exception>
    public static async Task<KeyStoreOpening> CreateAsync(
        string path,
        CustodianComponent first,
        CustodianComponent second,
        FillRandom random,
        TimeProvider time,
        IKeyAudit audit,
        int cachedKeys = DefaultCachedKeys
    )
    {
        var fault = KeyFile.Create(path, first, second, random, out var file);
        await audit.WriteAsync(Opened("keystore.created", path, first, second, fault));
        return fault is KeyFileFault.None
            ? new KeyStoreOpening(fault, new FileKeyStore(file!, KeyFileContent.Empty, random, time, audit, cachedKeys))
            : new KeyStoreOpening(fault, null);
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="first">One custodian's component.</param>
    /// <param name="second">Another custodian's component.</param>
    /// <param name="random">The system's randomness.</param>
    /// <param name="time">When things happen.</param>
    /// <param name="audit">Where the audit is written.</param>
    /// <param name="cachedKeys">How many wrapped keys are kept unwrapped in memory at most; about 2 KB each.</param>
    /// <exception cref="IOException">The disk refused.</exception>
    public static async Task<KeyStoreOpening> OpenAsync(
        string path,
        CustodianComponent first,
        CustodianComponent second,
        FillRandom random,
        TimeProvider time,
        IKeyAudit audit,
        int cachedKeys = DefaultCachedKeys
    )
    {
        var fault = KeyFile.Open(path, first, second, random, out var file, out var content);
        await audit.WriteAsync(Opened("keystore.opened", path, first, second, fault));
        return fault is KeyFileFault.None
            ? new KeyStoreOpening(fault, new FileKeyStore(file!, content, random, time, audit, cachedKeys))
            : new KeyStoreOpening(fault, null);
    }

    /// <summary>Opens a file as it stands now, also beside the process that works on it: to open what its keys seal, and to change nothing.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="first">One custodian's component.</param>
    /// <param name="second">Another custodian's component.</param>
    /// <exception cref="IOException">The disk refused.</exception>
    public static KeyStoreOpening OpenToRead(string path, CustodianComponent first, CustodianComponent second)
    {
        var fault = KeyFile.OpenToRead(path, first, second, out var file, out var content);
        return fault is KeyFileFault.None
            ? new KeyStoreOpening(fault, new FileKeyStore(file!, content, _ => { }, TimeProvider.System, new NoAudit(), DefaultCachedKeys))
            : new KeyStoreOpening(fault, null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyInfo> List() => [.. Volatile.Read(ref _content).Keys.Select(k => k.Info)];

    /// <summary>Wipes every key in memory and lets go of the file.</summary>
    public void Dispose()
    {
        var content = Interlocked.Exchange(ref _content, KeyFileContent.Empty);
        _cache.Clear();
        foreach (var key in content.Keys)
        {
            key.Key?.Dispose();
        }

        foreach (var waiting in content.Waiting)
        {
            waiting.Component.Dispose();
        }

        _file.Dispose();
        _turn.Dispose();
    }

    private static KeyAuditEntry Opened(
        string what,
        string path,
        CustodianComponent first,
        CustodianComponent second,
        KeyFileFault fault
    ) => new($"{first.Custodian}+{second.Custodian}", what, Path.GetFileName(path), Code(fault), "");

    // Nothing happens to keys that are only read.
    private sealed class NoAudit : IKeyAudit
    {
        public Task WriteAsync(KeyAuditEntry entry) => throw new InvalidOperationException("This key store was opened to be read.");
    }

    private static string Code<T>(T answer)
        where T : struct, Enum => answer.ToString() is "Ok" or "None" ? "ok" : answer.ToString().ToLowerInvariant();
}

/// <summary>A store, or why there is none.</summary>
/// <param name="Fault">None, or why.</param>
/// <param name="Store">The store; null when there is a fault. The caller disposes it.</param>
public sealed record KeyStoreOpening(KeyFileFault Fault, FileKeyStore? Store);
