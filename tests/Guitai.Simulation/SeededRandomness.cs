using System.Buffers.Binary;
using Guitai.Foundation;

namespace Guitai.Simulation;

/// <summary>Randomness for production code under simulation: ids and nonces repeat with the seed.</summary>
public sealed class SeededRandomness(SimRandom random) : IRandomness
{
    /// <inheritdoc/>
    public void Fill(Span<byte> bytes)
    {
        Span<byte> word = stackalloc byte[8];
        while (bytes.Length > 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, random.NextBits());
            var take = Math.Min(8, bytes.Length);
            word[..take].CopyTo(bytes);
            bytes = bytes[take..];
        }
    }
}
