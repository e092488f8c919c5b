using Guitai.Sandbox.Journal;

namespace Guitai.Sandbox.Wallets.Books;

/// <summary>The books with their lock and their journal. Whatever is told from here stands in the journal first.</summary>
internal sealed class WalletBooks : IDisposable
{
    private readonly Lock _lock = new();
    private readonly BookState _state;
    private readonly RecordJournal _journal;

    private WalletBooks(BookState state, RecordJournal journal)
    {
        _state = state;
        _journal = journal;
    }

    /// <summary>Something may have to be told to a merchant earlier than was known.</summary>
    public event Action? CallbackAdded;

    /// <summary>Opens the journal and brings the books to where it ends.</summary>
    /// <exception cref="InvalidDataException">The journal is damaged before its end.</exception>
    public static WalletBooks Open(IRecordStore store, BookState state)
    {
        var journal = new RecordJournal(store, "wallets", "GTWALL01"u8, ushort.MaxValue, guarded: true);
        try
        {
            journal.ReadAll(bytes => state.Apply(WalletEventJson.Read(bytes)));
            state.Note = happened => journal.Append(WalletEventJson.Write(happened));
            return new WalletBooks(state, journal);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Does something with the books; what it changed is in the journal when this returns.</summary>
    public T Do<T>(Func<BookState, T> deed)
    {
        T result;
        long position;
        bool added;
        lock (_lock)
        {
            var before = _state.Callbacks.Count;
            result = deed(_state);
            added = _state.Callbacks.Count > before;
            position = _journal.Position;
        }

        _journal.Flush(position);
        if (added)
        {
            CallbackAdded?.Invoke();
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();
}
