using System.Runtime.InteropServices;

namespace Guitai.Simulation.Disk;

/// <summary>How kind a crash is to what was not synced; drawn anew for each crash.</summary>
internal readonly record struct CrashMood(double Keep, double Tear, double TearToPrefix)
{
    public static CrashMood Draw(SimRandom random) =>
        new(random.Pick([0.0, 0.5, 0.9, 1.0, random.NextDouble()]), random.Pick([0.0, 0.5, 1.0]), random.NextDouble());
}

/// <summary>One file: what programs see, what is surely on the platter, and the changes in between.</summary>
internal sealed class SimulatedFile
{
    private const int SectorBytes = 512;

    private readonly Content _current = new();
    private readonly Content _durable = new();
    private readonly List<Change> _changes = [];
    private readonly Content _changedBytes = new();

    private enum Fate
    {
        /// <summary>Not synced yet.</summary>
        Pending,

        /// <summary>A sync of it failed. The kernel has marked its pages clean, so a later sync that succeeds says nothing about it.</summary>
        Doubtful,

        /// <summary>Synced, but kept in the list because an earlier change is doubtful.</summary>
        Synced,
    }

    /// <summary>The live connections to it.</summary>
    public List<OpenFile> Handles { get; } = [];

    public int Length => _current.Length;

    /// <summary>The content that would survive if every doubtful change were lost.</summary>
    public byte[] DurableBytes()
    {
        var content = new Content();
        content.Put(0, _durable.Bytes);
        foreach (var change in _changes.Where(c => c.Fate == Fate.Synced))
        {
            Apply(content, change, 0, change.Length);
        }

        return content.Bytes.ToArray();
    }

    public byte[] CurrentBytes() => _current.Bytes.ToArray();

    /// <summary>Fills what is there; the rest is zeroed. Returns how many bytes were there.</summary>
    public int Read(long offset, Span<byte> into)
    {
        var there = (int)Math.Clamp(_current.Length - offset, 0, into.Length);
        if (there > 0)
        {
            _current.Bytes.Slice((int)offset, there).CopyTo(into);
        }

        into[there..].Clear();
        return there;
    }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        _changes.Add(new Change((int)offset, data.Length, _changedBytes.Length, Fate.Pending));
        _changedBytes.Put(_changedBytes.Length, data);
        _current.Put((int)offset, data);
    }

    public void Truncate(long size)
    {
        _changes.Add(new Change((int)size, Change.IsTruncate, 0, Fate.Pending));
        _current.Truncate((int)size);
    }

    /// <summary>All pending changes reach the platter.</summary>
    public void Sync()
    {
        if (_changes.Exists(c => c.Fate == Fate.Doubtful))
        {
            MarkPending(Fate.Synced);
            return;
        }

        foreach (var change in CollectionsMarshal.AsSpan(_changes))
        {
            Apply(_durable, change, 0, change.Length);
        }

        Forget();
    }

    /// <summary>A sync was tried and failed.</summary>
    public void FailSync() => MarkPending(Fate.Doubtful);

    /// <summary>The power fails: each change that is not surely synced is kept, lost or torn, whatever its neighbours are.</summary>
    public void Settle(SimRandom random, CrashMood mood)
    {
        foreach (var change in CollectionsMarshal.AsSpan(_changes))
        {
            if (change.Fate == Fate.Synced || random.Chance(mood.Keep))
            {
                Apply(_durable, change, 0, change.Length);
            }
            else if (change.Length != Change.IsTruncate && random.Chance(mood.Tear))
            {
                ApplyTorn(change, random, random.Chance(mood.TearToPrefix));
            }
        }

        Forget();
        _current.Truncate(0);
        _current.Put(0, _durable.Bytes);
    }

    /// <summary>Makes this the content, durable.</summary>
    public void Replace(ReadOnlySpan<byte> bytes)
    {
        Forget();
        foreach (var content in new[] { _current, _durable })
        {
            content.Truncate(0);
            content.Put(0, bytes);
        }
    }

    private void ApplyTorn(Change change, SimRandom random, bool prefix)
    {
        var position = 0;
        var first = SectorBytes - (change.Offset % SectorBytes);
        var sectors = 1 + ((Math.Max(0, change.Length - first) + SectorBytes - 1) / SectorBytes);
        var keep = random.Next(sectors);
        for (var sector = 0; position < change.Length; sector++)
        {
            var length = Math.Min(sector == 0 ? first : SectorBytes, change.Length - position);
            if (prefix ? sector < keep : random.Chance(0.5))
            {
                Apply(_durable, change, position, length);
            }

            position += length;
        }
    }

    private void Apply(Content content, Change change, int from, int length)
    {
        if (change.Length == Change.IsTruncate)
        {
            content.Truncate(change.Offset);
        }
        else
        {
            content.Put(change.Offset + from, _changedBytes.Bytes.Slice(change.Start + from, length));
        }
    }

    private void MarkPending(Fate fate)
    {
        foreach (ref var change in CollectionsMarshal.AsSpan(_changes))
        {
            if (change.Fate == Fate.Pending)
            {
                change = change with { Fate = fate };
            }
        }
    }

    private void Forget()
    {
        _changes.Clear();
        _changedBytes.Truncate(0);
    }

    /// <summary>A write of bytes that stand in <see cref="_changedBytes"/>, or a truncation to <c>Offset</c>.</summary>
    private readonly record struct Change(int Offset, int Length, int Start, Fate Fate)
    {
        public const int IsTruncate = -1;
    }

    /// <summary>Bytes that grow; a gap before a write reads as zeros.</summary>
    private sealed class Content
    {
        private byte[] _bytes = [];

        public int Length { get; private set; }

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

        public void Put(int offset, ReadOnlySpan<byte> data)
        {
            var end = offset + data.Length;
            if (end > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(end, Math.Max(4096, (int)Math.Min(_bytes.Length * 2L, Array.MaxLength))));
            }

            data.CopyTo(_bytes.AsSpan(offset));
            Length = Math.Max(Length, end);
        }

        public void Truncate(int size)
        {
            if (size < Length)
            {
                // Bytes beyond the end must read as zeros when the file grows over them again.
                _bytes.AsSpan(size, Length - size).Clear();
            }
            else if (size > _bytes.Length)
            {
                Array.Resize(ref _bytes, size);
            }

            Length = size;
        }
    }
}
