using System.Globalization;
using System.Text.RegularExpressions;
using Guitai.Foundation;
using Guitai.Shop.Stock;

namespace Guitai.Shop.Imports;

/// <content>What single cells mean: text, money, quantities, yes and no.</content>
internal sealed partial class ImportJudge
{
    private string? Text(TableRow row, ImportField field, int longest)
    {
        var text = Cell(row, field);
        if (text is { Length: > 0 } && TextRule.CheckOptional(text, "", longest) is not null)
        {
            Refuse(row, "import.too-long", ("value", CellText.Short(text)));
        }

        return text;
    }

    private long Price(TableRow row)
    {
        var cell = Cell(row, ImportField.Price) ?? "";
        if (cell.Length == 0 || s_nothing.Contains(cell) && cell != "0")
        {
            Refuse(row, "import.price-missing");
            return 0;
        }

        return Amount(row, cell, "import.price") ?? 0;
    }

    private long? Cost(TableRow row) =>
        Cell(row, ImportField.Cost) is not { } cell ? null
        : cell.Length == 0 || s_nothing.Contains(cell) ? 0
        : Amount(row, cell, "import.cost");

    private long? Amount(TableRow row, string cell, string code)
    {
        var text = Plain(cell);
        if (
            Money.TryParseMajor(WithoutIdleZeros(text), currency, out var money)
            && !money.IsNegative
            && TextRule.CheckAmount(money.Minor, "") is null
        )
        {
            return money.Minor;
        }

        Refuse(row, Decimals().IsMatch(text) ? code + "-decimals" : code, ("value", CellText.Short(cell)));
        return null;
    }

    private long? Stock(TableRow row)
    {
        if (Cell(row, ImportField.Stock) is not { } cell || cell.Length == 0 || (s_nothing.Contains(cell) && cell != "0"))
        {
            return null;
        }

        var text = Plain(cell);
        if (!Milli(text.TrimStart('-'), out var milli) || milli > StockMove.MostMilli)
        {
            Refuse(row, "import.stock", ("value", CellText.Short(cell)));
            return null;
        }

        if (text.StartsWith('-') && milli > 0)
        {
            findings.Note(row.Line, "import.note-stock-negative", ("value", CellText.Short(cell)));
            return null;
        }

        return milli;
    }

    private Guid? TaxClassId(TableRow row)
    {
        if (Cell(row, ImportField.TaxClass) is not { Length: > 0 } text)
        {
            return null;
        }

        var found = TaxClassOf(text);
        if (found is null)
        {
            Refuse(row, "import.tax-class", ("value", CellText.Short(text)));
        }

        return found;
    }

    private bool? Flag(TableRow row, ImportField field, string code)
    {
        if (Cell(row, field) is not { } text)
        {
            return null;
        }

        switch (text.ToLowerInvariant())
        {
            case "1" or "true" or "yes" or "y" or "是" or "√" or "计重" or "称重" or "散装":
                return true;
            case "" or "0" or "false" or "no" or "n" or "否" or "×" or "计件" or "普通" or "非称重":
                return false;
            default:
                Refuse(row, code, ("value", CellText.Short(text)));
                return null;
        }
    }

    // By name, or by its rate: 13, 13%, and 0.13 as Excel keeps a percentage.
    private Guid? TaxClassOf(string text)
    {
        var named = taxClasses.FirstOrDefault(t =>
            string.Equals(t.Name, text, StringComparison.OrdinalIgnoreCase)
            || string.Equals(t.NameEn, text, StringComparison.OrdinalIgnoreCase)
        );
        if (named is not null)
        {
            return named.Id;
        }

        var number = CellText.Narrow(text);
        return
            decimal.TryParse(number.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate <= 100
            ? taxClasses.FirstOrDefault(t => t.RatePpm == (rate < 1 && !number.EndsWith('%') ? rate * 1_000_000 : rate * 10_000))?.Id
            : null;
    }

    // ¥1,299.00元 is 1299.00; a comma anywhere else than before three digits is no such comma.
    private static string Plain(string cell)
    {
        var text = CellText.Narrow(cell).Replace(" ", "", StringComparison.Ordinal);
        text = Currencies().Replace(text, "");
        return Thousands().IsMatch(text) ? text.Replace(",", "", StringComparison.Ordinal) : text;
    }

    private static string WithoutIdleZeros(string text) =>
        text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;

    private static bool Milli(string text, out long milli)
    {
        milli = 0;
        var plain = WithoutIdleZeros(text);
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (plain, "") : (plain[..point], plain[(point + 1)..]);
        if (whole.Length is 0 or > 12 || fraction.Length > 3 || !whole.All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit))
        {
            return false;
        }

        milli = long.Parse(whole + fraction.PadRight(3, '0'), CultureInfo.InvariantCulture);
        return true;
    }

    [GeneratedRegex("^=\"([^\"]*)\"$")]
    private static partial Regex QuotedText();

    // 6.9E+12: the digits between are lost.
    [GeneratedRegex(@"^\d+(\.\d+)?[eE]\+\d+$|^\d+\.\d+[eE]\d+$")]
    private static partial Regex Exponent();

    [GeneratedRegex(@"^(\d+)\.0+$")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^\d+\.\d+$")]
    private static partial Regex Decimals();

    [GeneratedRegex("^(RMB|CNY|[¥￥$€£])|(元|RMB|CNY)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Currencies();

    [GeneratedRegex(@"^-?\d{1,3}(,\d{3})+(\.\d+)?$")]
    private static partial Regex Thousands();
}
