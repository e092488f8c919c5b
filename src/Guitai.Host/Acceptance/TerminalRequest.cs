using System.Security.Cryptography;
using System.Text;
using Guitai.Emv.Tlv;
using Guitai.Host.Authorisation;
using Guitai.Iso8583;

namespace Guitai.Host.Acceptance;

/// <summary>
/// One message of a terminal, taken out of its bytes. One object a connection, filled again for each message; what must not be kept (number, track, verification value, PIN block)
/// stands in its own buffers, which <see cref="Wipe"/> clears.
/// </summary>
public sealed partial class TerminalRequest
{
    private readonly char[] _pan = new char[19];
    private readonly byte[] _track2 = new byte[37];
    private readonly byte[] _pinBlock = new byte[8];
    private readonly byte[] _cvv2 = new byte[3];
    private readonly byte[] _icc = new byte[512];
    private readonly char[] _code = new char[24];
    private readonly byte[] _data = new byte[32];
    private int _codeLength;
    private int _panLength;
    private int _track2Length;
    private int _iccLength;
    private int _dataLength;

    /// <summary>Field 0, 200 for 0200.</summary>
    public int Mti { get; private set; }

    /// <summary>What is asked for.</summary>
    public Flow Flow { get; private set; }

    /// <summary>Field 3, −1 when it is not there.</summary>
    public int Processing { get; private set; }

    /// <summary>Field 4, minor units.</summary>
    public long Amount { get; private set; }

    /// <summary>Field 11.</summary>
    public int Trace { get; private set; }

    /// <summary>Fields 12 and 13 as digits, 0 when they are not there.</summary>
    public (int Time, int Date) Local { get; private set; }

    /// <summary>Field 14, YYMM; −1 when it is not there.</summary>
    public int Expiry { get; private set; }

    /// <summary>Field 22, three digits.</summary>
    public int Entry { get; private set; }

    /// <summary>Field 23, −1 when it is not there.</summary>
    public int CardSequence { get; private set; }

    /// <summary>Field 25, −1 when it is not there.</summary>
    public int Condition { get; private set; }

    /// <summary>Field 37 as a number, 0 when it is not there.</summary>
    public long Rrn { get; private set; }

    /// <summary>Field 38, or empty.</summary>
    public string Authorisation { get; private set; } = "";

    /// <summary>Field 39, or empty.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Field 41.</summary>
    public string Terminal { get; private set; } = "";

    /// <summary>Field 42.</summary>
    public string Merchant { get; private set; } = "";

    /// <summary>Field 48 as digits, or empty.</summary>
    public string Totals { get; private set; } = "";

    /// <summary>Field 49, 156 for CNY.</summary>
    public int Currency { get; private set; }

    /// <summary>Field 60: type, batch, network code; −1 for what is not there.</summary>
    public (int Type, int Batch, int Network) Numbers { get; private set; }

    /// <summary>Field 61: batch, trace and date (MMDD) of another transaction; 0 for what is not there.</summary>
    public (int Batch, int Trace, int Date) Original { get; private set; }

    /// <summary>The operator in field 63, or empty.</summary>
    public string Operator { get; private set; } = "";

    /// <summary>True when a PIN block came.</summary>
    public bool HasPin { get; private set; }

    /// <summary>True when a verification value came.</summary>
    public bool HasCvv2 { get; private set; }

    /// <summary>The card number from field 2 or 35; empty when there is none.</summary>
    public ReadOnlySpan<char> Pan => _pan.AsSpan(0, _panLength);

    /// <summary>Track 2 as characters; empty when there is none.</summary>
    public ReadOnlySpan<byte> Track2 => _track2.AsSpan(0, _track2Length);

    /// <summary>The PIN block under the terminal's key.</summary>
    public ReadOnlySpan<byte> PinBlock => _pinBlock;

    /// <summary>Three digits.</summary>
    public ReadOnlySpan<byte> Cvv2 => _cvv2;

    /// <summary>Field 55; empty when it is not there.</summary>
    public ReadOnlySpan<byte> Icc => _icc.AsSpan(0, _iccLength);

    /// <summary>The customer's payment code; empty when there is none.</summary>
    public ReadOnlySpan<char> Code => _code.AsSpan(0, _codeLength);

    /// <summary>The wallet of an order to be shown; empty when none is asked for.</summary>
    public string Shows { get; private set; } = "";

    /// <summary>The wallet's own number of the payment that this is about; empty when none came.</summary>
    public string WalletNumber { get; private set; } = "";

    /// <summary>Field 62 of a question about parameters for chips; empty when it is not there or too long to be one.</summary>
    public ReadOnlySpan<byte> Data => _data.AsSpan(0, _dataLength);

    /// <summary>Takes a message. The MAC is somebody else's to check.</summary>
    /// <param name="view">The message.</param>
    /// <returns>The number of the field that is missing or wrong; 0 when it can be handled.</returns>
    public int Take(in MessageView view)
    {
        Wipe();
        Mti = view.Type.Value;
        Processing = Number(view, 3, -1);
        Amount = view.TryNumber(4, out var amount) ? amount : 0;
        Trace = Number(view, 11, 0);
        Local = (Number(view, 12, 0), Number(view, 13, 0));
        Expiry = Number(view, 14, -1);
        Entry = Number(view, 22, -1);
        CardSequence = Number(view, 23, -1);
        Condition = Number(view, 25, -1);
        Authorisation = Text(view, 38);
        Reason = Text(view, 39);
        Terminal = Same(Terminal, view, 41);
        Merchant = Same(Merchant, view, 42);
        Totals = view.Has(48) ? Text(view, 48) : "";
        Currency = view.Has(49) && int.TryParse(Text(view, 49), out var currency) ? currency : -1;
        Operator = view.Has(63) ? Text(view, 63) : "";
        Rrn = 0;
        var wrong = view.Has(37) && !TryRrn(view) ? 37 : 0;
        wrong = wrong == 0 && !TryNumbers(view) ? 60 : wrong;
        wrong = wrong == 0 && !TryOriginal(view) ? 61 : wrong;
        wrong = wrong == 0 && !TryCard(view) ? 2 : wrong;
        wrong = wrong == 0 && !TryCode(view) ? 59 : wrong;
        TakeSecrets(view);
        Flow = Flows.Of(Mti, Processing, Condition, Numbers.Type, Numbers.Network);
        _dataLength = Flows.IsParameters(Flow) && view.Length(62) <= _data.Length ? view.CopyBytes(62, _data) : 0;
        return wrong != 0 ? wrong : Missing();
    }

    /// <summary>Clears what must not be kept.</summary>
    public void Wipe()
    {
        Array.Clear(_pan);
        Array.Clear(_code);
        CryptographicOperations.ZeroMemory(_track2);
        CryptographicOperations.ZeroMemory(_pinBlock);
        CryptographicOperations.ZeroMemory(_cvv2);
        CryptographicOperations.ZeroMemory(_icc.AsSpan(0, _iccLength));
        (_panLength, _track2Length, _iccLength, _codeLength, HasPin, HasCvv2) = (0, 0, 0, 0, false, false);
    }

    /// <summary>Sixteen bytes by which a repeat of the message is told from another message with the same numbers (docs/protocols/terminal.md).</summary>
    public byte[] Fingerprint()
    {
        Span<byte> text = stackalloc byte[19 + 8 + 4 + 8 + 4 + 24 + 12 + 16];
        text.Clear();
        Encoding.ASCII.GetBytes(Pan, text);
        BitConverter.TryWriteBytes(text[19..], Amount);
        BitConverter.TryWriteBytes(text[27..], Processing);
        BitConverter.TryWriteBytes(text[31..], Rrn);
        BitConverter.TryWriteBytes(text[39..], Condition);
        BitConverter.TryWriteBytes(text[43..], Original.Batch);
        BitConverter.TryWriteBytes(text[47..], Original.Trace);
        BitConverter.TryWriteBytes(text[51..], Original.Date);
        var reader = new TlvReader(Icc);
        while (reader.TryRead(out var found))
        {
            if (found.Tag.Value == 0x9F26 && found.Value.Length == 8)
            {
                found.Value.CopyTo(text[55..]);
            }
        }

        Span<byte> hash = stackalloc byte[32];
        if (_codeLength + Shows.Length + WalletNumber.Length > 0)
        {
            Span<byte> code = stackalloc byte[24 + 16 + 64];
            code.Clear();
            Encoding.ASCII.GetBytes(Code, code);
            Encoding.ASCII.GetBytes(Shows, code[24..]);
            Encoding.ASCII.GetBytes(WalletNumber, code[40..]);
            SHA256.HashData(code, hash);
            hash[..16].CopyTo(text[63..]);
            CryptographicOperations.ZeroMemory(code);
        }

        SHA256.HashData(text, hash);
        CryptographicOperations.ZeroMemory(text);
        return hash[..16].ToArray();
    }

    private int Missing()
    {
        if (Trace is < 1 or > 999999)
        {
            return 11;
        }

        if (Terminal.Length == 0 || Merchant.Length == 0)
        {
            return Terminal.Length == 0 ? 41 : 42;
        }

        if (!Flows.IsAsked(Flow) && !Flows.IsAdvice(Flow) && Flow != Flow.Reversal)
        {
            return 0;
        }

        // A code stands for the card; what is given back of a wallet's payment is found by its number.
        var hasCode = _codeLength > 0 || Shows.Length > 0 || (Flow == Flow.Refund && WalletNumber.Length > 0);
        var needsCard = Flow is not (Flow.Reversal or Flow.Adjustment or Flow.TipAdjustment) && !hasCode;
        return needsCard && _panLength == 0 ? 2
            : hasCode && Flow is not (Flow.Sale or Flow.Refund) ? 59
            : Flow != Flow.Balance && Amount <= 0 ? 4
            : Entry < 0 && needsCard ? 22
            : Currency != 156 ? 49
            : Numbers.Batch is < 1 or > 999999 ? 60
            : Flows.NamesAnother(Flow) && Original.Trace == 0 && Rrn == 0 ? 61
            : 0;
    }
}
