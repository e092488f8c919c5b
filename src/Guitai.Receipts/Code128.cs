using System.Text;

namespace Guitai.Receipts;

/// <summary>CODE128 symbols (ISO/IEC 15417): values 0 to 106, their bars, their checksum.</summary>
internal static class Code128
{
    public const int CodeC = 99;
    public const int CodeB = 100;
    public const int CodeA = 101;
    public const int Function1 = 102;
    public const int StartA = 103;
    private const int Stop = 106;

    /// <summary>Widths of bar, space, bar, … for each value (ISO/IEC 15417, table 1).</summary>
    private static readonly string[] s_widths = (
        "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
        + "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
        + "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
        + "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
        + "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
        + "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
        + "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
    ).Split(' ');

    /// <summary>Modules of a barcode of those values (start included, checksum and stop not).</summary>
    public static int ModuleCount(int values) => (11 * (values + 1)) + 13;

    /// <summary>The bars of those values with checksum and stop, one character a module, '1' is black.</summary>
    public static string Modules(IReadOnlyList<int> values)
    {
        var checksum = values[0];
        for (var i = 1; i < values.Count; i++)
        {
            checksum = (checksum + (i * values[i])) % 103;
        }

        var modules = new StringBuilder();
        foreach (var value in values.Append(checksum).Append(Stop))
        {
            for (var i = 0; i < s_widths[value].Length; i++)
            {
                modules.Append(i % 2 == 0 ? '1' : '0', s_widths[value][i] - '0');
            }
        }

        return modules.ToString();
    }
}
