using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Selection;

namespace Guitai.Emv.Reading;

// Reading the records that the file locator names (EMV Book 3, 10.2).
internal static class ApplicationData
{
    private static readonly int[] s_mandatory = [0x5A, 0x5F24, 0x8C, 0x8D];

    public static IEnumerable<Wanted> Run(Session s)
    {
        foreach (var wanted in Records(s))
        {
            yield return wanted;
        }

        if (s.IsOver)
        {
            yield break;
        }

        // Book 3, 7.2; a format that cannot be is as good as missing.
        if (Array.Exists(s_mandatory, t => !s.Data.Has(t)))
        {
            s.Fail(EndReason.MissingCardData);
        }
        else if (!IsFormed(s.Data))
        {
            s.Fail(EndReason.BadCardData);
        }
        else if (s.Request.Extent == TransactionExtent.CardData)
        {
            s.Finish(TransactionOutcome.CardRead, EndReason.None);
        }
    }

    /// <summary>Reads every record, keeps its objects, and what is signed of it.</summary>
    public static IEnumerable<Wanted> Records(Session s)
    {
        var read = new HashSet<int>(s.StartTags);
        foreach (var entry in FileLocator.Parse(s.Data.Get(0x94) ?? []) ?? [])
        {
            for (var record = entry.First; record <= entry.Last; record++)
            {
                yield return Session.Send(CandidateList.ReadRecord(record, entry.File));
                if (s.Answer.Status != CardAnswer.Ok)
                {
                    s.Fail(EndReason.CardError);
                }
                else
                {
                    Take(s, entry, isSigned: record < entry.First + entry.Signed, read);
                }

                if (s.IsOver)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>The card's number, expiry and dates have the form that they must have.</summary>
    public static bool IsFormed(TransactionObjects data) =>
        data.Pan is { Length: >= 8 and <= 19 } pan
        && pan.All(char.IsAsciiDigit)
        && (!data.Has(0x5A) || data.Get(0x5A)!.Length <= 10)
        && (!data.Has(0x5F24) || Dates.Read(data.Get(0x5F24)) is not null)
        && (!data.Has(0x5F34) || data.SequenceNumber is not null);

    private static void Take(Session s, FileLocator entry, bool isSigned, HashSet<int> read)
    {
        var answer = s.Answer.Data.Span;
        // Book 3, 7.1: records of files 1 to 10 are one template 70.
        var objects = CardObjects.ReadTemplate(answer, 0x70);
        if (isSigned)
        {
            Sign(s, entry, objects is not null);
        }

        if (objects is null)
        {
            if (entry.File <= 10)
            {
                s.Fail(EndReason.BadCardData);
            }

            return;
        }

        foreach (var found in objects.Where(o => TransactionObjects.IsTheCards(o.Tag)))
        {
            // 10.2: an object that comes twice ends the transaction.
            if (!read.Add(found.Tag))
            {
                s.Fail(EndReason.TwiceCardData);
                return;
            }

            s.Data.Take(found);
        }
    }

    // 10.3: of files 1 to 10 the value of the template is signed, of others the whole record, which must be a template all the same.
    private static void Sign(Session s, FileLocator entry, bool isTemplate)
    {
        var record = s.Answer.Data.Span;
        if (!isTemplate)
        {
            s.Authentication.SignedDataBroken = true;
            return;
        }

        Tlv.TlvReader.TryFind(record, new Tlv.Tag(0x70), out var value);
        s.Authentication.Signed.AddRange(entry.File <= 10 ? value : record);
    }
}

internal static class Dates
{
    /// <summary>Three bytes <c>YYMMDD</c>; years from 50 on are of the last century (EMV Book 4, 6.7.3).</summary>
    public static DateOnly? Read(byte[]? bytes)
    {
        if (
            bytes is not { Length: 3 }
            || Two(bytes[0]) is not { } year
            || Two(bytes[1]) is not (>= 1 and <= 12 and var month)
            || Two(bytes[2]) is not { } day
        )
        {
            return null;
        }

        var full = year + (year < 50 ? 2000 : 1900);
        return day >= 1 && day <= DateTime.DaysInMonth(full, month) ? new DateOnly(full, month, day) : null;
    }

    /// <summary>Two bytes <c>MMYY</c> of a certificate: the last day of the month.</summary>
    public static DateOnly? ReadExpiry(ReadOnlySpan<byte> bytes) =>
        Two(bytes[0]) is (>= 1 and <= 12 and var month) && Two(bytes[1]) is { } year
            ? new DateOnly(year + (year < 50 ? 2000 : 1900), month, 1).AddMonths(1).AddDays(-1)
            : null;

    private static int? Two(byte value) => value >> 4 <= 9 && (value & 0x0F) <= 9 ? ((value >> 4) * 10) + (value & 0x0F) : null;
}
