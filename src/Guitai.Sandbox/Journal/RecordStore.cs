using Microsoft.Win32.SafeHandles;

namespace Guitai.Sandbox.Journal;

/// <summary>Bytes that a journal is kept in: a file, or memory where a simulator plays the disk.</summary>
public interface IRecordStore : IDisposable
{
    /// <summary>How many bytes there are.</summary>
    long Length { get; }

    /// <summary>Reads from a place; 0 at the end.</summary>
    int Read(Span<byte> target, long at);

    /// <summary>Writes at a place.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Write(ReadOnlySpan<byte> bytes, long at);

    /// <summary>Forgets what is behind a place.</summary>
    void Truncate(long length);
}

/// <summary>A journal's file, of one process at a time. What was written survives the process, not the machine.</summary>
public sealed class RecordFile : IRecordStore
{
    private readonly SafeFileHandle _file;

    private RecordFile(SafeFileHandle file) => _file = file;

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(_file);

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="IOException">Another process has it, or the folder cannot be written.</exception>
    public static RecordFile Open(string path) => new(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));

    /// <inheritdoc/>
    public int Read(Span<byte> target, long at) => RandomAccess.Read(_file, target, at);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long at) => RandomAccess.Write(_file, bytes, at);

    /// <inheritdoc/>
    public void Truncate(long length) => RandomAccess.SetLength(_file, length);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

/// <summary>A journal in memory, which outlives whoever wrote it: dispose the writer, open another one on the same store, and a process was killed.</summary>
public sealed class RecordMemory : IRecordStore
{
    private readonly Lock _lock = new();
    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <inheritdoc/>
    public long Length
    {
        get
        {
            lock (_lock)
            {
                return _length;
            }
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> target, long at)
    {
        lock (_lock)
        {
            var count = (int)Math.Clamp(_length - at, 0, target.Length);
            _bytes.AsSpan((int)Math.Min(at, _length), count).CopyTo(target);
            return count;
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long at)
    {
        lock (_lock)
        {
            var end = (int)at + bytes.Length;
            if (_bytes.Length < end)
            {
                Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
            }

            bytes.CopyTo(_bytes.AsSpan((int)at));
            _length = Math.Max(_length, end);
        }
    }

    /// <inheritdoc/>
    public void Truncate(long length)
    {
        lock (_lock)
        {
            _length = (int)length;
        }
    }

    /// <summary>Nothing: what is kept stays for the next writer.</summary>
    public void Dispose() { }
}
