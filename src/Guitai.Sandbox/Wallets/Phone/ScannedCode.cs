using System.Globalization;
using Guitai.Sandbox.Wallets.Alipay;
using Guitai.Sandbox.Wallets.WeChat;

namespace Guitai.Sandbox.Wallets.Phone;

/// <summary>What a phone reads off a shop's code.</summary>
/// <param name="ShownId">The order's code at a wallet of this sandbox, or its reference at UnionPay; null when it names no order.</param>
/// <param name="Wallet">Whose.</param>
/// <param name="Merchant">The merchant, where the code itself says it (EMVCo).</param>
/// <param name="AmountMinor">The amount, where the code itself says it.</param>
internal sealed record ScannedCode(WalletKind Wallet, string? ShownId, string? Merchant = null, long? AmountMinor = null)
{
    /// <summary>Reads a wallet's address or an EMVCo merchant-presented code; null when it is neither.</summary>
    public static ScannedCode? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Address(text) ?? Emv(text);
    }

    private static ScannedCode? Address(string text) =>
        text.StartsWith(WeChatPayments.ShownBeginning, StringComparison.Ordinal)
            ? new ScannedCode(WalletKind.WeChat, text[WeChatPayments.ShownBeginning.Length..])
        : text.StartsWith(AlipayTrades.ShownBeginning, StringComparison.OrdinalIgnoreCase)
            ? new ScannedCode(WalletKind.Alipay, text[AlipayTrades.ShownBeginning.Length..])
        : null;

    // EMV QRCPS Merchant-Presented Mode: id, length, value, each of the first two in two digits; 63 is the CRC over all before its value.
    private static ScannedCode? Emv(string text)
    {
        if (
            !text.StartsWith("000201", StringComparison.Ordinal)
            || text.Length < 12
            || text[^8..^4] != "6304"
            || !ushort.TryParse(text.AsSpan(text.Length - 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var told)
            || Crc(text[..^4]) != told
            || Objects(text) is not { } objects
        )
        {
            return null;
        }

        string? merchant = objects.GetValueOrDefault("59");
        long? amount = objects.TryGetValue("54", out var yuan) && Yuan.TryRead(yuan, out var minor) ? minor : null;

        // A shop's one code for all may carry a wallet's address inside.
        foreach (var (id, value) in objects)
        {
            var inside = int.Parse(id) is >= 26 and <= 51 ? Objects(value)?.Values.Append(value) ?? [value] : [value];
            if (inside.Select(Address).FirstOrDefault(a => a is not null) is { } address)
            {
                return address with { Merchant = merchant, AmountMinor = amount };
            }
        }

        return new ScannedCode(WalletKind.UnionPay, Reference(objects), merchant, amount);
    }

    // Of a UnionPay code that is good for one order: which.
    private static string? Reference(Dictionary<string, string> objects) =>
        objects.ContainsKey("15") && objects.TryGetValue("62", out var more) ? Objects(more)?.GetValueOrDefault("05") : null;

    private static Dictionary<string, string>? Objects(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        while (at < text.Length)
        {
            if (
                at + 4 > text.Length
                || !int.TryParse(text.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture, out _)
                || !int.TryParse(text.AsSpan(at + 2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || at + 4 + length > text.Length
                || !found.TryAdd(text.Substring(at, 2), text.Substring(at + 4, length))
            )
            {
                return null;
            }

            at += 4 + length;
        }

        return found;
    }

    // CRC-16/CCITT-FALSE (ISO/IEC 13239 as EMVCo uses it).
    private static ushort Crc(string text)
    {
        var crc = 0xFFFF;
        foreach (var value in System.Text.Encoding.UTF8.GetBytes(text))
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : (crc << 1) & 0xFFFF;
            }
        }

        return (ushort)crc;
    }
}
