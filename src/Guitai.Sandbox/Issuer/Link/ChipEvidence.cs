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
    private const int Longest = 33 + LongestApplicationData;

    // The first two bits of 9F27.
    private const int Tc = 1;
    private const int Arqc = 2;

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

    /// <summary>Checks an ARQC and notes the outcome in the question.</summary>
    /// <returns>False when an object is missing or has another length (30).</returns>
    public static bool TryCheck(scoped ChipData chip, Des issuer, in CardTraits traits, int sequence, ref Question question)
    {
        Span<byte> data = stackalloc byte[Longest];
        if (!TryGather(chip, data, out var found))
        {
            return false;
        }

        question.Counter = found.Counter;
        question.Sequence = sequence;
        question.Cryptogram = found.Cryptogram;
        question.ChipVersion = found.Version;
        if (!question.IsOurCard)
        {
            return true;
        }

        // 9F27 says ARQC: only that asks for an approval. The amount that the chip saw is the amount asked for.
        if (
            found.Kind != Arqc
            || found.Version != VersionOf(in traits)
            || (question.Kind != TransactionKind.Balance && found.AmountMinor != question.AmountMinor)
        )
        {
            question.IsForged = true;
            return true;
        }

        var key = Cryptograms.TransactionKey(issuer, question.Pan, sequence, found.Version, found.Counter);
        if (Cryptograms.Compute(key, found.Version, data[..found.Length]) == found.Cryptogram)
        {
            question.ChipKey = key;
        }
        else
        {
            question.IsForged = true;
        }

        return true;
    }

    /// <summary>Whether what chip and terminal approved together is proved by the chip's certificate (TC). It has happened whatever it says.</summary>
    public static bool IsApproval(scoped ChipData chip, Des issuer, in CardTraits traits, int sequence, in Question question)
    {
        Span<byte> data = stackalloc byte[Longest];
        if (
            !TryGather(chip, data, out var found)
            || found.Kind != Tc
            || found.Version != VersionOf(in traits)
            || found.AmountMinor != question.AmountMinor
        )
        {
            return false;
        }

        var key = Cryptograms.TransactionKey(issuer, question.Pan, sequence, found.Version, found.Counter);
        return Cryptograms.Compute(key, found.Version, data[..found.Length]) == found.Cryptogram;
    }

    // What the cryptogram covers goes into data.
    private static bool TryGather(scoped ChipData chip, scoped Span<byte> data, out Found found)
    {
        found = default;
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

        var counter = BinaryPrimitives.ReadUInt16BigEndian(data[(at - 2)..]);
        var covered = application[2] == Cryptograms.Version18 ? application : application[3..7];
        covered.CopyTo(data[at..]);
        found = new Found(
            at + covered.Length,
            information[0] >> 6,
            application[2],
            counter,
            BinaryPrimitives.ReadUInt64BigEndian(cryptogram),
            PackedNumber(data[..6])
        );
        return true;
    }

    private static int VersionOf(in CardTraits traits) => traits.CryptogramVersion == 18 ? Cryptograms.Version18 : Cryptograms.Version10;

    private static long PackedNumber(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var pair in digits)
        {
            number = (number * 100) + ((pair >> 4) * 10) + (pair & 15);
        }

        return number;
    }

    private readonly record struct Found(int Length, int Kind, int Version, int Counter, ulong Cryptogram, long AmountMinor);
}
