using System.Runtime.CompilerServices;

namespace Guitai.Fuzz;

/// <summary>Where instrumented code counts the edges that it takes, in AFL's map.</summary>
public static unsafe class Coverage
{
    internal const int MapSize = 65536;

    private static readonly byte* s_nowhere = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(MapSize);
    private static byte* s_map = s_nowhere;
    private static int s_previous;

    /// <summary>A block was entered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Hit(int block)
    {
        unchecked
        {
            s_map[(block ^ s_previous) & (MapSize - 1)]++;
            s_previous = block >> 1;
        }
    }

    internal static void Use(byte* map) => s_map = map;

    internal static void Begin() => s_previous = 0;
}
