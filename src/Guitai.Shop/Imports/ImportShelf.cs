using Guitai.Foundation;

namespace Guitai.Shop.Imports;

/// <summary>A file between being sent and being saved.</summary>
internal sealed class ImportWork(Guid id, string owner, byte[] bytes, TableFile table)
{
    private int _busy;

    public Guid Id => id;

    /// <summary>Who sent it; nobody else sees it.</summary>
    public string Owner => owner;

    public byte[] Bytes => bytes;

    public TableFile Table { get; set; } = table;

    public ImportProgress Progress { get; } = new();

    /// <summary>Every refused row of the last look or of the saving.</summary>
    public IReadOnlyList<RefusedRow> Refused { get; set; } = [];

    /// <summary>How it was saved; null before.</summary>
    public ImportReport? Saved { get; set; }

    /// <summary>The rows as they were judged last, and for which columns; saving what was looked at need not judge again.</summary>
    public (IReadOnlyList<ColumnChoice> Columns, IReadOnlyList<Candidate> Candidates, Findings Findings)? Judged { get; set; }

    public long UsedAtMs { get; set; }

    /// <summary>True for whoever may work on it now.</summary>
    public bool Enter() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    public void Leave() => Volatile.Write(ref _busy, 0);
}

/// <summary>Files that wait for their owner's word, in this process's memory: few, and not for long.</summary>
internal sealed class ImportShelf(Books books)
{
    private const int Most = 4;
    private const long LongestMs = 30 * 60_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ImportWork> _works = [];

    /// <summary>Puts a file there; older ones make room. A person has one file at a time.</summary>
    public void Put(ImportWork work)
    {
        lock (_lock)
        {
            Forget();
            foreach (var own in _works.Values.Where(w => w.Owner == work.Owner).ToList())
            {
                _works.Remove(own.Id);
            }

            while (_works.Count >= Most)
            {
                _works.Remove(_works.Values.MinBy(w => w.UsedAtMs)!.Id);
            }

            work.UsedAtMs = books.NowMs;
            _works.Add(work.Id, work);
        }
    }

    /// <summary>The file, if it is still there and theirs.</summary>
    public Outcome<ImportWork> Find(Actor actor, Guid id)
    {
        lock (_lock)
        {
            Forget();
            if (!_works.TryGetValue(id, out var work) || work.Owner != actor.Who)
            {
                return new Refusal("import.gone");
            }

            work.UsedAtMs = books.NowMs;
            return work;
        }
    }

    private void Forget()
    {
        foreach (var old in _works.Values.Where(w => books.NowMs - w.UsedAtMs > LongestMs).ToList())
        {
            _works.Remove(old.Id);
        }
    }
}
