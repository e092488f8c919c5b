using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>
/// An append-only file of records, each between its length and its checksum (CRC-32C). Many appends become one write; what was handed to the operating system
/// survives the process, not the machine.
/// </summary>
internal sealed class IssuerJournal : IDisposable
{
    private const int LengthBytes = 2;
    private const int ChecksumBytes = 4;

    private readonly Lock _appending = new();
    private readonly Lock _writing = new();
    private readonly SafeFileHandle _file;
    private byte[] _waiting = new byte[64 * 1024];
    private byte[] _spare = new byte[64 * 1024];
    private int _waits;
    private long _appended;
    private long _written;
    private bool _broken;

    private IssuerJournal(SafeFileHandle file) => _file = file;

    private static ReadOnlySpan<byte> Magic => "GTISSJ01"u8;

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

    /// <summary>Opens the file for one process, or makes it.</summary>
    /// <exception cref="IOException">Another process has it, or the folder cannot be written.</exception>
    public static IssuerJournal Open(string path) =>
        new(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));

    /// <summary>Reads all records in order and stands at the end. A last record that was torn by a crash is dropped: its answer never left.</summary>
    /// <exception cref="InvalidDataException">A record before the last is damaged, or the file is none of the issuer's.</exception>
    public void ReadAll(Action<JournalRecord> take)
    {
        var length = RandomAccess.GetLength(_file);
        var bytes = new byte[64 * 1024];
        if (length < Magic.Length)
        {
            RandomAccess.SetLength(_file, 0);
            RandomAccess.Write(_file, Magic, 0);
            _appended = _written = Magic.Length;
            return;
        }

        RandomAccess.Read(_file, bytes.AsSpan(0, Magic.Length), 0);
        if (!bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new InvalidDataException("The file is no issuer's journal.");
        }

        var at = (long)Magic.Length;
        var have = 0;
        var used = 0;
        int size;
        while (true)
        {
            if (TryRecord(bytes.AsSpan(used, have - used), out var record, out size))
            {
                take(JournalRecord.Read(record));
                used += size;
                at += size;
                continue;
            }

            bytes.AsSpan(used, have - used).CopyTo(bytes);
            have -= used;
            used = 0;
            var read = RandomAccess.Read(_file, bytes.AsSpan(have), at + have);
            if (read == 0 || size > 0)
            {
                break;
            }

            have += read;
        }

        if (size > 0 && at + size < length)
        {
            throw new InvalidDataException($"The issuer's journal is damaged at byte {at}.");
        }

        RandomAccess.SetLength(_file, at);
        _appended = _written = at;
    }

    /// <summary>Appends a transaction.</summary>
    /// <returns>The position behind it, for <see cref="Flush"/>.</returns>
    public long Append(Transaction transaction)
    {
        Span<byte> record = stackalloc byte[JournalRecord.MaxBytes];
        return Append(record[..JournalRecord.Write(transaction, record)]);
    }

    /// <summary>Appends a card that was changed by hand.</summary>
    public long Append(CardAccount account)
    {
        Span<byte> record = stackalloc byte[JournalRecord.MaxBytes];
        return Append(record[..JournalRecord.Write(account, record)]);
    }

    /// <summary>Appends that a hold ran out.</summary>
    public long AppendExpiry(TransactionKey key)
    {
        Span<byte> record = stackalloc byte[JournalRecord.MaxBytes];
        return Append(record[..JournalRecord.Write(key, record)]);
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
                throw new IOException("The issuer's journal could not be written before.");
            }

            int length;
            lock (_appending)
            {
                (_waiting, _spare) = (_spare, _waiting);
                length = _waits;
                _waits = 0;
            }

            _broken = true;
            RandomAccess.Write(_file, _spare.AsSpan(0, length), _written);
            _broken = false;
            Volatile.Write(ref _written, _written + length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_file.IsClosed && !_broken)
        {
            Flush(Position);
        }

        _file.Dispose();
    }

    private long Append(ReadOnlySpan<byte> record)
    {
        lock (_appending)
        {
            var size = LengthBytes + record.Length + ChecksumBytes;
            if (_waiting.Length - _waits < size)
            {
                Array.Resize(ref _waiting, 2 * _waiting.Length);
            }

            var target = _waiting.AsSpan(_waits, size);
            BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)record.Length);
            record.CopyTo(target[LengthBytes..]);
            BinaryPrimitives.WriteUInt32BigEndian(target[^ChecksumBytes..], Checksum(target[..^ChecksumBytes]));
            _waits += size;
            _appended += size;
            return _appended;
        }
    }

    // Size is 0 when bytes are missing, and the record's when they are there and not right.
    private static bool TryRecord(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> record, out int size)
    {
        record = default;
        size = 0;
        if (bytes.Length < LengthBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var whole = LengthBytes + length + ChecksumBytes;
        if (length > JournalRecord.MaxBytes)
        {
            size = whole;
            return false;
        }

        if (bytes.Length < whole)
        {
            return false;
        }

        size = whole;
        record = bytes.Slice(LengthBytes, length);
        return Checksum(bytes[..(LengthBytes + length)]) == BinaryPrimitives.ReadUInt32BigEndian(bytes[(LengthBytes + length)..]);
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
