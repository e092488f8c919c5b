using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.CardValues;

/// <summary>Decimal digits out of a cipher's block: first its digits 0 to 9 from the left, then its letters A to F as 0 to 5.</summary>
internal static class Decimals
{
    public static void Take(ReadOnlySpan<byte> block, Span<char> digits)
    {
        var found = 0;
        for (var letters = 0; letters < 2; letters++)
        {
            for (var place = 0; place < block.Length * 2 && found < digits.Length; place++)
            {
                var value = Bytes.Nibble(block, place);
                if (value > 9 == (letters == 1))
                {
                    digits[found++] = (char)('0' + value % 10);
                }
            }
        }
    }
}
