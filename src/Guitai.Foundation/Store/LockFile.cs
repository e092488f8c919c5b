namespace Guitai.Foundation.Store;

/// <summary>Held while a process owns a data folder; a second process gets a clear answer instead of a damaged database.</summary>
public sealed class LockFile : IDisposable
{
    private readonly FileStream _stream;

    private LockFile(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock of a folder, which is created when missing; null when another process holds it.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    /// <exception cref="IOException">The disk is full, read-only or failing: nothing that another process did.</exception>
    public static LockFile? TryTake(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new LockFile(new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (IsHeldElsewhere(exception))
        {
            return null;
        }
    }

    /// <summary>EWOULDBLOCK of flock on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static bool IsHeldElsewhere(IOException exception) =>
        exception.HResult
        == (
            OperatingSystem.IsWindows() ? unchecked((int)0x80070020)
            : OperatingSystem.IsMacOS() ? 35
            : 11
        );

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
