namespace Guitai.Sandbox.Cards.Chip;

/// <summary>Amounts as cards have them: twelve digits, two in a byte.</summary>
internal static class Amounts
{
    /// <summary>The digits.</summary>
    public static byte[] Digits(long minor) => Convert.FromHexString($"{minor:D12}");

    /// <summary>The number; of digits that are none, an amount above every limit.</summary>
    public static long Minor(ReadOnlySpan<byte> digits)
    {
        var minor = 0L;
        foreach (var pair in digits)
        {
            if (pair >> 4 > 9 || (pair & 15) > 9)
            {
                return long.MaxValue;
            }

            minor = (minor * 100) + ((pair >> 4) * 10) + (pair & 15);
        }

        return minor;
    }
}
