using System.Globalization;
using System.Text;
using Guitai.Host.Authorisation;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Iso8583;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Acceptance;

/// <summary>Writes answers to terminals (docs/protocols/terminal.md).</summary>
internal static class AnswerWriter
{
    /// <summary>Room that every answer fits into, with its frame.</summary>
    public const int Longest = 1024;

    /// <summary>Writes an answer behind room that the frame's head takes.</summary>
    /// <param name="destination">From the message's type on.</param>
    /// <param name="question">What it answers.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="mac">The key that it is authenticated by; null for none.</param>
    /// <param name="keys">Makes the MAC.</param>
    /// <returns>The message's length.</returns>
    public static int Write(Span<byte> destination, TerminalRequest question, Answer answer, KeyRef? mac, IKeyStore keys)
    {
        var writer = Fields(destination, question, answer);
        return Close(ref writer, destination, mac, keys);
    }

    /// <summary>The answer to a question as it was kept, written again without its MAC: for people.</summary>
    /// <param name="asked">The question, secrets blanked.</param>
    /// <param name="answer">What was answered.</param>
    /// <returns>The message; null when the question cannot be read.</returns>
    public static byte[]? Again(ReadOnlySpan<byte> asked, Answer answer)
    {
        if (!Dialects.UnionPay.Read(asked, out var view).IsNone)
        {
            return null;
        }

        var question = new TerminalRequest();
        _ = question.Take(view);
        var buffer = new byte[Longest];
        var writer = Fields(buffer, question, answer);
        return writer.Finish(out var length).IsNone ? buffer[..length] : null;
    }

    /// <summary>The key reference of a terminal's MAC key.</summary>
    public static KeyRef? MacOf(TerminalDesk desk) => desk.Session.MacKey is { } key ? new KeyRef(key, desk.Terminal.Number) : null;

    private static MessageWriter Fields(Span<byte> destination, TerminalRequest question, Answer answer)
    {
        Span<byte> text = stackalloc byte[64];
        var writer = new MessageWriter(Dialects.UnionPay, destination, new Mti(question.Mti).Answer);
        if (question.Processing >= 0)
        {
            writer.Number(3, question.Processing);
        }

        if (question.Amount > 0)
        {
            writer.Number(4, question.Amount);
        }

        writer.Number(11, question.Trace);
        var (time, date) = HostClock.Local(answer.AtMs);
        writer.Number(12, time);
        writer.Number(13, date);
        if (question.Condition >= 0)
        {
            writer.Number(25, question.Condition);
        }

        if (answer.Rrn > 0)
        {
            writer.Text(37, text[..Encoding.ASCII.GetBytes(IssuerMessages.Rrn(answer.Rrn), text)]);
        }

        if (answer.Authorisation.Length > 0)
        {
            writer.Text(38, text[..Encoding.ASCII.GetBytes(answer.Authorisation, text)]);
        }

        writer.Text(39, text[..Encoding.ASCII.GetBytes(answer.Code, text)]);
        writer.Text(41, text[..Encoding.ASCII.GetBytes(question.Terminal, text)]);
        writer.Text(42, text[..Encoding.ASCII.GetBytes(question.Merchant, text)]);
        if (answer.Totals is { } totals)
        {
            writer.Text(48, text[..Encoding.ASCII.GetBytes(totals, text)]);
        }

        if (question.Currency > 0)
        {
            writer.Text(49, text[..Encoding.ASCII.GetBytes(question.Currency.ToString("D3", CultureInfo.InvariantCulture), text)]);
        }

        if (answer.Balance is { } balance)
        {
            writer.Text(54, text[..Encoding.ASCII.GetBytes(balance.AsSpan(0, Math.Min(balance.Length, 60)), text)]);
        }

        if (answer.Icc is { Length: > 0 } icc)
        {
            writer.Binary(55, icc);
        }

        if (answer.Wallet.Length > 0)
        {
            Span<byte> wallet = stackalloc byte[answer.Wallet.Length];
            writer.Text(59, wallet[..Encoding.ASCII.GetBytes(answer.Wallet, wallet)]);
        }

        if (question.Numbers.Type >= 0)
        {
            var batch = answer.Batch >= 0 ? answer.Batch : question.Numbers.Batch;
            var numbers = string.Create(
                CultureInfo.InvariantCulture,
                $"{question.Numbers.Type:D2}{batch:D6}{(question.Numbers.Network >= 0 ? question.Numbers.Network.ToString("D3", CultureInfo.InvariantCulture) : "")}"
            );
            writer.Text(60, text[..Encoding.ASCII.GetBytes(numbers, text)]);
        }

        if (answer.Data is { Length: > 0 } data)
        {
            writer.Binary(62, data);
        }

        return writer;
    }

    private static int Close(ref MessageWriter writer, Span<byte> destination, KeyRef? mac, IKeyStore keys)
    {
        Span<byte> value = stackalloc byte[8];
        value.Clear();
        if (mac is not null)
        {
            writer.Binary(64, value);
        }

        var error = writer.Finish(out var length);
        if (!error.IsNone)
        {
            throw new InvalidOperationException($"An answer that cannot be written: {error}.");
        }

        if (mac is { } key)
        {
            var made = keys.Mac(key, destination[..(length - 8)], value);
            if (made != KeyAnswer.Ok)
            {
                throw new InvalidOperationException($"An answer that cannot be authenticated: {made}.");
            }

            value.CopyTo(destination[(length - 8)..length]);
        }

        return length;
    }
}
