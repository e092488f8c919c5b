namespace Guitai.Sandbox.Wallets.Codes;

/// <summary>What a payment code says to its wallet.</summary>
/// <param name="Wallet">Whose it is.</param>
/// <param name="Customer">Whose phone showed it.</param>
/// <param name="ShownMs">When, to five seconds.</param>
/// <param name="Mark">The sixteen digits that count: the same code under another beginning is the same code.</param>
public sealed record PaymentCode(WalletKind Wallet, int Customer, long ShownMs, long Mark);

/// <summary>
/// Makes and reads payment codes. Like the virtual cards they are arithmetic: customer, moment and a counter, enciphered, so that a load generator with the same
/// <c>wallets.json</c> has the phones of ten thousand customers.
/// </summary>
public sealed class PaymentCodes
{
    /// <summary>Customers that have a phone.</summary>
    public const int Customers = 10_000;

    /// <summary>How exactly a code tells its moment.</summary>
    public const long SlotMs = 5_000;

    private const long Slots = 1_000_000;
    private const long Counters = 1_000;
    private const long Checks = 1_000;

    private readonly DigitCipher _cipher;

    /// <summary>The codes under a profile's key.</summary>
    public PaymentCodes(WalletProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _cipher = new DigitCipher(Convert.FromHexString(profile.CodeKey));
    }

    /// <summary>The wallet that a code belongs to by its look alone: 18 digits from 10 to 15, 16 to 24 digits from 25 to 30, 19 digits from 62.</summary>
    public static WalletKind? KindOf(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length < 2 || !code.All(char.IsAsciiDigit))
        {
            return null;
        }

        var beginning = ((code[0] - '0') * 10) + (code[1] - '0');
        return (code.Length, beginning) switch
        {
            (18, >= 10 and <= 15) => WalletKind.WeChat,
            (>= 16 and <= 24, >= 25 and <= 30) => WalletKind.Alipay,
            (19, 62) => WalletKind.UnionPay,
            _ => null,
        };
    }

    /// <summary>The code that a phone shows.</summary>
    /// <param name="customer">0 to 9,999.</param>
    /// <param name="nowMs">The moment.</param>
    /// <param name="counter">Tells apart what one phone shows within five seconds; 0 to 999.</param>
    public string Make(WalletKind wallet, int customer, long nowMs, int counter)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)customer, (uint)Customers, nameof(customer));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)counter, (uint)Counters, nameof(counter));
        var slot = nowMs / SlotMs % Slots;
        var body = (((customer * Slots) + slot) * Counters) + counter;
        var number = _cipher.Encipher((body * Checks) + _cipher.Check((body * 4) + (int)wallet, Checks));
        return wallet switch
        {
            WalletKind.WeChat => $"{10 + (number % 6)}{number:D16}",
            WalletKind.Alipay => $"{25 + (number % 6)}{number:D16}",
            _ => WithCheckDigit($"62{number:D16}"),
        };
    }

    /// <summary>Reads a code; null when no wallet of this sandbox made it.</summary>
    /// <param name="nowMs">The moment: a code says its own only within two months.</param>
    public PaymentCode? Read(string code, long nowMs)
    {
        if (KindOf(code) is not { } wallet || code.Length != (wallet == WalletKind.UnionPay ? 19 : 18))
        {
            return null;
        }

        if (wallet == WalletKind.UnionPay && WithCheckDigit(code[..18]) != code)
        {
            return null;
        }

        var mark = long.Parse(code.AsSpan(2, 16));
        var number = _cipher.Decipher(mark);
        var body = number / Checks;
        if (number % Checks != _cipher.Check((body * 4) + (int)wallet, Checks))
        {
            return null;
        }

        var now = nowMs / SlotMs;
        var slot = body / Counters % Slots;

        // The latest moment with that number that is not past the next slot.
        var behind = ((now + 1) % Slots - slot + Slots) % Slots;
        return new PaymentCode(wallet, (int)(body / Counters / Slots), (now + 1 - behind) * SlotMs, mark);
    }

    // Luhn, as card numbers have it.
    private static string WithCheckDigit(string digits)
    {
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var value = digits[^(place + 1)] - '0';
            sum += place % 2 == 0 ? (value * 2 / 10) + (value * 2 % 10) : value;
        }

        return digits + (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
