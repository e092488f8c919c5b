using FsCheck.Fluent;

namespace Guitai.Foundation.Tests;

public sealed class IdSourceTests
{
    [Fact]
    public void Ids_increase_strictly_whatever_the_clock_does() =>
        Gens.Check(
            from stepsMs in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 3), Gen.Choose(-100_000_000, 100_000_000)).ListOf()
            from seed in Gen.Choose(0, 1_000)
            select (stepsMs, seed),
            given =>
            {
                var clock = new SteppingClock();
                var ids = new IdSource(clock, new SeededRandomness(given.seed));
                var last = ids.Next();
                foreach (var stepMs in given.stepsMs)
                {
                    clock.NowMs += stepMs;
                    var next = ids.Next();
                    Assert.True(next.CompareTo(last) > 0);
                    Assert.True(string.CompareOrdinal(next.ToString(), last.ToString()) > 0, "Ids do not sort as text.");
                    Assert.Equal(7, next.Version);
                    Assert.InRange(next.Variant, 8, 0xB);
                    last = next;
                }
            }
        );

    [Fact]
    public void Ids_increase_strictly_when_a_millisecond_has_more_of_them_than_its_counter()
    {
        var ids = new IdSource(new SteppingClock(), new SeededRandomness(1));
        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToList();
        Assert.Equal(made.Order(), made);
        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Fact]
    public void An_id_carries_the_time_at_which_it_was_made()
    {
        var clock = new SteppingClock { NowMs = 0x0190_163D_8694 };
        Assert.StartsWith("0190163d-8694-7000-", new IdSource(clock, new SeededRandomness(1)).Next().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_that_many_threads_take_are_all_different()
    {
        var ids = new IdSource(TimeProvider.System, new SystemRandomness());
        var made = new Guid[20_000];
        Parallel.For(0, made.Length, i => made[i] = ids.Next());
        Assert.Equal(made.Length, made.Distinct().Count());
    }

    private sealed class SteppingClock : TimeProvider
    {
        public long NowMs { get; set; } = 1_790_000_000_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
    }

    private sealed class SeededRandomness(int seed) : IRandomness
    {
        private readonly Random _random = new(seed);

        public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
    }
}
