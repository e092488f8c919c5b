using System.Runtime.InteropServices;

namespace Guitai.Simulation.Disk;

/// <summary><c>struct sqlite3_vfs</c>, version 2 (sqlite3.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Sqlite3Vfs
{
    public int Version;
    public int OsFileSize;
    public int MaxPathname;
    public Sqlite3Vfs* Next;
    public byte* Name;
    public void* AppData;
    public delegate* unmanaged<Sqlite3Vfs*, byte*, Sqlite3File*, int, int*, int> Open;
    public delegate* unmanaged<Sqlite3Vfs*, byte*, int, int> Delete;
    public delegate* unmanaged<Sqlite3Vfs*, byte*, int, int*, int> Access;
    public delegate* unmanaged<Sqlite3Vfs*, byte*, int, byte*, int> FullPathname;
    public delegate* unmanaged<Sqlite3Vfs*, byte*, void*> DlOpen;
    public delegate* unmanaged<Sqlite3Vfs*, int, byte*, void> DlError;
    public delegate* unmanaged<Sqlite3Vfs*, void*, byte*, void*> DlSym;
    public delegate* unmanaged<Sqlite3Vfs*, void*, void> DlClose;
    public delegate* unmanaged<Sqlite3Vfs*, int, byte*, int> Randomness;
    public delegate* unmanaged<Sqlite3Vfs*, int, int> Sleep;
    public delegate* unmanaged<Sqlite3Vfs*, double*, int> CurrentTime;
    public delegate* unmanaged<Sqlite3Vfs*, int, byte*, int> GetLastError;
    public delegate* unmanaged<Sqlite3Vfs*, long*, int> CurrentTimeInt64;
}

/// <summary><c>struct sqlite3_io_methods</c>, version 2: with shared memory, without memory mapping.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Sqlite3IoMethods
{
    public int Version;
    public delegate* unmanaged<Sqlite3File*, int> Close;
    public delegate* unmanaged<Sqlite3File*, byte*, int, long, int> Read;
    public delegate* unmanaged<Sqlite3File*, byte*, int, long, int> Write;
    public delegate* unmanaged<Sqlite3File*, long, int> Truncate;
    public delegate* unmanaged<Sqlite3File*, int, int> Sync;
    public delegate* unmanaged<Sqlite3File*, long*, int> FileSize;
    public delegate* unmanaged<Sqlite3File*, int, int> Lock;
    public delegate* unmanaged<Sqlite3File*, int, int> Unlock;
    public delegate* unmanaged<Sqlite3File*, int*, int> CheckReservedLock;
    public delegate* unmanaged<Sqlite3File*, int, void*, int> FileControl;
    public delegate* unmanaged<Sqlite3File*, int> SectorSize;
    public delegate* unmanaged<Sqlite3File*, int> DeviceCharacteristics;
    public delegate* unmanaged<Sqlite3File*, int, int, int, void**, int> ShmMap;
    public delegate* unmanaged<Sqlite3File*, int, int, int, int> ShmLock;
    public delegate* unmanaged<Sqlite3File*, void> ShmBarrier;
    public delegate* unmanaged<Sqlite3File*, int, int> ShmUnmap;
}

/// <summary>What SQLite allocates for each open file: its methods, then a handle to the <see cref="OpenFile"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Sqlite3File
{
    public Sqlite3IoMethods* Methods;
    public IntPtr Handle;
}

/// <summary>Result codes and flags of sqlite3.h.</summary>
internal static class Sqlite3
{
    public const int Ok = 0;
    public const int Busy = 5;
    public const int IoError = 10;
    public const int NotFound = 12;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int IoErrorRead = IoError | (1 << 8);
    public const int IoErrorShortRead = IoError | (2 << 8);
    public const int IoErrorWrite = IoError | (3 << 8);
    public const int IoErrorSync = IoError | (4 << 8);
    public const int IoErrorTruncate = IoError | (6 << 8);
    public const int IoErrorFileSize = IoError | (7 << 8);
    public const int IoErrorDelete = IoError | (10 << 8);
    public const int IoErrorDeleteNoEntry = IoError | (23 << 8);
    public const int IoErrorLock = IoError | (15 << 8);
    public const int IoErrorShmMap = IoError | (21 << 8);
    public const int IoErrorShmLock = IoError | (20 << 8);

    public const int OpenReadOnly = 0x1;
    public const int OpenCreate = 0x4;
    public const int OpenDeleteOnClose = 0x8;
    public const int OpenExclusive = 0x10;
    public const int OpenMainJournal = 0x800;
    public const int OpenSuperJournal = 0x4000;
    public const int OpenWal = 0x80000;

    public const int AccessExists = 0;

    public const int LockNone = 0;
    public const int LockShared = 1;
    public const int LockReserved = 2;
    public const int LockPending = 3;
    public const int LockExclusive = 4;

    public const int ShmUnlock = 1;
    public const int ShmShared = 4;

    public const int PowersafeOverwrite = 0x1000;
}
