namespace Guitai.Foundation.Store;

/// <summary>Held while a process owns a data folder; a second process gets a clear answer instead of a damaged database.</summary>
public sealed class LockFile : IDisposable
{
    private readonly FileStream _stream;

    private LockFile(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock of a folder, which is created when missing; null when another process holds it.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static LockFile? TryTake(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new LockFile(new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
