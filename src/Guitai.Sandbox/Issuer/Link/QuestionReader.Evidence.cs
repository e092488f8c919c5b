using System.Globalization;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;
using Guitai.Sandbox.Issuer.Wire;

namespace Guitai.Sandbox.Issuer.Link;

/// <content>What cards, chips and PINs prove.</content>
internal sealed partial class QuestionReader
{
    private bool TryEvidence(in LinkMessage message, ReadOnlySpan<Des> keys, DateTimeOffset now, ref Question question)
    {
        if (question.Kind == TransactionKind.ScriptResult)
        {
            return TryScriptResult(in message, ref question);
        }

        if (
            IsFirst(question.Kind)
            && !question.IsCode
            && !question.IsOrder
            && !(message.Has(22) && TryEntry(in message, now, ref question))
        )
        {
            return false;
        }

        if (question.Kind == TransactionKind.OfflineSale && message.Has(55))
        {
            question.Certificate = IsApproval(in message, in question) ? CertificateOutcome.Right : CertificateOutcome.Wrong;
        }

        return question.Kind is TransactionKind.Reversal || TryPin(in message, keys, ref question);
    }

    // The card is at hand: what it shows is checked.
    private static bool IsFirst(TransactionKind kind) =>
        kind is TransactionKind.Balance or TransactionKind.PreAuthorisation or TransactionKind.Sale;

    private bool TryEntry(in LinkMessage message, DateTimeOffset now, ref Question question)
    {
        var mode = (int)Numerals.Number(message[22][..2]);
        var traits = question.IsOurCard ? directory.Traits(question.Place) : default;
        if (mode == 1)
        {
            if (!message.Has(14) || message.Has(35))
            {
                return false;
            }

            return CheckExpiry(message[14], in traits, now, ref question) && TryCvv2(message[48], in traits, ref question);
        }

        // 02 stripe, 80 stripe because the chip failed, 05 chip, 07 contactless.
        if (mode is not (2 or 5 or 7 or 80) || !message.Has(35))
        {
            return false;
        }

        var chip = mode is 5 or 7;
        var track = message[35][(question.Pan.Length + 1)..];
        if (track.Length < 15 || !Numerals.AreDigits(track))
        {
            return false;
        }

        CheckExpiry(track[..4], in traits, now, ref question);
        if (question.IsOurCard)
        {
            var service = chip ? CardBureau.ServiceOfChip : traits.Service;
            var value = _values.Verification(question.Pan, traits.Expiry, service);
            question.IsForged |=
                Numerals.Number(track[4..7]) != traits.Service
                || Numerals.Number(track[12..15]) != value
                || (chip && !traits.HasChip)
                || (!chip && traits.HasChip && IsFallbackRefused(mode));
        }

        return !chip || TryChip(in message, in traits, ref question);
    }

    private bool IsFallbackRefused(int mode) =>
        profile.Rules.Fallback == FallbackRule.Refuse || (profile.Rules.Fallback == FallbackRule.RefuseUnmarked && mode != 80);

    private static bool CheckExpiry(ReadOnlySpan<byte> digits, in CardTraits traits, DateTimeOffset now, ref Question question)
    {
        var expiry = (int)Numerals.Number(digits);
        question.IsExpired |= expiry < ((now.Year % 100) * 100) + now.Month || (question.IsOurCard && expiry != traits.Expiry);
        return true;
    }

    // 92 03 and three digits; other subfields, 2 digits of name and 2 of length each, may stand beside it.
    private bool TryCvv2(ReadOnlySpan<byte> subfields, in CardTraits traits, ref Question question)
    {
        while (subfields.Length >= 4)
        {
            if (!Numerals.AreDigits(subfields[..4]))
            {
                return false;
            }

            var length = (int)Numerals.Number(subfields[2..4]);
            if (subfields.Length < 4 + length)
            {
                return false;
            }

            if (subfields.StartsWith("92"u8))
            {
                var value = subfields.Slice(4, length);
                if (length != 3 || !Numerals.AreDigits(value))
                {
                    return false;
                }

                var expected = question.IsOurCard ? _values.Verification(question.Pan, traits.Expiry, CardBureau.ServiceOfCvv2) : 0;
                question.IsForged |= question.IsOurCard && Numerals.Number(value) != expected;
                return true;
            }

            subfields = subfields[(4 + length)..];
        }

        question.IsForged |= profile.Rules.Cvv2Required;
        return subfields.IsEmpty;
    }

    private bool IsApproval(in LinkMessage message, in Question question)
    {
        Span<byte> bytes = stackalloc byte[255];
        if (!question.IsOurCard || !TryObjects(in message, bytes, out var objects, out var sequence))
        {
            return false;
        }

        var traits = directory.Traits(question.Place);
        return traits.HasChip && ChipEvidence.IsApproval(new ChipData(objects), _cryptograms, in traits, sequence, in question);
    }

    // Field 55, and 23 with it.
    private static bool TryObjects(in LinkMessage message, Span<byte> room, out ReadOnlySpan<byte> objects, out int sequence)
    {
        objects = default;
        sequence = message.Has(23) ? (int)Numerals.Number(message[23]) : 0;
        if (!message.Holds(55) || sequence >= 100)
        {
            return false;
        }

        Convert.FromHexString(message[55], room, out _, out var length);
        objects = room[..length];
        return true;
    }

    private bool TryChip(in LinkMessage message, in CardTraits traits, ref Question question)
    {
        Span<byte> bytes = stackalloc byte[255];
        return TryObjects(in message, bytes, out var objects, out var sequence)
            && ChipEvidence.TryCheck(new ChipData(objects), _cryptograms, in traits, sequence, ref question);
    }

    private bool TryPin(in LinkMessage message, ReadOnlySpan<Des> keys, ref Question question)
    {
        if (!message.Has(52))
        {
            // The third digit of field 22 promises a PIN. What comes later and is about something else repeats the digit without one.
            return !IsFirst(question.Kind) || message[22][2] != '1';
        }

        if (!message[53].SequenceEqual("2600000000000000"u8) || question.Pan.Length < 13)
        {
            return false;
        }

        Numerals.TryReadHex(message[52], out var block);
        foreach (var key in keys)
        {
            if (PinBlock.TryRead(key.Decrypt(block), question.Pan, out var pin))
            {
                var expected = _values.PinVerification(question.Pan, _values.NaturalPin(question.Pan));
                question.Pin = _values.PinVerification(question.Pan, pin) == expected ? PinOutcome.Right : PinOutcome.Wrong;
                return true;
            }
        }

        question.Pin = PinOutcome.Unreadable;
        return true;
    }

    private static bool TryScriptResult(in LinkMessage message, ref Question question)
    {
        Span<byte> bytes = stackalloc byte[255];
        if (!message.Holds(55))
        {
            return false;
        }

        Convert.FromHexString(message[55], bytes, out _, out var length);
        if (!new ChipData(bytes[..length]).TryFind(0xDF31, out var result) || result.IsEmpty)
        {
            return false;
        }

        // The first half byte: 2 done, 1 failed, 0 not tried (EMV Book 4, A5, as 9F5B has it).
        question.IsScriptDone = result[0] >> 4 == 2;
        return true;
    }
}
