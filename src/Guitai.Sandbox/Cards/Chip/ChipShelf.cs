using System.Text.Json;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Journal;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>The memories of all chips, in a journal: each change is handed to the operating system before the card answers. No number, track, PIN or key is in it.</summary>
internal sealed class ChipShelf : IChipShelf, IDisposable
{
    private const int MostBytes = 16_384;

    private readonly Lock _lock = new();
    private readonly RecordJournal _journal;
    private readonly Dictionary<(string Card, string Place), ChipMemory> _memories = [];
    private readonly Dictionary<(string Card, string Place), ChipFacts> _facts = [];

    // A card's cryptograms have one counter, whatever file it was personalised from: its issuer takes no counter twice.
    private readonly Dictionary<string, int> _counters = [];

    private ChipShelf(RecordJournal journal) => _journal = journal;

    /// <summary>Opens the journal.</summary>
    /// <param name="store">Disposed with the shelf.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ChipShelf Open(IRecordStore store)
    {
        var shelf = new ChipShelf(new RecordJournal(store, "chip", "GTCHIP01"u8, MostBytes, guarded: true));
        try
        {
            shelf._journal.ReadAll(shelf.Take);
            return shelf;
        }
        catch
        {
            shelf.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ChipMemory Memory(VirtualCard card, string place, ChipFacts born)
    {
        var key = (card.ToString(), place);
        lock (_lock)
        {
            if (!_memories.TryGetValue(key, out var memory))
            {
                memory = new ChipMemory(_facts.GetValueOrDefault(key, born), facts => Keep(key, facts), () => Counter(key.Item1));
                _memories[key] = memory;
            }

            return memory;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    private int Counter(string card)
    {
        lock (_lock)
        {
            return _counters.GetValueOrDefault(card);
        }
    }

    private void Keep((string Card, string Place) key, ChipFacts facts)
    {
        lock (_lock)
        {
            _counters[key.Card] = Math.Max(_counters.GetValueOrDefault(key.Card), facts.Counter);
            _journal.Flush(_journal.Append(JsonSerializer.SerializeToUtf8Bytes(new Kept(key.Card, key.Place, facts))));
        }
    }

    private void Take(ReadOnlySpan<byte> record)
    {
        var kept =
            JsonSerializer.Deserialize<Kept>(record) ?? throw new InvalidDataException("The chips' journal holds a record of nothing.");
        _facts[(kept.Card, kept.Place)] = kept.Facts;
        _counters[kept.Card] = Math.Max(_counters.GetValueOrDefault(kept.Card), kept.Facts.Counter);
    }

    private sealed record Kept(string Card, string Place, ChipFacts Facts);
}

/// <summary>Memories that nobody keeps.</summary>
/// <param name="counter">The counter of the last transaction.</param>
internal sealed class LooseMemories(int counter) : IChipShelf
{
    /// <inheritdoc/>
    public ChipMemory Memory(VirtualCard card, string place, ChipFacts born) =>
        new(born with { Counter = counter }, _ => { }, () => counter);
}
