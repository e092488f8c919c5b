using System.Numerics;

namespace Guitai.PaymentCrypto;

/// <summary>The odd parity of DES keys: the lowest bit of each byte makes the number of ones odd (FIPS 46-3). Encryption ignores it; people's typing does not.</summary>
public static class DesParity
{
    /// <summary>True when every byte has odd parity.</summary>
    /// <param name="key">Any number of bytes.</param>
    public static bool IsOdd(ReadOnlySpan<byte> key)
    {
        foreach (var b in key)
        {
            if (BitOperations.PopCount(b) % 2 == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Sets the lowest bit of each byte so that its parity is odd.</summary>
    /// <param name="key">Changed in place.</param>
    public static void MakeOdd(Span<byte> key)
    {
        foreach (ref var b in key)
        {
            if (BitOperations.PopCount(b) % 2 == 0)
            {
                b ^= 1;
            }
        }
    }
}
