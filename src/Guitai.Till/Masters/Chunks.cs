namespace Guitai.Till.Masters;

/// <summary>Many short pieces of text, one behind the other in large blocks that are never moved or changed: half a million strings without half a
/// million objects. Appending may go on while others read what was there before.</summary>
/// <typeparam name="T"><c>byte</c> or <c>char</c>.</typeparam>
internal sealed class Chunks<T>
    where T : unmanaged
{
    private const int ChunkBits = 18;

    private T[][] _chunks = [];
    private int _used = 1 << ChunkBits;

    /// <summary>Appends a piece.</summary>
    /// <returns>Where it stands.</returns>
    public int Add(ReadOnlySpan<T> piece)
    {
        if (piece.Length > (1 << ChunkBits) - _used)
        {
            _chunks = [.. _chunks, new T[Math.Max(piece.Length, 1 << ChunkBits)]];
            _used = 0;
        }

        var position = ((_chunks.Length - 1) << ChunkBits) | _used;
        piece.CopyTo(_chunks[^1].AsSpan(_used));
        _used = Math.Min(_used + piece.Length, 1 << ChunkBits);
        return position;
    }

    /// <summary>What stands at a position and behind it, to the end of its block.</summary>
    public ReadOnlySpan<T> At(int position) => _chunks[position >> ChunkBits].AsSpan(position & ((1 << ChunkBits) - 1));
}
