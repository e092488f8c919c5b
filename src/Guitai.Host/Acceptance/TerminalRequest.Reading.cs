using System.Security.Cryptography;
using System.Text;
using Guitai.Contracts.Terminal;
using Guitai.Host.Wallets;
using Guitai.Iso8583;

namespace Guitai.Host.Acceptance;

/// <content>Field by field: what stands there, and whether it can be.</content>
public sealed partial class TerminalRequest
{
    private static int Number(in MessageView view, int field, int absent) => view.TryNumber(field, out var number) ? (int)number : absent;

    private static string Text(in MessageView view, int field)
    {
        if (!view.Has(field))
        {
            return "";
        }

        Span<byte> text = stackalloc byte[512];
        var length = view.TextLength(field);
        return length <= text.Length && view.CopyText(field, text) > 0 ? Encoding.ASCII.GetString(text[..length]).TrimEnd(' ') : "";
    }

    // A connection's terminal and merchant stay the same: no new text for each message.
    private static string Same(string known, in MessageView view, int field)
    {
        var wire = view.Wire(field);
        return known.Length == wire.Length && Ascii.Equals(wire, known) ? known : Encoding.ASCII.GetString(wire).TrimEnd(' ');
    }

    private bool TryRrn(in MessageView view)
    {
        var wire = view.Wire(37);
        long rrn = 0;
        foreach (var digit in wire)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            rrn = (rrn * 10) + (digit - '0');
        }

        Rrn = rrn;
        return wire.Length == 12;
    }

    private bool TryNumbers(in MessageView view)
    {
        Numbers = (-1, -1, -1);
        Span<byte> text = stackalloc byte[20];
        if (!view.Has(60) || view.TextLength(60) is < 8 or > 20)
        {
            return !view.Has(60);
        }

        var digits = text[..view.CopyText(60, text)];
        Numbers = (Digits(digits[..2]), Digits(digits[2..8]), digits.Length >= 11 ? Digits(digits[8..11]) : -1);
        return true;
    }

    private bool TryOriginal(in MessageView view)
    {
        Original = default;
        if (!view.Has(61))
        {
            return true;
        }

        Span<byte> text = stackalloc byte[64];
        var digits = text[..view.CopyText(61, text)];
        if (digits.Length is not (12 or 16 or > 16))
        {
            return false;
        }

        Original = (Digits(digits[..6]), Digits(digits[6..12]), digits.Length >= 16 ? Digits(digits[12..16]) : 0);
        return true;
    }

    private bool TryCard(in MessageView view)
    {
        if (view.Has(35))
        {
            _track2Length = view.CopyText(35, _track2);
            var separator = _track2.AsSpan(0, _track2Length).IndexOfAny((byte)'D', (byte)'=');
            if (separator is < 12 or > 19 || _track2Length < separator + 8)
            {
                return false;
            }

            _panLength = Encoding.ASCII.GetChars(_track2.AsSpan(0, separator), _pan);
        }

        if (view.Has(2))
        {
            Span<byte> digits = stackalloc byte[19];
            digits = digits[..view.CopyText(2, digits)];
            if (_panLength > 0 && !Ascii.Equals(digits, _pan.AsSpan(0, _panLength)))
            {
                return false;
            }

            _panLength = Encoding.ASCII.GetChars(digits, _pan);
            CryptographicOperations.ZeroMemory(digits);
        }

        return _panLength == 0 || Luhn(Pan);
    }

    private bool TryCode(in MessageView view)
    {
        (Shows, WalletNumber) = ("", "");
        if (!view.Has(59))
        {
            return true;
        }

        Span<byte> field = stackalloc byte[256];
        if (view.TextLength(59) > field.Length)
        {
            return false;
        }

        field = field[..view.CopyText(59, field)];
        var code = Field59.Find(field, Field59.Code, out var isWhole);
        var shows = Field59.Find(field, Field59.Show, out _);
        var number = Field59.Find(field, Field59.Number, out _);
        if (!isWhole || code.Length > _code.Length || shows.Length > 16 || number.Length > 64)
        {
            return false;
        }

        _codeLength = Encoding.ASCII.GetChars(code, _code);
        Shows = Encoding.ASCII.GetString(shows);
        WalletNumber = Encoding.ASCII.GetString(number);
        CryptographicOperations.ZeroMemory(field);
        return _codeLength == 0 || CodeWallet.Of(Code) is not null;
    }

    private void TakeSecrets(in MessageView view)
    {
        HasPin = view.CopyBytes(52, _pinBlock) == 8;
        if (view.Has(55) && view.Length(55) <= _icc.Length)
        {
            _iccLength = view.CopyBytes(55, _icc);
        }

        // Field 62 of a typed number: 92 03 and three digits, in ASCII.
        var wire = view.Wire(62);
        HasCvv2 = wire.Length == 7 && wire.StartsWith("9203"u8);
        if (HasCvv2)
        {
            wire[4..].CopyTo(_cvv2);
        }
    }

    private static int Digits(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    private static bool Luhn(ReadOnlySpan<char> pan)
    {
        var sum = 0;
        for (var i = 0; i < pan.Length; i++)
        {
            var digit = pan[^(i + 1)] - '0';
            digit = (i & 1) == 0 ? digit : 2 * digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return pan.Length >= 12 && sum % 10 == 0;
    }
}
