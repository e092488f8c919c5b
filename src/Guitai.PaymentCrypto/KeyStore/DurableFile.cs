using System.Runtime.InteropServices;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>Replaces a file so that a crash at any moment leaves the old one or the new one, whole.</summary>
internal static partial class DurableFile
{
    private const int ReadOnlyDirectory = 0x10000;

    /// <exception cref="IOException">The disk refused.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var beside = path + ".new";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(beside, options))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Without it a rename may be forgotten by a crash (open(2), fsync(2)); Windows keeps its own journal of names.</summary>
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, OperatingSystem.IsLinux() ? ReadOnlyDirectory : 0);
        if (descriptor < 0)
        {
            throw new IOException($"{folder} cannot be opened to sync it.");
        }

        var result = Sync(descriptor);
        _ = Close(descriptor);
        if (result != 0)
        {
            throw new IOException($"{folder} cannot be synced.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
