using Guitai.Sandbox.Journal;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>The issuer's journal: transactions, cards changed by hand, holds that ran out.</summary>
internal sealed class IssuerJournal : IDisposable
{
    private readonly RecordJournal _records;

    private IssuerJournal(RecordJournal records) => _records = records;

    /// <summary>Where the next record will begin.</summary>
    public long Position => _records.Position;

    /// <summary>Opens the file for one process, or makes it.</summary>
    /// <exception cref="IOException">Another process has it, or the folder cannot be written.</exception>
    public static IssuerJournal Open(string path) =>
        new(new RecordJournal(RecordFile.Open(path), "issuer", "GTISSJ01"u8, JournalRecord.MaxBytes));

    /// <summary>Reads all records in order and stands at the end. A last record that was torn by a crash is dropped: its answer never left.</summary>
    /// <exception cref="InvalidDataException">A record before the last is damaged, or the file is none of the issuer's.</exception>
    public void ReadAll(Action<JournalRecord> take) => _records.ReadAll(bytes => take(JournalRecord.Read(bytes)));

    /// <summary>Appends a transaction.</summary>
    /// <returns>The position behind it, for <see cref="Flush"/>.</returns>
    public long Append(Transaction transaction)
    {
        Span<byte> record = stackalloc byte[JournalRecord.MaxBytes];
        return _records.Append(record[..JournalRecord.Write(transaction, record)]);
    }

    /// <summary>Appends a card that was changed by hand.</summary>
    public long Append(CardAccount account)
    {
        Span<byte> record = stackalloc byte[JournalRecord.MaxBytes];
        return _records.Append(record[..JournalRecord.Write(account, record)]);
    }

    /// <summary>Appends that a hold ran out.</summary>
    public long AppendExpiry(TransactionKey key)
    {
        Span<byte> record = stackalloc byte[JournalRecord.MaxBytes];
        return _records.Append(record[..JournalRecord.Write(key, record)]);
    }

    /// <summary>Hands to the operating system all up to a position, in one write with whatever else waits.</summary>
    /// <exception cref="IOException">It could not be written; from then on nothing can.</exception>
    public void Flush(long position) => _records.Flush(position);

    /// <inheritdoc/>
    public void Dispose() => _records.Dispose();
}
