using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Guitai.Foundation.Store;

namespace Guitai.Simulation.Disk;

/// <summary>The one VFS named <c>sim</c>: finds the disk in the file's name and passes on. Registered once, for as long as the process lives.</summary>
internal static unsafe class SimulatedVfs
{
    private const int MostPathBytes = 512;
    private const int TestControlPrngSeed = 28;
    private const long UnixEpochInJulianMs = 210_866_760_000_000;

    private static readonly Lock s_lock = new();
    private static IntPtr s_library;

    /// <summary>The disk that this thread used last: SQLite asks for time and randomness without naming a file.</summary>
    [ThreadStatic]
    private static SimulatedDisk? t_current;

    /// <summary>Makes the VFS known to the SQLite that the provider uses.</summary>
    public static void Register()
    {
        lock (s_lock)
        {
            if (s_library != IntPtr.Zero)
            {
                return;
            }

            SqliteEngine.UseSystemLibrary();
            var library = NativeLibrary.Load(
                OperatingSystem.IsWindows() ? "winsqlite3"
                : OperatingSystem.IsMacOS() ? "libsqlite3.dylib"
                : "libsqlite3.so.0"
            );
            var register = (delegate* unmanaged<Sqlite3Vfs*, int, int>)NativeLibrary.GetExport(library, "sqlite3_vfs_register");
            if (register(Make(), 0) != Sqlite3.Ok)
            {
                throw new SimulationException("SQLite refused the simulated file system.");
            }

            s_library = library;
        }
    }

    /// <summary>Seeds the generator inside SQLite.</summary>
    public static void SeedSqlite(int seed)
    {
        Register();
        var control = (delegate* unmanaged<int, int, void*, int>)NativeLibrary.GetExport(s_library, "sqlite3_test_control");
        control(TestControlPrngSeed, seed, null);
    }

    private static Sqlite3Vfs* Make()
    {
        var vfs = (Sqlite3Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Sqlite3Vfs));
        vfs->Version = 2;
        vfs->OsFileSize = sizeof(Sqlite3File);
        vfs->MaxPathname = MostPathBytes;
        vfs->Name = (byte*)Marshal.StringToCoTaskMemUTF8("sim");
        vfs->Open = &Open;
        vfs->Delete = &Delete;
        vfs->Access = &Access;
        vfs->FullPathname = &FullPathname;
        vfs->DlOpen = &DlOpen;
        vfs->DlError = &DlError;
        vfs->DlSym = &DlSym;
        vfs->DlClose = &DlClose;
        vfs->Randomness = &Randomness;
        vfs->Sleep = &Sleep;
        vfs->CurrentTime = &CurrentTime;
        vfs->GetLastError = &GetLastError;
        vfs->CurrentTimeInt64 = &CurrentTimeInt64;
        return vfs;
    }

    /// <summary>Splits <c>/diskN/name</c>.</summary>
    private static SimulatedDisk? DiskOf(byte* path, out string name)
    {
        name = "";
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path);
        if (
            !text.StartsWith("/disk"u8)
            || !Utf8Parser.TryParse(text[5..], out int id, out var digits)
            || text.Length <= 5 + digits
            || text[5 + digits] != '/'
            || SimulatedDisk.Find(id) is not { } disk
        )
        {
            return null;
        }

        name = Encoding.UTF8.GetString(text[(6 + digits)..]);
        t_current = disk;
        return disk;
    }

    [UnmanagedCallersOnly]
    private static int Open(Sqlite3Vfs* vfs, byte* path, Sqlite3File* file, int flags, int* outFlags)
    {
        // Without methods SQLite does not close what was not opened.
        file->Methods = null;
        string? name = null;
        var disk = path is null ? t_current : DiskOf(path, out name);
        if (disk is null)
        {
            return Sqlite3.CannotOpen;
        }

        var result = disk.Open(name, flags, out var handle);
        if (handle is not null)
        {
            file->Handle = GCHandle.ToIntPtr(GCHandle.Alloc(handle));
            file->Methods = SimulatedVfsFile.Methods;
            if (outFlags is not null)
            {
                *outFlags = flags;
            }
        }

        return result;
    }

    [UnmanagedCallersOnly]
    private static int Delete(Sqlite3Vfs* vfs, byte* path, int syncFolder) =>
        DiskOf(path, out var name)?.Delete(name, syncFolder != 0) ?? Sqlite3.IoErrorDelete;

    [UnmanagedCallersOnly]
    private static int Access(Sqlite3Vfs* vfs, byte* path, int flags, int* result)
    {
        *result = 0;
        if (DiskOf(path, out var name) is not { } disk)
        {
            return Sqlite3.IoError;
        }

        var code = disk.Access(name, flags, out var found);
        *result = found ? 1 : 0;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int FullPathname(Sqlite3Vfs* vfs, byte* path, int most, byte* result)
    {
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path);
        if (text.Length + 1 > most)
        {
            return Sqlite3.CannotOpen;
        }

        text.CopyTo(new Span<byte>(result, most));
        result[text.Length] = 0;
        return Sqlite3.Ok;
    }

    [UnmanagedCallersOnly]
    private static int Randomness(Sqlite3Vfs* vfs, int count, byte* bytes)
    {
        var span = new Span<byte>(bytes, count);
        span.Clear();
        if (t_current is { } disk)
        {
            new SeededRandomness(disk.Random).Fill(span);
        }

        return count;
    }

    /// <summary>Nothing else can happen while the one thread sleeps, so the time is taken as slept at once.</summary>
    [UnmanagedCallersOnly]
    private static int Sleep(Sqlite3Vfs* vfs, int microseconds) => microseconds;

    [UnmanagedCallersOnly]
    private static int CurrentTime(Sqlite3Vfs* vfs, double* days)
    {
        *days = JulianMs() / 86_400_000.0;
        return Sqlite3.Ok;
    }

    [UnmanagedCallersOnly]
    private static int CurrentTimeInt64(Sqlite3Vfs* vfs, long* milliseconds)
    {
        *milliseconds = JulianMs();
        return Sqlite3.Ok;
    }

    private static long JulianMs() => UnixEpochInJulianMs + (t_current?.Time.GetUtcNow().ToUnixTimeMilliseconds() ?? 0);

    [UnmanagedCallersOnly]
    private static int GetLastError(Sqlite3Vfs* vfs, int count, byte* text) => 0;

    [UnmanagedCallersOnly]
    private static void* DlOpen(Sqlite3Vfs* vfs, byte* path) => null;

    [UnmanagedCallersOnly]
    private static void DlError(Sqlite3Vfs* vfs, int count, byte* text)
    {
        if (count > 0)
        {
            *text = 0;
        }
    }

    [UnmanagedCallersOnly]
    private static void* DlSym(Sqlite3Vfs* vfs, void* library, byte* name) => null;

    [UnmanagedCallersOnly]
    private static void DlClose(Sqlite3Vfs* vfs, void* library) { }
}
