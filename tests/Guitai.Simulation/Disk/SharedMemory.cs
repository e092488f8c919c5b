using System.Runtime.InteropServices;

namespace Guitai.Simulation.Disk;

/// <summary>The index of a write-ahead log, shared by the connections to one database; freed when the last of them lets go.</summary>
internal sealed unsafe class SharedMemory
{
    private readonly List<IntPtr> _regions = [];

    public List<OpenFile> Users { get; } = [];

    /// <summary>The region, made when missing and asked for; null otherwise.</summary>
    public void* Map(int region, int size, bool extend)
    {
        while (extend && _regions.Count <= region)
        {
            _regions.Add((IntPtr)NativeMemory.AllocZeroed((nuint)size));
        }

        return region < _regions.Count ? (void*)_regions[region] : null;
    }

    /// <summary>Takes or gives up locks, as sqlite3.h describes for <c>xShmLock</c>.</summary>
    public int Lock(OpenFile user, int offset, int count, int flags)
    {
        var mask = (ushort)(((1 << count) - 1) << offset);
        if ((flags & Sqlite3.ShmUnlock) != 0)
        {
            user.ShmShared = (ushort)(user.ShmShared & ~mask);
            user.ShmExclusive = (ushort)(user.ShmExclusive & ~mask);
            return Sqlite3.Ok;
        }

        var shared = (flags & Sqlite3.ShmShared) != 0;
        foreach (var other in Users)
        {
            if (other != user && ((other.ShmExclusive | (shared ? 0 : other.ShmShared)) & mask) != 0)
            {
                return Sqlite3.Busy;
            }
        }

        if (shared)
        {
            user.ShmShared |= mask;
        }
        else
        {
            user.ShmExclusive |= mask;
        }

        return Sqlite3.Ok;
    }

    /// <summary>Lets go; true when that freed the memory.</summary>
    public bool Leave(OpenFile user)
    {
        user.ShmShared = 0;
        user.ShmExclusive = 0;
        if (!Users.Remove(user) || Users.Count > 0)
        {
            return false;
        }

        foreach (var region in _regions)
        {
            NativeMemory.Free((void*)region);
        }

        _regions.Clear();
        return true;
    }
}
