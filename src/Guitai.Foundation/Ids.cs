using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Guitai.Foundation;

/// <summary>Where randomness comes from: the system in production, a seed in simulation.</summary>
public interface IRandomness
{
    /// <summary>Fills the whole span.</summary>
    void Fill(Span<byte> bytes);
}

/// <summary>The operating system's cryptographic randomness.</summary>
public sealed class SystemRandomness : IRandomness
{
    /// <inheritdoc/>
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}

/// <summary>Makes ids: UUID version 7 (RFC 9562, 5.7) from the given time and randomness, strictly increasing within one source.</summary>
public sealed class IdSource(TimeProvider time, IRandomness randomness)
{
    private readonly Lock _lock = new();
    private long _lastMs;
    private int _counter;

    /// <summary>The next id. Within one millisecond, and when the clock steps back, the 12-bit counter after the time keeps ids increasing.</summary>
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        randomness.Fill(bytes[8..]);
        lock (_lock)
        {
            var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (nowMs > _lastMs)
            {
                _lastMs = nowMs;
                _counter = 0;
            }
            else if (++_counter > 0xFFF)
            {
                _lastMs++;
                _counter = 0;
            }

            BinaryPrimitives.WriteInt64BigEndian(bytes, (_lastMs << 16) | 0x7000L | (long)_counter);
        }

        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
