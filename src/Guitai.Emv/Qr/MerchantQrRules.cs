using System.Globalization;

namespace Guitai.Emv.Qr;

/// <summary>
/// What each object of a merchant-presented code may hold (specification, tables 3.2 to 3.9). Names of people and places are not held to ASCII: Chinese
/// merchants' codes carry Chinese there.
/// </summary>
internal static class MerchantQrRules
{
    private static readonly string[] s_mandatory = ["52", "53", "58", "59", "60"];

    /// <summary>True for objects that hold objects: 26 to 51, 62, 64 and 80 to 99, and within 62 those from 50 on.</summary>
    public static bool IsTemplate(string path) =>
        path.Length == 2
            ? Number(path) is (>= 26 and <= 51) or 62 or 64 or >= 80
            : path.StartsWith("62.", StringComparison.Ordinal) && path.Length == 5 && Number(path[3..]) >= 50;

    /// <summary>Checks all rules.</summary>
    public static QrError Check(IReadOnlyList<QrObject> objects)
    {
        if (objects is not [{ Id: "00" }, ..])
        {
            return new QrError(QrFault.Missing, "00");
        }

        foreach (var id in s_mandatory)
        {
            if (Find(objects, id) is null)
            {
                return new QrError(QrFault.Missing, id);
            }
        }

        // At least one account into which is paid (3.2, "Merchant Account Information").
        if (!objects.Any(o => Number(o.Id) is >= 2 and <= 51))
        {
            return new QrError(QrFault.Missing, "02");
        }

        foreach (var item in objects)
        {
            var error = CheckObject(item, item.Id);
            if (!error.IsNone)
            {
                return error;
            }
        }

        return CheckTip(objects);
    }

    private static QrError CheckObject(QrObject item, string path)
    {
        if (item.Value.Length == 0)
        {
            return new QrError(QrFault.Empty, path);
        }

        if (item.Value.EnumerateRunes().Any(r => r.Value is < 0x20 or 0x7F or 0xFFFD))
        {
            return new QrError(QrFault.Format, path);
        }

        var longest = Longest(path);
        if (item.Value.EnumerateRunes().Count() > longest)
        {
            return new QrError(QrFault.TooLong, path);
        }

        if (!HasForm(path, item.Value))
        {
            return new QrError(QrFault.Format, path);
        }

        // A template of a payment system begins with the system's unique identifier (3.4), one of languages with the language (3.6).
        if (path is not "62" && IsTemplate(path) && item.Children is not [{ Id: "00" }, ..])
        {
            return new QrError(QrFault.Missing, $"{path}.00");
        }

        if (path == "64" && Find(item.Children, "01") is null)
        {
            return new QrError(QrFault.Missing, "64.01");
        }

        foreach (var child in item.Children)
        {
            var error = CheckObject(child, $"{path}.{child.Id}");
            if (!error.IsNone)
            {
                return error;
            }
        }

        return default;
    }

    // 55 asks for a tip (01) or names a fixed fee (02, in 56) or a percentage (03, in 57).
    private static QrError CheckTip(IReadOnlyList<QrObject> objects)
    {
        var tip = Find(objects, "55");
        foreach (var (id, wanted) in ((string, string)[])[("56", "02"), ("57", "03")])
        {
            var there = Find(objects, id) is not null;
            if (there != (tip == wanted))
            {
                return new QrError(there ? QrFault.Unexpected : QrFault.Missing, id);
            }
        }

        return default;
    }

    private static int Longest(string path) =>
        path switch
        {
            "54" or "56" => 13,
            "57" => 5,
            "59" or "64.01" => 25,
            "60" or "64.02" => 15,
            "61" => 10,
            "62.09" => 3,
            _ when path.Length == 5 && path.EndsWith(".00", StringComparison.Ordinal) => 32,
            _ when path.StartsWith("62.", StringComparison.Ordinal) && path.Length == 5 && Number(path[3..]) <= 8 => 25,
            _ => 99,
        };

    private static bool HasForm(string path, string value) =>
        path switch
        {
            "00" => value == "01",
            "01" => value is "11" or "12",
            "52" => IsDigits(value, 4),
            "53" => IsDigits(value, 3),
            "54" or "56" => IsAmount(value),
            "57" => IsAmount(value) && decimal.Parse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) < 100,
            "55" => value is "01" or "02" or "03",
            "58" or "64.00" => value.Length == 2 && value.All(char.IsAsciiLetter),
            "62.09" => value.All(c => c is 'A' or 'M' or 'E') && value.Distinct().Count() == value.Length,
            _ => true,
        };

    // Digits with at most one point among them, and not zero (3.5).
    private static bool IsAmount(string value) =>
        char.IsAsciiDigit(value[0])
        && value.All(c => char.IsAsciiDigit(c) || c == '.')
        && value.Count(c => c == '.') <= 1
        && value.Any(c => c is >= '1' and <= '9');

    private static bool IsDigits(string value, int count) => value.Length == count && value.All(char.IsAsciiDigit);

    private static string? Find(IReadOnlyList<QrObject> objects, string id) => objects.FirstOrDefault(o => o.Id == id)?.Value;

    private static int Number(string id) => (10 * (id[0] - '0')) + (id[1] - '0');
}
