using System.Globalization;
using System.Text;

namespace Guitai.Shop.Tests;

/// <summary>The list of a shop that leaves another system: 300 good products and every oddity that such lists have, in GB 18030 as Excel on a
/// Chinese Windows saves it. What the import must say of each line stands beside it.</summary>
internal static class UntidyList
{
    private const int FirstLine = 4;

    /// <summary>Oddities: the row, and the code that the import says of it; a code with <c>note</c> is a row that is taken.</summary>
    private static readonly (string Row, string Code)[] s_odd =
    [
        ("O01,6910000000014,末尾空格 ,瓶,3.50,2.00,饮料,10", "import.note-spaces"),
        ("O02,6910000000021,\u3000全角空格,瓶,3.50,2.00,饮料,10", "import.note-spaces"),
        ("O03,６９１００００００００３８,全角条码,瓶,3.50,2.00,饮料,10", "import.note-width"),
        ("O04,6910000000045,可乐（大）,瓶,３．５０,2.00,饮料,10", "import.note-width"),
        ("O05,6910000000052,\"换\n行\",瓶,3.50,2.00,饮料,10", "import.note-lines"),
        ("O06,6.91E+12,科学计数的条码,瓶,3.50,2.00,饮料,10", "import.barcode-exponent"),
        ("O07,6.9E+12,科学计数的条码二,瓶,3.50,2.00,饮料,10", "import.barcode-exponent"),
        ("O08,6910000000080,校验位不对,瓶,3.50,2.00,饮料,10", "import.note-check-digit"),
        ("O09,6910000000090,一码两品甲,瓶,3.50,2.00,饮料,10", "import.barcode-shared"),
        ("O10,6910000000090,一码两品乙,瓶,4.50,2.00,饮料,10", "import.barcode-shared"),
        ("O11,6910000000113,没有售价,瓶,,2.00,饮料,10", "import.price-missing"),
        ("O12,6910000000120,面议,瓶,面议,2.00,饮料,10", "import.price"),
        ("O13,6910000000137,小数太多,瓶,3.505,2.00,饮料,10", "import.price-decimals"),
        ("O14,6910000000144,负价,瓶,-3.50,2.00,饮料,10", "import.price"),
        ("O15,6910000000151,售价为零,瓶,0,0,饮料,10", "import.note-price-zero"),
        ("O16,6910000000168,亏本,瓶,1.00,2.00,饮料,10", "import.note-below-cost"),
        ("O17,6910000000175,进价是字,瓶,3.50,两块,饮料,10", "import.cost"),
        ("O18,6910000000182,库存是字,瓶,3.50,2.00,饮料,一箱", "import.stock"),
        ("O19,6910000000199,负库存,瓶,3.50,2.00,饮料,-4", "import.note-stock-negative"),
        ("O20,6910000000205,,瓶,3.50,2.00,饮料,10", "import.name-missing"),
        ("G001,6910000000212,重复编码,瓶,3.50,2.00,饮料,10", "import.code-twice"),
        (GoodRow(2), "import.row-twice"),
        ("编号二十三,6910000000236,汉字编码,瓶,3.50,2.00,饮料,10", "import.code"),
        ("O24,条码没有,汉字条码,瓶,3.50,2.00,饮料,10", "import.barcode"),
        ("O25,6910000000250,=1+1,瓶,3.50,2.00,饮料,10", "import.formula"),
        ("O26,6910000000267,逗号,太多,瓶,3.50,2.00,饮料,10", "import.too-many-cells"),
        ("商品编码,条码,商品名称,单位,零售价（元）,进价,类别,库存", "import.heading-again"),
        ($"O28,6910000000281,{new string('长', 120)},瓶,3.50,2.00,饮料,10", "import.too-long"),
        (",,红薯,千克,3.98,2.00,蔬菜,20.5", ""),
        (",,红薯,千克,4.98,2.00,蔬菜,20.5", "import.product-twice"),
        ("O31,无,没有条码,瓶,\"1,299.00\",￥999元,家电,1", ""),
        ("O32,\"=\"\"6910000000328\"\"\",等号文本,瓶,3.50,2.00,饮料,10", ""),
        ("O33,6910000000335.0,带小数点的条码,瓶,3.500,2.00,饮料,10", ""),
    ];

    /// <summary>Rows that are taken: the good ones, and the odd ones that are mended or need nothing.</summary>
    public static int Taken => Good + s_odd.Count(o => o.Code.Length == 0 || o.Code.Contains("note", StringComparison.Ordinal));

    /// <summary>Rows without any oddity.</summary>
    public const int Good = 300;

    /// <summary>What must be said of which line.</summary>
    public static IEnumerable<(int Line, string Code)> Said => Lines().Where(l => l.Code.Length > 0).Select(l => (l.Line, l.Code));

    /// <summary>The file.</summary>
    public static byte[] Bytes() =>
        CodePagesEncodingProvider
            .Instance.GetEncoding("GB18030")!
            .GetBytes(
                "街角便利店商品资料\r\n\r\n商品编码,条码,商品名称,单位,零售价（元）,进价,类别,库存\r\n"
                    + string.Concat(Lines().Select(l => l.Row + "\r\n"))
            );

    // An odd row behind every ninth good one.
    private static IEnumerable<(int Line, string Row, string Code)> Lines()
    {
        var (line, odd) = (FirstLine, 0);
        for (var i = 1; i <= Good; i++)
        {
            yield return (line++, GoodRow(i), "");
            if (i % 9 == 0 && odd < s_odd.Length)
            {
                var (row, code) = s_odd[odd++];
                yield return (line, row, code);
                line += 1 + row.Count(c => c == '\n');
            }
        }
    }

    private static string GoodRow(int number)
    {
        var digits = "690" + number.ToString("D9", CultureInfo.InvariantCulture);
        var sum = digits.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        var check = ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
        var category = (number % 4) switch
        {
            0 => "零食",
            1 => "日用",
            _ => "饮料",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"G{number:D3},{digits}{check},商品 {number},瓶,{number % 40 + 0.5m:0.00},{number % 20 * 0.5m:0.00},{category},{number % 50 + 10}"
        );
    }
}
