using System.Security.Cryptography;
using System.Text;

namespace Guitai.Simulation;

/// <summary>Everything that happened in a run, as a rolling SHA-256: two runs are the same exactly when their digests are.</summary>
/// <param name="keep">How many of the last events are kept as text, to be read after a failure.</param>
public sealed class TraceLog(int keep = 200) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _last = new();
    private byte[] _bytes = new byte[256];

    /// <summary>How many events were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The last events, oldest first.</summary>
    public IReadOnlyCollection<string> Last => _last;

    /// <summary>Digest of all events so far, lower-case hexadecimal.</summary>
    public string Digest => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Also told each event, for watching a run; it must not change anything.</summary>
    public Action<string>? Watch { get; set; }

    /// <summary>Records one event: one line, without anything that differs between equal runs (addresses, wall time, disk ids).</summary>
    public void Record(string line)
    {
        Count++;
        var most = Encoding.UTF8.GetMaxByteCount(line.Length) + 1;
        if (_bytes.Length < most)
        {
            _bytes = new byte[most * 2];
        }

        var length = Encoding.UTF8.GetBytes(line, _bytes);
        _bytes[length] = (byte)'\n';
        _hash.AppendData(_bytes.AsSpan(0, length + 1));
        _last.Enqueue(line);
        if (_last.Count > keep)
        {
            _last.Dequeue();
        }

        Watch?.Invoke(line);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
