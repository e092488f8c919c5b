using System.Runtime.InteropServices;

namespace Guitai.Simulation.Disk;

/// <summary>The methods of an open file, as SQLite calls them.</summary>
internal static unsafe class SimulatedVfsFile
{
    private const int UnixSectorBytes = 4096;

    /// <summary>One table for all files.</summary>
    public static readonly Sqlite3IoMethods* Methods = Make();

    private static Sqlite3IoMethods* Make()
    {
        var methods = (Sqlite3IoMethods*)NativeMemory.AllocZeroed((nuint)sizeof(Sqlite3IoMethods));
        methods->Version = 2;
        methods->Close = &Close;
        methods->Read = &Read;
        methods->Write = &Write;
        methods->Truncate = &Truncate;
        methods->Sync = &Sync;
        methods->FileSize = &FileSize;
        methods->Lock = &Lock;
        methods->Unlock = &Unlock;
        methods->CheckReservedLock = &CheckReservedLock;
        methods->FileControl = &FileControl;
        methods->SectorSize = &SectorSize;
        methods->DeviceCharacteristics = &DeviceCharacteristics;
        methods->ShmMap = &ShmMap;
        methods->ShmLock = &ShmLock;
        methods->ShmBarrier = &ShmBarrier;
        methods->ShmUnmap = &ShmUnmap;
        return methods;
    }

    private static OpenFile Of(Sqlite3File* file) => (OpenFile)GCHandle.FromIntPtr(file->Handle).Target!;

    [UnmanagedCallersOnly]
    private static int Close(Sqlite3File* file)
    {
        var open = Of(file);
        open.Disk.Close(open);
        GCHandle.FromIntPtr(file->Handle).Free();
        file->Handle = IntPtr.Zero;
        file->Methods = null;
        return Sqlite3.Ok;
    }

    [UnmanagedCallersOnly]
    private static int Read(Sqlite3File* file, byte* bytes, int count, long offset)
    {
        var open = Of(file);
        return open.Disk.Read(open, offset, new Span<byte>(bytes, count));
    }

    [UnmanagedCallersOnly]
    private static int Write(Sqlite3File* file, byte* bytes, int count, long offset)
    {
        var open = Of(file);
        return open.Disk.Write(open, offset, new ReadOnlySpan<byte>(bytes, count));
    }

    [UnmanagedCallersOnly]
    private static int Truncate(Sqlite3File* file, long size)
    {
        var open = Of(file);
        return open.Disk.Truncate(open, size);
    }

    [UnmanagedCallersOnly]
    private static int Sync(Sqlite3File* file, int flags)
    {
        var open = Of(file);
        return open.Disk.Sync(open);
    }

    [UnmanagedCallersOnly]
    private static int FileSize(Sqlite3File* file, long* size)
    {
        var open = Of(file);
        return open.Disk.FileSize(open, out *size);
    }

    [UnmanagedCallersOnly]
    private static int Lock(Sqlite3File* file, int level)
    {
        var open = Of(file);
        return open.Disk.Lock(open, level);
    }

    [UnmanagedCallersOnly]
    private static int Unlock(Sqlite3File* file, int level)
    {
        var open = Of(file);
        open.Disk.Unlock(open, level);
        return Sqlite3.Ok;
    }

    [UnmanagedCallersOnly]
    private static int CheckReservedLock(Sqlite3File* file, int* result)
    {
        var open = Of(file);
        var code = open.Disk.CheckReservedLock(open, out var reserved);
        *result = reserved ? 1 : 0;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int FileControl(Sqlite3File* file, int operation, void* argument) => Sqlite3.NotFound;

    [UnmanagedCallersOnly]
    private static int SectorSize(Sqlite3File* file) => UnixSectorBytes;

    /// <summary>The same promise that production's Unix VFS makes: a torn write harms no byte outside of it.</summary>
    [UnmanagedCallersOnly]
    private static int DeviceCharacteristics(Sqlite3File* file) => Sqlite3.PowersafeOverwrite;

    [UnmanagedCallersOnly]
    private static int ShmMap(Sqlite3File* file, int region, int size, int extend, void** memory)
    {
        var open = Of(file);
        return open.Disk.ShmMap(open, region, size, extend != 0, memory);
    }

    [UnmanagedCallersOnly]
    private static int ShmLock(Sqlite3File* file, int offset, int count, int flags)
    {
        var open = Of(file);
        return open.Disk.ShmLock(open, offset, count, flags);
    }

    [UnmanagedCallersOnly]
    private static void ShmBarrier(Sqlite3File* file) => Interlocked.MemoryBarrier();

    [UnmanagedCallersOnly]
    private static int ShmUnmap(Sqlite3File* file, int deleteFlag)
    {
        var open = Of(file);
        open.Disk.ShmUnmap(open);
        return Sqlite3.Ok;
    }
}
