using System.Globalization;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;
using Guitai.Sandbox.Issuer.Wire;

namespace Guitai.Sandbox.Issuer.Link;

/// <summary>From a message to a question: fields are there and can be read, and what cards, chips and PINs prove is checked. Holds no state.</summary>
internal sealed partial class QuestionReader(IssuerProfile profile, CardDirectory directory, CodeBook codes)
{
    private const int OriginalDigits = 42;

    private readonly CardValues _values = CardBureau.Values(profile.Keys);
    private readonly Des _cryptograms = IssuerKeys.Key(profile.Keys.Cryptograms);

    /// <summary>What kind of transaction a message asks for.</summary>
    public static TransactionKind KindOf(in LinkMessage message)
    {
        if (message.Type == 800)
        {
            return TransactionKind.Network;
        }

        if (message.Type is 420 or 421)
        {
            return TransactionKind.Reversal;
        }

        if (message.Type is 620 or 621)
        {
            return TransactionKind.ScriptResult;
        }

        // Only the first two digits of the processing code say what is done; the others name accounts.
        var code = message.Has(3) ? Numerals.Number(message[3][..2]) : -1;
        var later = message[25] is [(byte)'0', (byte)'6'];
        if (!later && message[25] is not [(byte)'0', (byte)'0'])
        {
            return TransactionKind.None;
        }

        return (message.Type, code, later) switch
        {
            (100, 31, false) => TransactionKind.Balance,
            (100, 39, false) => TransactionKind.Inquiry,
            (100, 3, true) => TransactionKind.PreAuthorisation,
            (100, 20, true) => TransactionKind.PreAuthorisationCancel,
            (200, 0, false) => TransactionKind.Sale,
            (200, 20, false) => TransactionKind.Void,
            (200, 0, true) => TransactionKind.Completion,
            (200, 20, true) => TransactionKind.CompletionCancel,
            (220 or 221, 20, false) => TransactionKind.Refund,
            (220 or 221, 0, true) => TransactionKind.CompletionAdvice,
            (220 or 221, 0, false) => message.Has(90) ? TransactionKind.Adjustment : TransactionKind.OfflineSale,
            _ => TransactionKind.None,
        };
    }

    /// <summary>Reads the question.</summary>
    /// <param name="keys">The PIN keys to try, the likeliest first.</param>
    /// <param name="now">The issuer's clock.</param>
    /// <returns>False when a field is missing or cannot be read (30).</returns>
    public bool TryRead(in LinkMessage message, TransactionKind kind, ReadOnlySpan<Des> keys, DateTimeOffset now, out Question question)
    {
        question = new Question
        {
            Kind = kind,
            Class = (byte)(message.Type / 100),
            Approval = -1,
            Counter = -1,
        };
        return kind is not (TransactionKind.None or TransactionKind.Network)
            && message.BadField == 0
            && TryHead(in message, now, ref question)
            && TryOriginal(in message, ref question)
            && TryCard(in message, ref question)
            && TryEvidence(in message, keys, now, ref question);
    }

    private bool TryHead(in LinkMessage message, DateTimeOffset now, ref Question question)
    {
        var script = question.Kind == TransactionKind.ScriptResult;
        var amount = script || question.Kind == TransactionKind.Balance || message.Has(4);
        if (!message.Has(7) || !message.Has(11) || !message.Holds(32) || !Numerals.AreDigits(message[37]) || !message.Has(37) || !amount)
        {
            return false;
        }

        if (!script && !(message.Has(3) && message.Has(25) && message.Has(41) && message.Has(42) && message.Has(49)))
        {
            return false;
        }

        if (message.Has(49) && !message[49].SequenceEqual("156"u8))
        {
            return false;
        }

        question.Acquirer = (ulong)Numerals.Number(message[32]);
        question.Rrn = (ulong)Numerals.Number(message[37]);
        question.ProcessingCode = (int)Numerals.Number(message[3]);
        question.AmountMinor = Numerals.Number(message[4]);
        question.IsMerchantRefused = IsRefused(message[42]);
        if (message.Has(38))
        {
            question.Approval = Numerals.AreDigits(message[38]) ? (int)Numerals.Number(message[38]) : int.MaxValue;
        }

        return TryDay(message[7], now, out var day) && (question.Day = day) > 0;
    }

    private bool IsRefused(ReadOnlySpan<byte> merchant)
    {
        foreach (var refused in profile.Rules.RefusedMerchants)
        {
            if (System.Text.Ascii.Equals(merchant.TrimEnd((byte)' '), refused.AsSpan().TrimEnd(' ')))
            {
                return true;
            }
        }

        return merchant.TrimStart("0 "u8).IsEmpty && !merchant.IsEmpty;
    }

    // Field 7 has no year: the one that brings it nearest to the clock.
    private static bool TryDay(ReadOnlySpan<byte> transmission, DateTimeOffset now, out int day)
    {
        day = 0;
        var month = (int)Numerals.Number(transmission[..2]);
        var date = (int)Numerals.Number(transmission[2..4]);
        if (month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(2024, month))
        {
            return false;
        }

        var year =
            now.Year
            + (
                month - now.Month > 6 ? -1
                : month - now.Month < -6 ? 1
                : 0
            );
        day = new DateOnly(year, month, Math.Min(date, DateTime.DaysInMonth(year, month))).DayNumber;
        return Numerals.Number(transmission[4..6]) < 24
            && Numerals.Number(transmission[6..8]) < 60
            && Numerals.Number(transmission[8..10]) < 60;
    }

    private static bool TryOriginal(in LinkMessage message, ref Question question)
    {
        if (!message.Has(90))
        {
            return question.Kind
                is TransactionKind.Balance
                    or TransactionKind.PreAuthorisation
                    or TransactionKind.Sale
                    or TransactionKind.Refund
                    or TransactionKind.OfflineSale;
        }

        var original = message[90];
        if (original.Length != OriginalDigits)
        {
            return false;
        }

        var rrn = (ulong)Numerals.Number(original[31..]);
        var kindOfMessage = original[1] - '0';
        question.HasOriginal = true;
        question.OriginalKey = TransactionKey.Of((ulong)Numerals.Number(original[20..31]), rrn, kindOfMessage);
        question.OriginalMark = Mark(original);

        // A reversal carries its original's field 37 as its own.
        return kindOfMessage is 1 or 2 && (question.Kind != TransactionKind.Reversal || rrn == question.Rrn % TransactionKey.RrnDigits);
    }

    private bool TryCard(in LinkMessage message, ref Question question)
    {
        var track = message[35];
        var end = track.IndexOfAny((byte)'=', (byte)'D');
        if (message.Has(35))
        {
            // Both are read only when they name the same card.
            if (end < 1 || (message.Has(2) && !message[2].SequenceEqual(track[..end])))
            {
                return false;
            }

            question.Pan = track[..end];
        }
        else if (message.Holds(2))
        {
            question.Pan = message[2];
        }
        else if (question.Kind == TransactionKind.Sale && message.Has(59))
        {
            return codes.TryRead(in message, directory, _values, ref question);
        }
        else
        {
            // What was paid by a code is given back without a card: field 90 names it.
            return question.Kind is TransactionKind.Reversal or TransactionKind.ScriptResult or TransactionKind.Inquiry
                || (question.Kind == TransactionKind.Refund && question.HasOriginal);
        }

        if (!Numerals.AreDigits(question.Pan))
        {
            return false;
        }

        question.CardMark = _values.Mark(question.Pan);
        question.IsOurCard = directory.TryLocate(question.Pan, out var place);
        question.Place = place;
        return true;
    }

    // FNV-1a: field 90 whole, to see whether a repeat names the same.
    private static ulong Mark(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var mark = 14695981039346656037UL;
            foreach (var value in text)
            {
                mark = (mark ^ value) * 1099511628211UL;
            }

            return mark;
        }
    }
}
