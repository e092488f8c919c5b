using Guitai.Contracts.Masters;
using Guitai.Foundation;

namespace Guitai.Bench;

/// <summary>Products as a large shop has them: Chinese names with a size, some with an English name, a code, an EAN-13 barcode. The same ones every time.</summary>
internal sealed class BenchProducts(Guid tax, IReadOnlyList<Guid> categories)
{
    private static readonly string[] s_brands =
    [
        "山泉",
        "云谷",
        "长乐",
        "重阳",
        "绿野",
        "金穗",
        "东方",
        "海角",
        "朝霞",
        "大行",
        "小城",
        "石桥",
        "竹林",
        "南都",
        "北原",
        "月湾",
        "银杏",
        "青禾",
        "百味",
        "老街",
    ];

    private static readonly string[] s_kinds =
    [
        "红烧牛肉面",
        "纯牛奶",
        "乌龙茶",
        "苏打饼干",
        "豆瓣酱",
        "洗衣液",
        "抽纸",
        "薯片",
        "矿泉水",
        "可乐",
        "酸奶",
        "火腿肠",
        "巧克力",
        "牙膏",
        "沐浴露",
        "电池",
        "啤酒",
        "食盐",
        "花生油",
        "大米",
        "挂面",
        "绿豆糕",
        "咖啡",
        "毛巾",
        "笔记本",
        "垃圾袋",
        "洗洁精",
        "果汁",
        "瓜子",
        "奶糖",
        "虾仁",
        "水饺",
        "汤圆",
        "酱油",
        "香醋",
        "味精",
        "面粉",
        "燕麦",
        "蜂蜜",
        "核桃",
    ];

    private static readonly string[] s_tastes =
    [
        "原味",
        "麻辣",
        "清香",
        "低糖",
        "柠檬",
        "经典",
        "家庭装",
        "海盐",
        "玫瑰",
        "薄荷",
        "黑胡椒",
        "番茄",
        "五香",
    ];

    private static readonly string[] s_english =
    [
        "Noodles",
        "Milk",
        "Tea",
        "Biscuits",
        "Paste",
        "Detergent",
        "Tissues",
        "Crisps",
        "Water",
        "Cola",
    ];

    private readonly Guid[] _categories = [.. categories];

    /// <summary>The product of a number, 0, 1, 2 ….</summary>
    public Product Of(int number, IdSource ids)
    {
        var size = (50 + (number % 97 * 10)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var kind = number / 7 % s_kinds.Length;
        return new Product
        {
            Id = ids.Next(),
            Code = CodeOf(number),
            Name = $"{s_brands[number % s_brands.Length]}{s_tastes[number / 3 % s_tastes.Length]}{s_kinds[kind]} {size}g",
            NameEn = number % 3 == 0 ? $"{s_english[kind % s_english.Length]} {size} g" : null,
            CategoryId = _categories[number % _categories.Length],
            Unit = number % 5 == 0 ? "袋" : "件",
            UnitEn = "pc",
            PriceMinor = 100 + (number % 9_000),
            CostMinor = 60 + (number % 6_000),
            TaxClassId = tax,
            Barcodes = [BarcodeOf(number)],
            Favourite = number % 25_000 == 0,
        };
    }

    public static string CodeOf(int number) => (1_000_000 + number).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>690, nine digits that do not run in order, and the check digit.</summary>
    public static string BarcodeOf(int number)
    {
        var digits =
            "690"
            + ((number * 48_271L + 7) % 1_000_000_007 % 1_000_000_000).ToString(
                "000000000",
                System.Globalization.CultureInfo.InvariantCulture
            );
        var sum = digits.Select((d, i) => (d - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        return digits + (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>What cashiers type: Chinese, pinyin whole and begun, initials, mixtures, fragments of codes, two words, and things that are not there.</summary>
    public static IReadOnlyList<string> Searches { get; } =
    [
        "牛奶",
        "纯牛奶",
        "山泉",
        "绿豆糕",
        "牛肉面",
        "面",
        "长乐柠檬",
        "黑胡椒薯片",
        "niunai",
        "chunniunai",
        "hongshaoniuroumian",
        "changle",
        "zhangle",
        "chongyang",
        "zhongyang",
        "lvdougao",
        "dahang",
        "daxing",
        "kele",
        "kel",
        "k",
        "nai",
        "cnn",
        "hsnrm",
        "ldg",
        "kl",
        "sqkl",
        "x",
        "xyj",
        "牛nai",
        "chun牛",
        "KELE",
        "Kel",
        "milk",
        "Noodles",
        "cola 50",
        "niunai 500g",
        "山泉 可乐",
        "100g",
        "sq ml kl",
        "1000",
        "1234567",
        "234567",
        "6901",
        "48271",
        "99999",
        "8",
        "不存在",
        "buchunzai",
        "zzzzz",
        "qqq 1",
        "可口",
        "jdjtz",
        "海盐sudabinggan",
        "hai盐",
        "家庭装",
    ];
}
