using System.Numerics;

namespace Guitai.Simulation;

/// <summary>The simulator's generator: xoshiro256** (Blackman and Vigna), filled from the seed by splitmix64. Same seed, same draws, on every machine.</summary>
public sealed class SimRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <param name="seed">Any number; neighbouring seeds give unrelated draws.</param>
    public SimRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            var shifted = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= shifted;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>A number from 0 up to, not including, <paramref name="exclusive"/>.</summary>
    public int Next(int exclusive) => (int)Next((long)exclusive);

    /// <summary>A number from 0 up to, not including, <paramref name="exclusive"/>, each equally likely (Lemire's method).</summary>
    public long Next(long exclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusive, 1);
        var range = (ulong)exclusive;
        var high = Math.BigMul(NextBits(), range, out var low);
        if (low < range)
        {
            var threshold = unchecked(0UL - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextBits(), range, out low);
            }
        }

        return (long)high;
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => (int)(least + Next((long)most - least + 1));

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability; 0 is never, 1 is always.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>A span of time from zero to <paramref name="most"/>, in whole microseconds.</summary>
    public TimeSpan Delay(TimeSpan most) => TimeSpan.FromTicks(Next((most.Ticks / 10) + 1) * 10);

    /// <summary>One of the list.</summary>
    public T Pick<T>(IReadOnlyList<T> list) => list[Next(list.Count)];

    /// <summary>Puts the list into a random order, in place (Fisher-Yates).</summary>
    public void Shuffle<T>(IList<T> list)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }

    /// <summary>A generator of its own, so that more draws in one part of a run do not move those of another.</summary>
    public SimRandom Fork() => new(NextBits());

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
