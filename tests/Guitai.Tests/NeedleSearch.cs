using System.Buffers.Binary;

namespace Guitai.Tests;

/// <summary>Looks for thousands of values at once in streams of any length, such as a core dump.</summary>
internal sealed class NeedleSearch
{
    // What is compared first: the shortest needle is no shorter.
    private const int Head = 6;
    private const ulong HeadMask = (1UL << (8 * Head)) - 1;
    private const int Chunk = 32 * 1024 * 1024;

    private readonly Dictionary<ulong, List<(string What, byte[] Bytes)>> _needles = [];
    private readonly bool[] _filter = new bool[1 << 20];
    private int _longest;

    /// <summary>Looks for a text in every form in which it could stand.</summary>
    public void Add(string what, string text) => Add(what, SecretSearch.FormsOf(text));

    /// <summary>Looks for bytes in every form in which they could stand.</summary>
    public void Add(string what, byte[] bytes) => Add(what, SecretSearch.FormsOf(bytes));

    /// <summary>What stands in a stream; each once.</summary>
    public IReadOnlyCollection<string> In(string name, Stream stream)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var buffer = new byte[Chunk];
        var kept = 0;
        for (int read; (read = stream.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false)) > 0; )
        {
            var filled = buffer.AsSpan(0, kept + read);
            Search(name, filled, found);

            // What begins in the last bytes may go on in the next chunk.
            kept = Math.Min(filled.Length, _longest - 1);
            filled[^kept..].CopyTo(buffer);
        }

        return found;
    }

    /// <summary>What stands in the files of a folder and below.</summary>
    public IReadOnlyCollection<string> InFolder(string folder)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            found.UnionWith(In(Path.GetRelativePath(folder, file), stream));
        }

        return found;
    }

    private static int Slot(ulong head) => unchecked((int)((head * 0x9E3779B97F4A7C15UL) >> 44));

    /// <summary>Looks for these forms alone.</summary>
    public void Add(string what, IEnumerable<(string Form, byte[] Bytes)> forms)
    {
        foreach (var (form, bytes) in forms)
        {
            Assert.True(bytes.Length >= Head, $"{what} is too short to be looked for.");
            var head = HeadOf(bytes.AsSpan(0, Head));
            if (!_needles.TryGetValue(head, out var all))
            {
                _needles[head] = all = [];
            }

            all.Add(($"{what} as {form}", bytes));
            _filter[Slot(head)] = true;
            _longest = Math.Max(_longest, bytes.Length);
        }
    }

    private void Search(string name, ReadOnlySpan<byte> bytes, SortedSet<string> found)
    {
        for (var at = 0; at + Head <= bytes.Length; at++)
        {
            var head =
                at + 8 <= bytes.Length ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) & HeadMask : HeadOf(bytes.Slice(at, Head));
            if (!_filter[Slot(head)] || !_needles.TryGetValue(head, out var all))
            {
                continue;
            }

            foreach (var (what, needle) in all)
            {
                if (bytes[at..].StartsWith(needle))
                {
                    found.Add($"{what} in {name}");
                }
            }
        }
    }

    private static ulong HeadOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[8];
        bytes.CopyTo(whole);
        return BinaryPrimitives.ReadUInt64LittleEndian(whole);
    }
}
