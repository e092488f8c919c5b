namespace Guitai.Simulation.Disk;

/// <summary>The disk as SQLite's VFS sees it. Each method answers a result code of sqlite3.h.</summary>
public sealed partial class SimulatedDisk
{
    internal int Open(string? name, int flags, out OpenFile? handle)
    {
        handle = null;
        lock (_lock)
        {
            if (IsDown || _disposed)
            {
                return Sqlite3.IoError;
            }

            var file = name is null ? new SimulatedFile() : _folder.Find(name);
            if (file is null)
            {
                if ((flags & Sqlite3.OpenCreate) == 0)
                {
                    return Sqlite3.CannotOpen;
                }

                file = _folder.Create(name!);
                if (!EndOperation("create", name!, 0, 0))
                {
                    return Sqlite3.IoError;
                }
            }

            handle = new OpenFile(this, file, name ?? "")
            {
                DeleteOnClose = (flags & Sqlite3.OpenDeleteOnClose) != 0,

                // As SQLite's own unixOpen: by what the caller may have made, not by what it found; the folder may still owe the name to a dead process.
                SyncsFolder =
                    (flags & Sqlite3.OpenCreate) != 0
                    && (flags & (Sqlite3.OpenMainJournal | Sqlite3.OpenSuperJournal | Sqlite3.OpenWal)) != 0,
            };
            file.Handles.Add(handle);
            _open.Add(handle);
            return Sqlite3.Ok;
        }
    }

    internal void Close(OpenFile handle)
    {
        lock (_lock)
        {
            LeaveShm(handle);
            handle.File.Handles.Remove(handle);
            _open.Remove(handle);
            if (handle is { DeleteOnClose: true, IsDead: false, Name.Length: > 0 })
            {
                _folder.Remove(handle.Name);
            }

            handle.IsDead = true;
            FreeNumberIfUnused();
        }
    }

    internal int Delete(string name, bool syncFolder)
    {
        lock (_lock)
        {
            if (IsDown || _disposed)
            {
                return Sqlite3.IoErrorDelete;
            }

            if (!_folder.Remove(name))
            {
                return Sqlite3.IoErrorDeleteNoEntry;
            }

            if (!EndOperation("delete", name, 0, 0))
            {
                return Sqlite3.IoErrorDelete;
            }

            if (syncFolder && !LyingDisk)
            {
                _folder.Sync();
            }

            return Sqlite3.Ok;
        }
    }

    internal int Access(string name, int flags, out bool result)
    {
        lock (_lock)
        {
            // An empty file does not count as there, as in the Unix VFS.
            result = !IsDown && _folder.Find(name) is { } file && (flags != Sqlite3.AccessExists || file.Length > 0);
            return IsDown || _disposed ? Sqlite3.IoError : Sqlite3.Ok;
        }
    }

    internal int Read(OpenFile handle, long offset, Span<byte> into)
    {
        lock (_lock)
        {
            if (handle.IsDead)
            {
                return Sqlite3.IoErrorRead;
            }

            return handle.File.Read(offset, into) == into.Length ? Sqlite3.Ok : Sqlite3.IoErrorShortRead;
        }
    }

    internal int Write(OpenFile handle, long offset, ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            if (handle.IsDead)
            {
                return Sqlite3.IoErrorWrite;
            }

            var growth = offset + data.Length - handle.File.Length;
            if (growth > 0 && CapacityBytes is { } capacity && UsedBytes + growth > capacity)
            {
                return EndOperation("full", handle.Name, offset, data.Length) ? Sqlite3.Full : Sqlite3.IoErrorWrite;
            }

            handle.File.Write(offset, data);
            Statistics = Statistics with { BytesWritten = Statistics.BytesWritten + data.Length };
            return EndOperation("write", handle.Name, offset, data.Length) ? Sqlite3.Ok : Sqlite3.IoErrorWrite;
        }
    }

    internal int Truncate(OpenFile handle, long size)
    {
        lock (_lock)
        {
            if (handle.IsDead)
            {
                return Sqlite3.IoErrorTruncate;
            }

            handle.File.Truncate(size);
            return EndOperation("truncate", handle.Name, size, 0) ? Sqlite3.Ok : Sqlite3.IoErrorTruncate;
        }
    }

    internal int Sync(OpenFile handle)
    {
        lock (_lock)
        {
            // A crash in the midst of a sync has made nothing certain: it comes before the effect.
            if (handle.IsDead || !EndOperation("sync", handle.Name, 0, 0))
            {
                return Sqlite3.IoErrorSync;
            }

            Statistics = Statistics with { Syncs = Statistics.Syncs + 1 };
            if (FailSyncs?.Invoke(handle.Name) == true)
            {
                _trace?.Record($"disk {_name} sync failed");
                handle.File.FailSync();
                return Sqlite3.IoErrorSync;
            }

            if (LyingDisk)
            {
                return Sqlite3.Ok;
            }

            handle.File.Sync();
            if (handle.SyncsFolder)
            {
                _folder.Sync();
                handle.SyncsFolder = false;
            }

            return Sqlite3.Ok;
        }
    }

    internal int FileSize(OpenFile handle, out long size)
    {
        lock (_lock)
        {
            size = handle.File.Length;
            return handle.IsDead ? Sqlite3.IoErrorFileSize : Sqlite3.Ok;
        }
    }

    internal int Lock(OpenFile handle, int level)
    {
        lock (_lock)
        {
            return handle.IsDead ? Sqlite3.IoErrorLock : handle.Lock(level);
        }
    }

    internal void Unlock(OpenFile handle, int level)
    {
        lock (_lock)
        {
            handle.LockLevel = Math.Min(handle.LockLevel, level);
        }
    }

    internal int CheckReservedLock(OpenFile handle, out bool reserved)
    {
        lock (_lock)
        {
            reserved = handle.IsReservedByAnyone();
            return handle.IsDead ? Sqlite3.IoErrorLock : Sqlite3.Ok;
        }
    }

    internal unsafe int ShmMap(OpenFile handle, int region, int size, bool extend, void** memory)
    {
        lock (_lock)
        {
            *memory = null;
            if (handle.IsDead)
            {
                return Sqlite3.IoErrorShmMap;
            }

            if (handle.Shm is null)
            {
                if (!_shared.TryGetValue(handle.Name, out var shared))
                {
                    shared = new SharedMemory();
                    _shared.Add(handle.Name, shared);
                }

                shared.Users.Add(handle);
                handle.Shm = shared;
            }

            *memory = handle.Shm.Map(region, size, extend);
            return Sqlite3.Ok;
        }
    }

    internal int ShmLock(OpenFile handle, int offset, int count, int flags)
    {
        lock (_lock)
        {
            return handle.IsDead || handle.Shm is null ? Sqlite3.IoErrorShmLock : handle.Shm.Lock(handle, offset, count, flags);
        }
    }

    internal void ShmUnmap(OpenFile handle)
    {
        lock (_lock)
        {
            LeaveShm(handle);
        }
    }

    /// <summary>Counts an operation whose effect on the unsynced content has been made; false when the power failed in its midst.</summary>
    private bool EndOperation(string what, string file, long position, long length)
    {
        Statistics = Statistics with { Operations = Statistics.Operations + 1 };
        _trace?.Record($"disk {_name} {what} {file} {position} {length}");
        if (_operationsLeft > 0 && --_operationsLeft == 0)
        {
            FailPower(_random);
            IsDown = true;
            return false;
        }

        return true;
    }

    private void LeaveShm(OpenFile handle)
    {
        if (handle.Shm is { } shared && shared.Leave(handle) && _shared.GetValueOrDefault(handle.Name) == shared)
        {
            _shared.Remove(handle.Name);
        }

        handle.Shm = null;
    }
}
