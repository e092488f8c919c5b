using System.Buffers.Binary;
using System.Numerics;

namespace Guitai.Sandbox.Journal;

/// <summary>Takes a record that was read.</summary>
internal delegate void TakeRecord(ReadOnlySpan<byte> record);

/// <summary>
/// Append-only records, each between its length and its checksum (CRC-32C). Many appends become one write; what was handed to the operating system survives the
/// process, not the machine.
/// </summary>
internal sealed class RecordJournal : IDisposable
{
    private const int ChecksumBytes = 4;

    private readonly Lock _appending = new();
    private readonly Lock _writing = new();
    private readonly IRecordStore _store;
    private readonly string _owner;
    private readonly byte[] _magic;
    private readonly int _maxBytes;
    private readonly int _lengthBytes;
    private readonly bool _guarded;
    private byte[] _waiting = new byte[64 * 1024];
    private byte[] _spare = new byte[64 * 1024];
    private int _waits;
    private long _appended;
    private long _written;
    private bool _broken;
    private bool _disposed;

    /// <summary>A journal in a store.</summary>
    /// <param name="store">Where; disposed with the journal.</param>
    /// <param name="owner">Whose, for messages: <c>issuer</c>.</param>
    /// <param name="magic">Its first eight bytes.</param>
    /// <param name="maxBytes">No record is longer; at most 65,535.</param>
    /// <param name="guarded">Each length is followed by its complement: where records are long, a spoiled length would else look like a torn end and take all behind it along.</param>
    public RecordJournal(IRecordStore store, string owner, ReadOnlySpan<byte> magic, int maxBytes, bool guarded = false)
    {
        _guarded = guarded;
        _lengthBytes = guarded ? 4 : 2;
        _store = store;
        _owner = owner;
        _magic = magic.ToArray();
        _maxBytes = maxBytes;
    }

    /// <summary>Where the next record will begin.</summary>
    public long Position
    {
        get
        {
            lock (_appending)
            {
                return _appended;
            }
        }
    }

    /// <summary>Reads all records in order and stands at the end. A last record that was torn by a crash is dropped: its answer never left.</summary>
    /// <exception cref="InvalidDataException">A record before the last is damaged, or the file is another's.</exception>
    public void ReadAll(TakeRecord take)
    {
        var length = _store.Length;
        var bytes = new byte[128 * 1024];
        if (length < _magic.Length)
        {
            _store.Truncate(0);
            _store.Write(_magic, 0);
            _appended = _written = _magic.Length;
            return;
        }

        _store.Read(bytes.AsSpan(0, _magic.Length), 0);
        if (!bytes.AsSpan(0, _magic.Length).SequenceEqual(_magic))
        {
            throw new InvalidDataException($"The file is no {_owner}'s journal.");
        }

        var at = (long)_magic.Length;
        var have = 0;
        var used = 0;
        int size;
        while (true)
        {
            if (TryRecord(bytes.AsSpan(used, have - used), out var record, out size))
            {
                take(record);
                used += size;
                at += size;
                continue;
            }

            bytes.AsSpan(used, have - used).CopyTo(bytes);
            have -= used;
            used = 0;
            var read = _store.Read(bytes.AsSpan(have), at + have);
            if (read == 0 || size > 0)
            {
                break;
            }

            have += read;
        }

        if (size > 0 && at + size < length)
        {
            throw new InvalidDataException($"The {_owner}'s journal is damaged at byte {at}.");
        }

        _store.Truncate(at);
        _appended = _written = at;
    }

    /// <summary>Appends a record.</summary>
    /// <returns>The position behind it, for <see cref="Flush"/>.</returns>
    public long Append(ReadOnlySpan<byte> record)
    {
        if (record.Length > _maxBytes)
        {
            throw new ArgumentException($"The {_owner}'s journal takes {_maxBytes} bytes a record.", nameof(record));
        }

        lock (_appending)
        {
            var size = _lengthBytes + record.Length + ChecksumBytes;
            while (_waiting.Length - _waits < size)
            {
                Array.Resize(ref _waiting, 2 * _waiting.Length);
            }

            var target = _waiting.AsSpan(_waits, size);
            BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)record.Length);
            if (_guarded)
            {
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)(record.Length ^ ushort.MaxValue));
            }

            record.CopyTo(target[_lengthBytes..]);
            BinaryPrimitives.WriteUInt32BigEndian(target[^ChecksumBytes..], Checksum(target[..^ChecksumBytes]));
            _waits += size;
            _appended += size;
            return _appended;
        }
    }

    /// <summary>Hands to the operating system all up to a position, in one write with whatever else waits.</summary>
    /// <exception cref="IOException">It could not be written; from then on nothing can.</exception>
    public void Flush(long position)
    {
        if (Volatile.Read(ref _written) >= position)
        {
            return;
        }

        lock (_writing)
        {
            if (_written >= position)
            {
                return;
            }

            if (_broken)
            {
                throw new IOException($"The {_owner}'s journal could not be written before.");
            }

            int length;
            lock (_appending)
            {
                (_waiting, _spare) = (_spare, _waiting);
                length = _waits;
                _waits = 0;
            }

            _broken = true;
            _store.Write(_spare.AsSpan(0, length), _written);
            _broken = false;
            Volatile.Write(ref _written, _written + length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed && !_broken)
        {
            Flush(Position);
        }

        _disposed = true;
        _store.Dispose();
    }

    // Size is 0 when bytes are missing, and the record's when they are there and not right.
    private bool TryRecord(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> record, out int size)
    {
        record = default;
        size = 0;
        if (bytes.Length < _lengthBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (_guarded && BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) != (length ^ ushort.MaxValue))
        {
            size = 1;
            return false;
        }

        var whole = _lengthBytes + length + ChecksumBytes;
        if (length > _maxBytes)
        {
            size = whole;
            return false;
        }

        if (bytes.Length < whole)
        {
            return false;
        }

        size = whole;
        record = bytes.Slice(_lengthBytes, length);
        return Checksum(bytes[..(_lengthBytes + length)]) == BinaryPrimitives.ReadUInt32BigEndian(bytes[(_lengthBytes + length)..]);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }
}
