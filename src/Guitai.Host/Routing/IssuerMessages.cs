using System.Globalization;
using System.Text;
using Guitai.Host.Acceptance;
using Guitai.Iso8583;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.Host.Routing;

/// <summary>Writes and reads messages of the issuer link (docs/protocols/issuer-link.md).</summary>
public static class IssuerMessages
{
    /// <summary>The longest message.</summary>
    public const int Longest = 2048;

    private const string InProgress = "09";
    private const int Inquiry = 390_000;

    private static readonly Dialect s_dialect = Dialects.Ascii87;

    /// <summary>The names of an issuer's keys in the key store.</summary>
    public static (KeyName Zone, KeyName Pin, KeyName Mac) Keys(string issuer) =>
        (new($"issuer.{issuer}.zone"), new($"issuer.{issuer}.pin"), new($"issuer.{issuer}.mac"));

    /// <summary>Writes a question with its MAC.</summary>
    /// <param name="destination">At least <see cref="Longest"/> bytes.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="secrets">The terminal's message; null when there is only the sealed number.</param>
    /// <param name="card">Number and expiry out of the seal, <c>PAN|YYMM</c>; empty when <paramref name="secrets"/> are there.</param>
    /// <param name="keys">Translates the PIN and makes the MAC.</param>
    /// <returns>The message's length; 0 when it cannot be written, and why.</returns>
    public static (int Length, string Refusal) Write(
        Span<byte> destination,
        IssuerQuestion question,
        TerminalRequest? secrets,
        ReadOnlySpan<byte> card,
        IKeyStore keys
    )
    {
        var intent = question.Intent;
        var writer = new MessageWriter(s_dialect, destination, new Mti(question.Mti), secondBitmap: question.Original is not null);
        Span<byte> text = stackalloc byte[64];
        if (secrets is { Track2.IsEmpty: true, Pan.IsEmpty: false })
        {
            writer.Text(2, text[..Encoding.ASCII.GetBytes(secrets.Pan, text)]);
        }
        else if (secrets is null && !card.IsEmpty)
        {
            writer.Text(2, card[..card.IndexOf((byte)'|')]);
        }

        writer.Number(3, question.IsInquiry ? Inquiry : intent.Processing);
        writer.Number(4, intent.Amount);
        writer.Text(7, text[..Encoding.ASCII.GetBytes(question.SentAt, text)]);
        writer.Number(11, question.Stan);
        var (time, date) = HostClock.Local(intent.AtMs);
        writer.Number(12, time);
        writer.Number(13, date);
        if (secrets is { Track2.IsEmpty: true, Expiry: >= 0 })
        {
            writer.Number(14, secrets.Expiry);
        }

        writer.Text(18, text[..Encoding.ASCII.GetBytes(question.Merchant.Category, text)]);
        writer.Number(22, intent.Entry);
        if ((secrets?.CardSequence ?? question.CardSequence) is >= 0 and var sequence)
        {
            writer.Number(23, sequence);
        }

        writer.Number(25, intent.Condition);
        writer.Text(32, text[..Encoding.ASCII.GetBytes(question.Issuer.Acquirer, text)]);
        if (secrets is { Track2.IsEmpty: false })
        {
            writer.Text(35, secrets.Track2);
        }

        writer.Text(37, text[..Encoding.ASCII.GetBytes(Rrn(intent.Rrn), text)]);
        if (question.Authorisation.Length > 0)
        {
            writer.Text(38, text[..Encoding.ASCII.GetBytes(question.Authorisation, text)]);
        }

        writer.Text(41, text[..Encoding.ASCII.GetBytes(intent.Key.Terminal, text)]);
        writer.Text(42, text[..Encoding.ASCII.GetBytes(intent.Merchant, text)]);
        writer.Text(43, text[..Encoding.ASCII.GetBytes(question.Merchant.NameAscii, text)]);
        if (secrets is { HasCvv2: true })
        {
            "9203"u8.CopyTo(text);
            secrets.Cvv2.CopyTo(text[4..]);
            writer.Text(48, text[..7]);
        }

        writer.Number(49, intent.Currency);
        if (secrets is { HasPin: true })
        {
            if (question.TerminalPin is not { } terminalPin)
            {
                return (0, "99");
            }

            Span<byte> block = stackalloc byte[8];
            var moved = keys.TranslatePin(
                terminalPin,
                PinBlockFormat.Iso0,
                secrets.PinBlock,
                secrets.Pan,
                Keys(question.Issuer.Name).Pin,
                PinBlockFormat.Iso0,
                block
            );
            if (moved != KeyAnswer.Ok)
            {
                return (0, "99");
            }

            writer.Binary(52, block);
            writer.Text(53, "2600000000000000"u8);
        }

        var icc = secrets is null ? question.Icc.Span : secrets.Icc;
        if (!icc.IsEmpty)
        {
            writer.Binary(55, icc);
        }

        if (secrets is { Code.IsEmpty: false })
        {
            var code = Encoding.ASCII.GetBytes(Field59.Of(Field59.Code, secrets.Code.ToString()), text);
            writer.Text(59, text[..code]);
        }
        else if (secrets is { Shows.Length: > 0 })
        {
            writer.Text(59, text[..Encoding.ASCII.GetBytes(Field59.Of(Field59.Show, secrets.Shows), text)]);
        }

        if (question.Original is { } original)
        {
            WriteOriginal(ref writer, original, question.Issuer.Acquirer, text);
        }

        return Close(ref writer, destination, question.Original is null ? 64 : 128, Keys(question.Issuer.Name).Mac, keys);
    }

    /// <summary>Writes a network message: sign-on, sign-off, key exchange (without a MAC), echo.</summary>
    public static int WriteNetwork(Span<byte> destination, int code, int stan, string sentAt, string acquirer)
    {
        var writer = new MessageWriter(s_dialect, destination, new Mti(800), secondBitmap: true);
        Span<byte> text = stackalloc byte[16];
        writer.Text(7, text[..Encoding.ASCII.GetBytes(sentAt, text)]);
        writer.Number(11, stan);
        writer.Text(32, text[..Encoding.ASCII.GetBytes(acquirer, text)]);
        writer.Number(70, code);
        return writer.Finish(out var length).IsNone
            ? length
            : throw new InvalidOperationException("A network message that cannot be written.");
    }

    /// <summary>Reads an answer's number; false for what is no answer.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out MessageView view, out int stan)
    {
        stan = 0;
        if (!s_dialect.Read(message, out view).IsNone || view.Type.Function is not (1 or 3) || !view.TryNumber(11, out var number))
        {
            return false;
        }

        stan = (int)number;
        return true;
    }

    /// <summary>True when the MAC at the end of a message is right.</summary>
    public static bool IsAuthentic(in MessageView view, ReadOnlySpan<byte> message, KeyName key, IKeyStore keys)
    {
        var field = view.HasSecondBitmap ? 128 : 64;
        if (!view.Has(field))
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[8];
        view.CopyBytes(field, mac);
        return keys.VerifyMac(key, message[..^view.Wire(field).Length], mac) == KeyAnswer.Ok;
    }

    /// <summary>What an answer says.</summary>
    public static IssuerReply Reply(in MessageView view, byte[]? messages)
    {
        var code = Text(view, 39);
        var codes = Encoding.ASCII.GetBytes(Text(view, 59));
        var shown = Encoding.ASCII.GetString(Field59.Find(codes, Field59.Show, out _));
        return new IssuerReply(
            code == InProgress && shown.Length > 0 ? ReplyKind.Pending : ReplyKind.Answered,
            code.Length == 2 ? code : "96",
            Text(view, 38),
            Bytes(view, 55),
            view.Has(54) ? Text(view, 54) : null,
            messages
        )
        {
            Wallet = Encoding.ASCII.GetString(Field59.Find(codes, Field59.Number, out _)),
            Shown = shown,
        };
    }

    /// <summary>A field's text, or empty.</summary>
    public static string Text(in MessageView view, int field)
    {
        if (!view.Has(field))
        {
            return "";
        }

        var text = new byte[view.TextLength(field)];
        view.CopyText(field, text);
        return Encoding.ASCII.GetString(text).Trim();
    }

    /// <summary>A retrieval reference number as it stands in field 37.</summary>
    public static string Rrn(long rrn) => rrn.ToString("D12", CultureInfo.InvariantCulture);

    private static byte[]? Bytes(in MessageView view, int field)
    {
        if (!view.Has(field))
        {
            return null;
        }

        var bytes = new byte[view.Length(field)];
        view.CopyBytes(field, bytes);
        return bytes;
    }

    // Type, field 11, field 7, field 32 and the last eleven digits of field 37 of what it is about.
    private static void WriteOriginal(ref MessageWriter writer, Authorisation.Intent original, string acquirer, scoped Span<byte> text)
    {
        var value = string.Create(
            CultureInfo.InvariantCulture,
            $"{MtiOf(original):D4}{original.Stan:D6}{(original.SentAt.Length == 10 ? original.SentAt : "0000000000")}{acquirer.PadLeft(11, '0')}{original.Rrn % 100_000_000_000:D11}"
        );
        writer.Text(90, text[..Encoding.ASCII.GetBytes(value, text)]);
    }

    /// <summary>The type under which a transaction goes to an issuer: a balance inquiry is an authorisation there.</summary>
    public static int MtiOf(Authorisation.Intent intent) => intent.Flow == Authorisation.Flow.Balance ? 100 : intent.Key.Mti;

    private static (int Length, string Refusal) Close(
        ref MessageWriter writer,
        Span<byte> destination,
        int field,
        KeyName key,
        IKeyStore keys
    )
    {
        Span<byte> mac = stackalloc byte[8];
        mac.Clear();

        // Written once to settle the bitmap that the MAC covers, then over it again.
        writer.Binary(field, mac);
        var error = writer.Finish(out var length);
        if (!error.IsNone)
        {
            return (0, "30");
        }

        if (keys.Mac(key, destination[..(length - 16)], mac) != KeyAnswer.Ok)
        {
            return (0, "91");
        }

        Convert.TryToHexString(mac, destination[(length - 16)..length], out _);
        return (length, "");
    }
}
