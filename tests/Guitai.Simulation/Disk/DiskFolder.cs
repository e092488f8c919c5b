namespace Guitai.Simulation.Disk;

/// <summary>The names on a disk: as programs see them, and as they would be found after a crash.</summary>
internal sealed class DiskFolder
{
    private readonly SortedDictionary<string, SimulatedFile> _current = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SimulatedFile> _durable = new(StringComparer.Ordinal);

    /// <summary>Names made (with their file) or removed (null) since the folder was last synced.</summary>
    private readonly List<(string Name, SimulatedFile? File)> _changes = [];

    public IEnumerable<KeyValuePair<string, SimulatedFile>> Current => _current;

    public IEnumerable<KeyValuePair<string, SimulatedFile>> Durable => _durable;

    public SimulatedFile? Find(string name) => _current.GetValueOrDefault(name);

    public SimulatedFile Create(string name)
    {
        var file = new SimulatedFile();
        _current[name] = file;
        _changes.Add((name, file));
        return file;
    }

    public bool Remove(string name)
    {
        _changes.Add((name, null));
        return _current.Remove(name);
    }

    public void Sync()
    {
        foreach (var change in _changes)
        {
            Apply(change);
        }

        _changes.Clear();
    }

    /// <summary>The power fails: each making and removing of a name is kept or lost, then each file settles.</summary>
    public void Settle(SimRandom random, CrashMood mood)
    {
        foreach (var change in _changes)
        {
            if (random.Chance(mood.Keep))
            {
                Apply(change);
            }
        }

        _changes.Clear();
        _current.Clear();
        foreach (var (name, file) in _durable)
        {
            file.Settle(random, mood);
            _current.Add(name, file);
        }
    }

    /// <summary>Makes these the files, durable.</summary>
    public void Replace(IReadOnlyDictionary<string, byte[]> files)
    {
        _changes.Clear();
        _current.Clear();
        _durable.Clear();
        foreach (var (name, bytes) in files)
        {
            var file = new SimulatedFile();
            file.Replace(bytes);
            _current.Add(name, file);
            _durable.Add(name, file);
        }
    }

    private void Apply((string Name, SimulatedFile? File) change)
    {
        if (change.File is null)
        {
            _durable.Remove(change.Name);
        }
        else
        {
            _durable[change.Name] = change.File;
        }
    }
}
