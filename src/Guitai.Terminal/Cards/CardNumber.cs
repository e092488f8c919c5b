namespace Guitai.Terminal.Cards;

/// <summary>What a card number says of itself.</summary>
public static class CardNumber
{
    /// <summary>True for 13 to 19 digits whose check digit is right (ISO/IEC 7812-1, annex B).</summary>
    public static bool IsRight(ReadOnlySpan<char> number)
    {
        if (number.Length is < 13 or > 19 || number.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = number[^(i + 1)] - '0';
            digit = i % 2 == 1 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>The scheme by the number's beginning.</summary>
    public static string SchemeOf(ReadOnlySpan<char> number)
    {
        var four = number.Length >= 4 && int.TryParse(number[..4], out var lead) ? lead : 0;
        return four switch
        {
            >= 6200 and <= 6299 or >= 8100 and <= 8171 => "unionpay",
            >= 4000 and <= 4999 => "visa",
            >= 5100 and <= 5599 or >= 2221 and <= 2720 => "mastercard",
            >= 3528 and <= 3589 => "jcb",
            >= 3400 and <= 3499 or >= 3700 and <= 3799 => "amex",
            >= 3000 and <= 3059 or >= 3600 and <= 3699 or >= 3800 and <= 3999 => "diners",
            _ => number.Length > 0 && number[0] is '6' or '9' ? "unionpay" : "other",
        };
    }
}
