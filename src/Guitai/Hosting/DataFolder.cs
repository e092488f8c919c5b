using Guitai.Foundation.Store;

namespace Guitai.Hosting;

/// <summary>A role's folder, owned by this process while it runs.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly LockFile _lock;

    private DataFolder(LockFile taken, string path)
    {
        _lock = taken;
        Path = path;
    }

    public string Path { get; }

    /// <exception cref="Failure">Another process owns it, or it cannot be written.</exception>
    public static DataFolder Take(string path)
    {
        try
        {
            return new DataFolder(LockFile.TryTake(path) ?? throw Failure.FolderTaken(path), path);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw Failure.NotWritable(path);
        }
    }

    /// <summary>Opens a SQLite store in the folder and starts its writer. When the store breaks the process stops at once: nothing may be told
    /// on the word of a disk that lies.</summary>
    /// <exception cref="Failure">The file is damaged or newer than this program.</exception>
    public RoleStore OpenStore(string file, IReadOnlyList<Migration> migrations)
    {
        try
        {
            var store = RoleStore.Open(SqliteEngine.Open(System.IO.Path.Combine(Path, file)), migrations);
            store.StartLoop(StopProcess);
            return store;
        }
        catch (StoreBrokenException exception)
        {
            throw Failure.StoreUnreadable(exception.Message);
        }
    }

    /// <summary>Stops the process after a store broke.</summary>
    public static void StopProcess(Exception exception)
    {
        Console.Error.WriteLine(
            $"数据存储失败，进程立即停止以免出错。\nThe store failed; the process stops so that nothing untrue is said. {exception.Message}"
        );
        Environment.Exit(1);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
