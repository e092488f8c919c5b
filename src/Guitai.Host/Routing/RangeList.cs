using System.Globalization;
using Guitai.Host.Authorisation;

namespace Guitai.Host.Routing;

/// <summary>Why a line of a list of card ranges cannot be taken.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Text">Its beginning, as it was given.</param>
/// <param name="Reason"><c>columns</c>, <c>prefix</c>, <c>scheme</c>, <c>product</c>, <c>twice</c> (Detail: the line before), <c>taken</c> (Detail: the issuer that has it).</param>
/// <param name="Detail">See the reason; otherwise empty.</param>
public sealed record RangeFlaw(int Line, string Text, string Reason, string Detail = "");

/// <summary>Reads card ranges out of a table that somebody pasted: beginning, scheme and kind of card, a line each, parted by commas, semicolons, tabs or spaces.</summary>
public static class RangeList
{
    /// <summary>Most lines of one list.</summary>
    public const int MostLines = 20_000;

    private const int ShownText = 60;

    private static readonly char[] s_partings = [',', '，', ';', '；', '\t'];

    private static readonly string[] s_heads = ["prefix", "bin", "begins with", "numbers begin with", "卡号开头", "卡段", "卡bin", "前缀"];

    private static readonly Dictionary<string, string> s_schemes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["unionpay"] = "unionpay",
        ["银联"] = "unionpay",
        ["visa"] = "visa",
        ["维萨"] = "visa",
        ["mastercard"] = "mastercard",
        ["万事达"] = "mastercard",
        ["万事达卡"] = "mastercard",
        ["jcb"] = "jcb",
        ["amex"] = "amex",
        ["american express"] = "amex",
        ["美国运通"] = "amex",
        ["运通"] = "amex",
    };

    private static readonly Dictionary<string, CardProduct> s_products = new(StringComparer.OrdinalIgnoreCase)
    {
        ["debit"] = CardProduct.Debit,
        ["借记"] = CardProduct.Debit,
        ["借记卡"] = CardProduct.Debit,
        ["credit"] = CardProduct.Credit,
        ["贷记"] = CardProduct.Credit,
        ["贷记卡"] = CardProduct.Credit,
        ["信用卡"] = CardProduct.Credit,
        ["unknown"] = CardProduct.Unknown,
        ["未知"] = CardProduct.Unknown,
        ["wallet"] = CardProduct.Wallet,
        ["钱包"] = CardProduct.Wallet,
    };

    /// <summary>Schemes by the names that are stored.</summary>
    public static IReadOnlySet<string> Schemes { get; } = s_schemes.Values.ToHashSet(StringComparer.Ordinal);

    /// <summary>True for one to twelve digits.</summary>
    public static bool IsPrefix(string text) => text.Length is > 0 and <= 12 && text.All(char.IsAsciiDigit);

    /// <summary>Reads the lines; empty ones, those that begin with # and a heading are passed over.</summary>
    /// <param name="issuer">Whose they are.</param>
    /// <param name="text">The table.</param>
    public static (IReadOnlyList<(int Line, CardRange Range)> Ranges, IReadOnlyList<RangeFlaw> Flaws) Read(string issuer, string text)
    {
        List<(int, CardRange)> ranges = [];
        List<RangeFlaw> flaws = [];
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        var (number, isFirst) = (0, true);
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var line = raw.Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var cells = Cells(line);
            if (isFirst && s_heads.Contains(cells[0], StringComparer.OrdinalIgnoreCase))
            {
                isFirst = false;
                continue;
            }

            isFirst = false;
            if (Reason(cells, seen) is { } reason)
            {
                flaws.Add(new RangeFlaw(number, Shown(line), reason.Reason, reason.Detail));
                continue;
            }

            seen[cells[0]] = number;
            ranges.Add((number, new CardRange(cells[0], issuer, s_schemes[cells[1]], s_products[cells[2]])));
        }

        return (ranges, flaws);
    }

    internal static string Shown(string line)
    {
        // Half of a surrogate pair would not go into an answer.
        var end = Math.Min(line.Length, ShownText);
        return line[..(end > 0 && char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)];
    }

    private static (string Reason, string Detail)? Reason(string[] cells, Dictionary<string, int> seen) =>
        cells.Length != 3 ? ("columns", "")
        : !IsPrefix(cells[0]) ? ("prefix", "")
        : !s_schemes.ContainsKey(cells[1]) ? ("scheme", "")
        : !s_products.ContainsKey(cells[2]) ? ("product", "")
        : seen.TryGetValue(cells[0], out var before) ? ("twice", before.ToString(CultureInfo.InvariantCulture))
        : null;

    private static string[] Cells(string line)
    {
        var cells = line.IndexOfAny(s_partings) >= 0 ? line.Split(s_partings) : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. cells.Select(c => c.Trim().Trim('"').Trim())];
    }
}
