using System.Text;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;
using Guitai.Sandbox.Issuer.Wire;

namespace Guitai.Sandbox.Issuer.Link;

/// <summary>What becomes of a message.</summary>
internal enum Handling
{
    /// <summary>There is an answer.</summary>
    Answer,

    /// <summary>There is none.</summary>
    Nothing,

    /// <summary>The connection ends.</summary>
    Close,
}

/// <summary>What became of a message.</summary>
/// <param name="Length">Bytes of the answer, with its frame.</param>
/// <param name="Fault">What goes wrong with the answer; null for nothing.</param>
/// <param name="Position">How far the journal has to be written before the answer may leave.</param>
internal readonly record struct Handled(Handling Handling, int Length = 0, FaultRule? Fault = null, long Position = 0);

/// <summary>One connection's state.</summary>
internal sealed class LinkState
{
    /// <summary>True between sign-on and sign-off.</summary>
    public bool IsSignedOn { get; set; }
}

/// <summary>Takes a message and makes its answer: reads it, checks its MAC, asks the books. No socket and no thread; many connections may call it at once.</summary>
internal sealed class IssuerDesk(
    QuestionReader reader,
    IssuerBooks books,
    OrderBook orders,
    LinkKeys keys,
    IssuerFaults faults,
    RunningCounters counters
)
{
    // The fields that an answer repeats, below and above those that it adds.
    private static readonly int[] s_repeatedFirst = [3, 4, 7, 11, 12, 13, 32, 37];
    private static readonly int[] s_repeatedThen = [41, 42];

    /// <summary>Handles one message.</summary>
    /// <param name="bytes">The message without its frame.</param>
    /// <param name="state">Its connection.</param>
    /// <param name="now">The issuer's clock.</param>
    /// <param name="target">Room for the answer.</param>
    public Handled Handle(ReadOnlySpan<byte> bytes, LinkState state, DateTimeOffset now, Span<byte> target)
    {
        Span<FieldPlace> places = stackalloc FieldPlace[LinkMessage.Places];
        if (!LinkMessage.TryRead(bytes, places, out var message))
        {
            CountUnreadable();
            return new Handled(Handling.Close);
        }

        Interlocked.Increment(ref counters.Messages);
        if (message.Type / 10 % 2 == 1)
        {
            Interlocked.Increment(ref counters.StrangeAnswers);
            return new Handled(Handling.Nothing);
        }

        var fault = faults.Next(message.Type);
        if (fault?.Fault is IssuerFault.Loss or IssuerFault.DisconnectBefore)
        {
            return new Handled(fault.Fault == IssuerFault.Loss ? Handling.Nothing : Handling.Close);
        }

        var flaw = fault?.Fault == IssuerFault.WrongMac ? 0x8000000000000000 : 0;
        var handled =
            message.Type == 800
                ? Network(in message, state, now, fault, flaw, target)
                : Financial(in message, state, now, fault, flaw, target);
        return handled with
        {
            Handling = fault?.Fault switch
            {
                IssuerFault.Silence => Handling.Nothing,
                IssuerFault.DisconnectAfter => Handling.Close,
                _ => handled.Handling,
            },
            Fault = fault,
        };
    }

    /// <summary>Counts what came and was no message.</summary>
    public void CountUnreadable() => Interlocked.Increment(ref counters.Unreadable);

    private Handled Network(in LinkMessage message, LinkState state, DateTimeOffset now, FaultRule? fault, ulong flaw, Span<byte> target)
    {
        var function = message.Has(70) && message.BadField == 0 ? (int)Numerals.Number(message[70]) : -1;
        WorkingKeys? pair = null;
        if (function is not (1 or 101 or 301))
        {
            pair = Verify(in message, now);
            if (pair is null)
            {
                return WrongMac(in message, target);
            }
        }

        var code =
            fault?.Fault == IssuerFault.OutOfOrder ? Codes.OutOfOrder
            : function is not (1 or 2 or 101 or 301) || !message.Has(7) || !message.Has(11) ? Codes.Format
            : function == 101 && !state.IsSignedOn ? Codes.OutOfOrder
            : Codes.Approved;
        var writer = new AnswerWriter(target, AnswerType(message.Type), second: message.Has(70));
        writer.Repeat(in message, 7);
        writer.Repeat(in message, 11);
        writer.Repeat(in message, 32);
        WriteCode(ref writer, code);
        if (code == Codes.Approved)
        {
            state.IsSignedOn = function == 1 || (function != 2 && state.IsSignedOn);
            if (function == 101)
            {
                Span<byte> field = stackalloc byte[LinkKeys.FieldLength];
                keys.Exchange(field);
                writer.Text(48, field);
            }
        }

        writer.Repeat(in message, 70);
        return new Handled(Handling.Answer, pair is null ? writer.Finish() : writer.Finish(pair.Mac, flaw));
    }

    private Handled Financial(in LinkMessage message, LinkState state, DateTimeOffset now, FaultRule? fault, ulong flaw, Span<byte> target)
    {
        var pair = Verify(in message, now);
        if (pair is null)
        {
            return WrongMac(in message, target);
        }

        if (!state.IsSignedOn || fault?.Fault == IssuerFault.OutOfOrder)
        {
            Interlocked.Increment(ref counters.Refused);
            return new Handled(Handling.Answer, Write(in message, Codes.OutOfOrder, null, pair.Mac, flaw, target));
        }

        var kind = QuestionReader.KindOf(in message);
        if (!reader.TryRead(in message, kind, PinKeys(pair), now, out var question))
        {
            Interlocked.Increment(ref counters.Refused);
            return new Handled(Handling.Answer, Write(in message, Codes.Format, null, pair.Mac, flaw, target));
        }

        if (kind == TransactionKind.Inquiry)
        {
            // What was paid a moment ago may not be on disk yet: it is, before the host hears of it.
            var (order, code, position) = books.Standing(question.OriginalKey, now.ToUnixTimeMilliseconds());
            return new Handled(Handling.Answer, Write(in message, code, order, pair.Mac, flaw, target), Position: position);
        }

        var outcome = books.Answer(in question, now.ToUnixTimeMilliseconds());
        Count(in outcome);
        var length = Write(in message, outcome.Transaction?.Code ?? Codes.Duplicate, outcome.Transaction, pair.Mac, flaw, target);
        return new Handled(Handling.Answer, length, Position: outcome.Position);
    }

    // PINs come under the pair that the MAC is of; while keys change, another one that is still good is tried, too.
    private Des[] PinKeys(WorkingKeys pair)
    {
        var pairs = keys.Pairs;
        if (pairs.Length == 1)
        {
            return pair.PinAlone;
        }

        var found = new List<Des>(pairs.Length) { pair.Pin };
        foreach (var other in pairs)
        {
            if (other != pair)
            {
                found.Add(other.Pin);
            }
        }

        return [.. found];
    }

    private WorkingKeys? Verify(in LinkMessage message, DateTimeOffset now) =>
        message.Has(message.MacField) && Numerals.TryReadHex(message[message.MacField], out var mac)
            ? keys.Verify(message.MacInput, mac, now.ToUnixTimeMilliseconds())
            : null;

    // Without working keys there is nothing to make a MAC with; the answer then has none.
    private Handled WrongMac(in LinkMessage message, Span<byte> target)
    {
        Interlocked.Increment(ref counters.WrongMacs);
        var mac = keys.Pairs is [var newest, ..] ? newest.Mac : null;
        return new Handled(Handling.Answer, Write(in message, Codes.WrongMac, null, mac, 0, target));
    }

    private int Write(in LinkMessage message, ushort code, Transaction? transaction, Des? mac, ulong flaw, Span<byte> target)
    {
        var writer = new AnswerWriter(target, AnswerType(message.Type), second: message.Has(90) || message.Has(70));
        foreach (var field in s_repeatedFirst)
        {
            writer.Repeat(in message, field);
        }

        if (code == Codes.Approved && transaction is not null)
        {
            writer.Number(38, (ulong)transaction.Approval, 6);
        }

        WriteCode(ref writer, code);
        foreach (var field in s_repeatedThen)
        {
            writer.Repeat(in message, field);
        }

        writer.Repeat(in message, 49);
        if (transaction is { Kind: TransactionKind.Balance, Code: Codes.Approved, Card: { } card })
        {
            WriteBalance(ref writer, card.Traits.Funds, transaction.BalanceMinor);
        }

        if (transaction?.Chip is { } chip)
        {
            writer.Bytes(55, chip);
        }

        if (code == Codes.Approved && transaction is { Kind: TransactionKind.Sale } && (message.Has(59) || message.Type == 100))
        {
            WriteNumber(ref writer, transaction);
        }
        else if (code == Codes.InProgress && transaction is not null && message.Has(59))
        {
            WriteOrder(ref writer, orders.Show(in message, transaction));
        }

        writer.Repeat(in message, 70);
        writer.Repeat(in message, 90);
        return mac is null ? writer.Finish() : writer.Finish(mac, flaw);
    }

    private static void WriteCode(ref AnswerWriter writer, ushort code)
    {
        ReadOnlySpan<byte> text = [(byte)(code >> 8), (byte)(code & 0xFF)];
        writer.Text(39, text);
    }

    // A4: the network's own number of a payment by code, day and RRN, the same however often it is asked.
    private static void WriteNumber(ref AnswerWriter writer, Transaction transaction)
    {
        Span<byte> text = stackalloc byte[25];
        "A4020"u8.CopyTo(text);
        var day = DateOnly.FromDayNumber(transaction.Day);
        Numerals.WriteNumber(text[5..13], (ulong)((day.Year * 10_000) + (day.Month * 100) + day.Day));
        Numerals.WriteNumber(text[13..], transaction.Rrn);
        writer.Text(59, text);
    }

    // A5: what the code to be shown says.
    private static void WriteOrder(ref AnswerWriter writer, string code)
    {
        Span<byte> text = stackalloc byte[5 + code.Length];
        "A5"u8.CopyTo(text);
        Numerals.WriteNumber(text[2..5], (ulong)code.Length);
        Encoding.ASCII.GetBytes(code, text[5..]);
        writer.Text(59, text);
    }

    // Account type: 10 savings, 30 credit (ISO 8583:1987, table of account types); amount type 02, available.
    private static void WriteBalance(ref AnswerWriter writer, CardFunds funds, long balanceMinor)
    {
        Span<byte> text = stackalloc byte[20];
        (funds == CardFunds.Credit ? "3002156"u8 : "1002156"u8).CopyTo(text);
        text[7] = balanceMinor < 0 ? (byte)'D' : (byte)'C';
        Numerals.WriteNumber(text[8..], (ulong)Math.Abs(balanceMinor));
        writer.Text(54, text);
    }

    private static int AnswerType(int type) => (type / 10 * 10) + 10;

    private void Count(in Outcome outcome)
    {
        if (outcome.Transaction is not { } transaction)
        {
            Interlocked.Increment(ref counters.Refused);
            return;
        }

        Interlocked.Increment(ref transaction.IsApproved ? ref counters.Approved : ref counters.Refused);
        if (outcome.Repeated)
        {
            Interlocked.Increment(ref counters.Repeats);
        }
        else if (outcome.Overdrawn)
        {
            Interlocked.Increment(ref counters.Overdrawn);
        }

        if (!outcome.Repeated && transaction.Certificate == CertificateOutcome.Wrong)
        {
            Interlocked.Increment(ref counters.WrongCertificates);
        }
    }
}
