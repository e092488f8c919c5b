namespace Guitai.Simulation.Disk;

/// <summary>One connection's hold on a file.</summary>
internal sealed class OpenFile(SimulatedDisk disk, SimulatedFile file, string name)
{
    public SimulatedDisk Disk => disk;

    public SimulatedFile File => file;

    /// <summary>Name on its disk; empty for a temporary file.</summary>
    public string Name => name;

    /// <summary>The machine crashed since; nothing but closing works any more.</summary>
    public bool IsDead { get; set; }

    public bool DeleteOnClose { get; init; }

    /// <summary>A new journal: the first sync of it also syncs the folder, as the Unix VFS does.</summary>
    public bool SyncsFolder { get; set; }

    public int LockLevel { get; set; }

    public SharedMemory? Shm { get; set; }

    public ushort ShmShared { get; set; }

    public ushort ShmExclusive { get; set; }

    /// <summary>Takes the lock of a database file (sqlite3.h, <c>xLock</c>).</summary>
    public int Lock(int level)
    {
        if (LockLevel >= level)
        {
            return Sqlite3.Ok;
        }

        var others = Sqlite3.LockNone;
        foreach (var other in file.Handles)
        {
            others = other == this ? others : Math.Max(others, other.LockLevel);
        }

        var refusedFrom = level == Sqlite3.LockShared ? Sqlite3.LockPending : Sqlite3.LockReserved;
        if (others >= refusedFrom)
        {
            return Sqlite3.Busy;
        }

        if (level == Sqlite3.LockExclusive && others >= Sqlite3.LockShared)
        {
            // Readers may finish, new ones may not begin.
            LockLevel = Sqlite3.LockPending;
            return Sqlite3.Busy;
        }

        LockLevel = level;
        return Sqlite3.Ok;
    }

    public bool IsReservedByAnyone() => file.Handles.Exists(h => h.LockLevel >= Sqlite3.LockReserved);
}
