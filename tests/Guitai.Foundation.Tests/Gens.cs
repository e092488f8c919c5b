using FsCheck;
using FsCheck.Fluent;

namespace Guitai.Foundation.Tests;

/// <summary>Random values for the property tests: everyday ones, and those at the edges of what fits.</summary>
internal static class Gens
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(3_000).WithQuietOnSuccess(true);

    /// <summary>Any long: small, large, and at both ends.</summary>
    public static Gen<long> Long { get; } =
        Gen.OneOf(
            Gen.Choose(-1_000, 1_000).Select(n => (long)n),
            Between(-1_000_000_000_000, 1_000_000_000_000),
            Between(long.MinValue, long.MaxValue),
            Gen.Elements(long.MinValue, long.MinValue + 1, -1, 0, 1, long.MaxValue - 1, long.MaxValue)
        );

    /// <summary>Any text, Chinese, emoji and halves of surrogate pairs included.</summary>
    public static Gen<string> Text { get; } =
        Gen.OneOf(
                Gen.Choose(0, 0x7F).Select(c => ((char)c).ToString()),
                Gen.Choose(0x4E00, 0x9FFF).Select(c => ((char)c).ToString()),
                Gen.Choose(0x1F300, 0x1FAFF).Select(char.ConvertFromUtf32),
                Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString())
            )
            .ListOf()
            .Select(string.Concat);

    /// <summary>Any long from the first to the last, both included.</summary>
    public static Gen<long> Between(long first, long last) =>
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        let point = ((UInt128)unchecked((uint)high) << 32) | unchecked((uint)low)
        select (long)(first + (Int128)((point * (UInt128)((Int128)last - first + 1)) >> 64));

    /// <summary>Throws with the smallest counter-example if there is one.</summary>
    public static void Check<T>(Gen<T> values, Action<T> holds) => Prop.ForAll(values.ToArbitrary(), holds).Check(s_config);
}
