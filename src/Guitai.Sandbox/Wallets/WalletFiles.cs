using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Journal;

namespace Guitai.Sandbox.Wallets;

/// <summary>Where the wallets keep what they must not forget: a journal, and a few whole texts.</summary>
public interface IWalletFiles
{
    /// <summary>Opens the journal for one process.</summary>
    /// <exception cref="IOException">Another process has it, or it cannot be written.</exception>
    IRecordStore OpenJournal();

    /// <summary>A text; null when it was never written.</summary>
    string? Read(string name);

    /// <summary>Replaces a text, whole.</summary>
    void Write(string name, string text);
}

/// <summary>The wallets' folder; only its owner may read it.</summary>
/// <param name="Path">The folder.</param>
public sealed record WalletFolder(string Path) : IWalletFiles
{
    /// <inheritdoc/>
    public IRecordStore OpenJournal()
    {
        Directory.CreateDirectory(Path);
        return RecordFile.Open(System.IO.Path.Combine(Path, "wallets.journal"));
    }

    /// <inheritdoc/>
    public string? Read(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    /// <inheritdoc/>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path);
        IssuerFolder.WritePrivate(System.IO.Path.Combine(Path, name), text);
    }
}

/// <summary>The same in memory, for simulators: open the wallets on it again, and they were killed and started.</summary>
public sealed class WalletMemory : IWalletFiles, IDisposable
{
    private readonly RecordMemory _journal = new();
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Nothing yet.</summary>
    public WalletMemory() { }

    /// <summary>The same keys, certificates and merchants as another's, and nothing that happened: a world of its own without the time that new keys take.</summary>
    public WalletMemory(WalletMemory like)
    {
        ArgumentNullException.ThrowIfNull(like);
        foreach (var (name, text) in like._texts)
        {
            _texts[name] = text;
        }
    }

    /// <summary>The journal's bytes.</summary>
    public RecordMemory Journal => _journal;

    /// <inheritdoc/>
    public IRecordStore OpenJournal() => _journal;

    /// <inheritdoc/>
    public string? Read(string name) => _texts.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Write(string name, string text) => _texts[name] = text;

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();
}
