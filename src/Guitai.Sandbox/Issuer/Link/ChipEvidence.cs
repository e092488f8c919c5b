using System.Buffers.Binary;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;
using Guitai.Sandbox.Issuer.Wire;

namespace Guitai.Sandbox.Issuer.Link;

/// <summary>Checks a chip's cryptogram over the objects that came with it (EMV Book 2, 8.1; what it covers is on the link's page).</summary>
internal static class ChipEvidence
{
    private const int LongestApplicationData = 32;

    // What the cryptogram covers before 9F10, in order, and how long each is.
    private static readonly (int Tag, int Length)[] s_covered =
    [
        (0x9F02, 6),
        (0x9F03, 6),
        (0x9F1A, 2),
        (0x95, 5),
        (0x5F2A, 2),
        (0x9A, 3),
        (0x9C, 1),
        (0x9F37, 4),
        (0x82, 2),
        (0x9F36, 2),
    ];

    /// <summary>Checks it and notes the outcome in the question.</summary>
    /// <returns>False when an object is missing or has another length (30).</returns>
    public static bool TryCheck(scoped ChipData chip, Des issuer, in CardTraits traits, int sequence, ref Question question)
    {
        Span<byte> data = stackalloc byte[33 + LongestApplicationData];
        var at = 0;
        foreach (var (tag, length) in s_covered)
        {
            if (!chip.TryFind(tag, out var value) || value.Length != length)
            {
                return false;
            }

            value.CopyTo(data[at..]);
            at += length;
        }

        if (
            !chip.TryFind(0x9F10, out var application)
            || application.Length is < 7 or > LongestApplicationData
            || !chip.TryFind(0x9F26, out var cryptogram)
            || cryptogram.Length != 8
            || !chip.TryFind(0x9F27, out var information)
            || information.Length != 1
        )
        {
            return false;
        }

        question.Counter = BinaryPrimitives.ReadUInt16BigEndian(data[(at - 2)..]);
        question.Sequence = sequence;
        question.Cryptogram = BinaryPrimitives.ReadUInt64BigEndian(cryptogram);
        question.ChipVersion = application[2];
        if (!question.IsOurCard)
        {
            return true;
        }

        var covered = question.ChipVersion == Cryptograms.Version18 ? application : application[3..7];
        covered.CopyTo(data[at..]);
        at += covered.Length;

        // 9F27 says ARQC: only that asks for an approval. The amount that the chip saw is the amount asked for.
        var version = traits.CryptogramVersion == 18 ? Cryptograms.Version18 : Cryptograms.Version10;
        if (
            information[0] >> 6 != 2
            || question.ChipVersion != version
            || (question.Kind != TransactionKind.Balance && PackedNumber(data[..6]) != question.AmountMinor)
        )
        {
            question.IsForged = true;
            return true;
        }

        var key = Cryptograms.TransactionKey(issuer, question.Pan, sequence, version, question.Counter);
        if (Cryptograms.Compute(key, version, data[..at]) == question.Cryptogram)
        {
            question.ChipKey = key;
        }
        else
        {
            question.IsForged = true;
        }

        return true;
    }

    private static long PackedNumber(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var pair in digits)
        {
            number = (number * 100) + ((pair >> 4) * 10) + (pair & 15);
        }

        return number;
    }
}
