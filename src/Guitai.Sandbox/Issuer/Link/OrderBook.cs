using System.Globalization;
using System.Text;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Wire;
using Guitai.Sandbox.Wallets.Phone;

namespace Guitai.Sandbox.Issuer.Link;

/// <summary>The codes that shops show: makes their texts, and remembers those that are new for a phone's page.</summary>
internal sealed class OrderBook
{
    /// <summary>Digits of acquirer and RRN, by which a code names its order (object 62.05).</summary>
    public const int ReferenceDigits = AcquirerDigits + RrnDigits;

    private const int AcquirerDigits = 11;
    private const int RrnDigits = 12;
    private const int NameLength = 25;
    private const int Most = 100;

    private readonly Lock _lock = new();
    private readonly List<ShownOrder> _shown = [];

    /// <summary>Those that can still be paid, the newest first.</summary>
    public IReadOnlyList<ShownOrder> Open(long nowMs)
    {
        lock (_lock)
        {
            return [.. _shown.Where(o => o.UntilMs > nowMs).Reverse()];
        }
    }

    /// <summary>An order's text: bound to merchant, amount and this one sale.</summary>
    public string Show(in LinkMessage message, Transaction order)
    {
        var name = Text(message[43]);
        name = name.Length > NameLength ? name[..NameLength].TrimEnd() : name;
        var acquirer = order.Acquirer.ToString("D8", CultureInfo.InvariantCulture);
        var amount = string.Create(CultureInfo.InvariantCulture, $"{order.AmountMinor / 100}.{order.AmountMinor % 100:D2}");
        var reference = string.Create(CultureInfo.InvariantCulture, $"{order.Acquirer:D11}{order.Rrn:D12}");
        var account = $"{acquirer[..8]}{acquirer[..8]}{Text(message[42]).PadRight(15, '0')}";
        var text =
            Object("00", "01")
            + Object("01", "12")
            + Object("15", account)
            + Object("52", Text(message[18]) is { Length: 4 } category ? category : "0000")
            + Object("53", "156")
            + Object("54", amount)
            + Object("58", "CN")
            + Object("59", name.Length > 0 ? name : "MERCHANT")
            + Object("60", "CHINA")
            + Object("62", Object("05", reference))
            + "6304";
        text += Checksum(text).ToString("X4", CultureInfo.InvariantCulture);
        lock (_lock)
        {
            // Asked for twice, it is one.
            _shown.RemoveAll(o => o.Reference == reference);
            _shown.Add(new ShownOrder(reference, text, name, order.AmountMinor, order.AtMs + IssuerBooks.OrderMs));
            if (_shown.Count > Most)
            {
                _shown.RemoveAt(0);
            }
        }

        return text;
    }

    /// <summary>The order that a code names; null for what names none.</summary>
    public static TransactionKey? KeyOf(string reference) =>
        reference.Length == ReferenceDigits
        && ulong.TryParse(reference.AsSpan(0, AcquirerDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var acquirer)
        && ulong.TryParse(reference.AsSpan(AcquirerDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var rrn)
            ? TransactionKey.Of(acquirer, rrn, 2)
            : null;

    private static string Text(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field).Trim();

    private static string Object(string id, string value) => string.Create(CultureInfo.InvariantCulture, $"{id}{value.Length:D2}{value}");

    // CRC-16 with polynomial 1021 and start FFFF (EMV QRCPS Merchant-Presented Mode, 4.7.3).
    private static int Checksum(string text)
    {
        var crc = 0xFFFF;
        foreach (var character in text)
        {
            crc ^= character << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = ((crc << 1) ^ ((crc & 0x8000) == 0 ? 0 : 0x1021)) & 0xFFFF;
            }
        }

        return crc;
    }
}
