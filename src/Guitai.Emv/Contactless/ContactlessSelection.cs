using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using Guitai.Emv.Reading;
using Guitai.Emv.Selection;

namespace Guitai.Emv.Contactless;

// Choosing and starting a contactless application (EMV Contactless Book B, 3.1 to 3.4; JR/T 0025.12).
internal static class ContactlessSelection
{
    private const int WantsChip = 0x6984;
    private const int NotThisTime = 0x6985;
    private const int SeePhone = 0x6986;

    public static IEnumerable<Wanted> Run(Session s)
    {
        // Book A, 5.3 and Book B, 3.1.1: applications whose limit is reached are not for contactless.
        if (!s.Parameters.Applications.Any(a => IsOpen(s, a)))
        {
            s.Finish(TransactionOutcome.UseChip, EndReason.AboveContactlessLimit);
            yield break;
        }

        foreach (var wanted in Directory(s))
        {
            yield return wanted;
        }

        while (!s.IsOver)
        {
            if (s.Candidates.OrderBy(c => c.Rank).FirstOrDefault() is not { } best)
            {
                s.Finish(TransactionOutcome.UseChip, EndReason.NoApplication);
                yield break;
            }

            s.Candidates.Remove(best);
            yield return Session.Send(CandidateList.Select(best.Aid.ToBytes()));
            if (!Begin(s, best))
            {
                continue;
            }

            if (ApplicationStart.Command(s) is not { } command)
            {
                s.Fail(EndReason.BadCardData);
                yield break;
            }

            yield return Session.Send(command);
            if (s.Answer.Status != NotThisTime)
            {
                Take(s);
                yield break;
            }
        }
    }

    private static bool IsOpen(Session s, ApplicationParameters a) =>
        a.Kernel != ContactlessKernel.None && s.Request.AmountMinor < a.ContactlessLimit;

    // Book B, 3.3.2: the directory names the applications inside its own control information.
    private static IEnumerable<Wanted> Directory(Session s)
    {
        var name = "2PAY.SYS.DDF01"u8.ToArray();
        yield return Session.Send(CandidateList.Select(name));
        if (
            s.Answer.Status != CardAnswer.Ok
            || CardObjects.ReadTemplate(s.Answer.Data.Span, 0x6F) is not { } fci
            || !name.AsSpan().SequenceEqual(fci.Find(0x84))
            || CardObjects.Read(fci.Find(0xA5))?.Find(0xBF0C) is not { } discretionary
            || CardObjects.Read(discretionary) is not { } entries
        )
        {
            s.Finish(TransactionOutcome.UseChip, EndReason.NoApplication);
            yield break;
        }

        var isAbove = false;
        foreach (var entry in entries.Where(e => e.Tag == 0x61))
        {
            if (
                CardObjects.Read(entry.Value) is not { } objects
                || objects.Find(0x4F) is not { } bytes
                || Aid.From(bytes) is not { } aid
                || Candidate.Match(s.Parameters, aid) is not { } ours
                || !Wants(ours.Kernel, objects.Find(0x9F2A))
            )
            {
                continue;
            }

            if (IsOpen(s, ours))
            {
                s.Candidates.Add(Candidate.Create(aid, ours, objects));
            }

            isAbove |= !IsOpen(s, ours);
        }

        if (s.Candidates.Count == 0 && isAbove)
        {
            s.Finish(TransactionOutcome.UseChip, EndReason.AboveContactlessLimit);
        }
    }

    // Book B, 3.3.2.5, table 3-6: the kernel that the card asks for; none, or zero, leaves it to the application's provider.
    private static bool Wants(ContactlessKernel ours, byte[]? kernel)
    {
        if (ours == ContactlessKernel.None)
        {
            return false;
        }

        return kernel is null or [] || (kernel[0] & 0x3F) == 0 || ((kernel[0] & 0x80) == 0 && (kernel[0] & 0x3F) == (int)ours);
    }

    private static bool Begin(Session s, Candidate best)
    {
        var name = best.Aid.ToBytes();
        if (
            s.Answer.Status != CardAnswer.Ok
            || CandidateList.ControlInformation(s.Answer, n => n.AsSpan().SequenceEqual(name)) is not { } information
        )
        {
            return false;
        }

        s.BeginApplication(best);
        foreach (var found in information)
        {
            s.Data.Take(found);
        }

        s.Data.Put(0x9F66, Qualifiers.For(s));
        return true;
    }

    // Kernel 3, 5.4.2: what the card may say instead of an answer, and what it must say.
    private static void Take(Session s)
    {
        switch (s.Answer.Status)
        {
            case CardAnswer.Ok:
                break;
            case WantsChip:
                s.Finish(TransactionOutcome.UseChip, EndReason.CardWantsChip);
                return;
            case SeePhone:
                s.Finish(TransactionOutcome.TryAgain, EndReason.SeePhone);
                return;
            default:
                s.Fail(EndReason.CardError);
                return;
        }

        if (ApplicationStart.Objects(s.Answer.Data.Span) is not { } objects)
        {
            s.Fail(EndReason.BadCardData);
            return;
        }

        if (objects.GroupBy(o => o.Tag).Any(g => g.Count() > 1))
        {
            s.Fail(EndReason.TwiceCardData);
            return;
        }

        if (
            objects.Find(0x82) is not { Length: 2 } aip
            || objects.Find(0x9F36) is not { Length: 2 }
            || objects.Find(0x9F26) is not { Length: 8 }
            || objects.Find(0x9F10) is not { Length: >= 1 and <= 32 }
        )
        {
            s.Fail(EndReason.MissingCardData);
            return;
        }

        if (FileLocator.Parse(objects.Find(0x94)) is null)
        {
            s.Fail(EndReason.BadCardData);
            return;
        }

        s.Aip = aip;
        // What the card decided stands in this answer and nowhere else.
        s.StartTags.UnionWith(objects.Select(o => o.Tag).Concat([0x82, 0x94, 0x9F10, 0x9F26, 0x9F27, 0x9F36]));
        foreach (var found in objects)
        {
            s.Data.Take(found);
        }
    }
}

// The terminal's transaction qualifiers, 9F66: what the reader can, and what this amount needs (Kernel 3, annex A; JR/T 0025.12).
internal static class Qualifiers
{
    // 9C: goods and services (ISO 8583:1987, field 3).
    private const byte Purchase = 0x00;
    private const byte OfflineOnly = 0x08;
    private const byte OnlineCryptogram = 0x80;
    private const byte CvmRequired = 0x40;

    public static byte[] For(Session s)
    {
        var qualifiers = s.Profile.ContactlessQualifiers.ToArray();
        var amount = s.Request.AmountMinor;
        if (s.Profile.IsOfflineOnly)
        {
            qualifiers[0] |= OfflineOnly;
        }

        // Book B, 3.1.1: above the floor limit the issuer is asked, from the CVM limit on the cardholder is verified.
        if (amount > s.Application.ContactlessFloorLimit || s.Request.ForceOnline || s.Profile.IsOnlineOnly)
        {
            qualifiers[1] |= OnlineCryptogram;
        }

        if (amount >= s.Application.ContactlessCvmLimit && !IsSmall(s))
        {
            qualifiers[1] |= CvmRequired;
        }

        return qualifiers;
    }

    /// <summary>Whether a UnionPay card buys for so little that nobody is verified (小额免密免签): no other scheme has agreed to that, and it is for purchases only.</summary>
    public static bool IsSmall(Session s) =>
        s.Application.Kernel == ContactlessKernel.QPboc
        && s.Request.TransactionType == Purchase
        && s.Request.AmountMinor <= s.Profile.NoPinNoSignatureLimit;

    public static bool WantsOnline(Session s) => (s.Data.Get(0x9F66)![1] & OnlineCryptogram) != 0;

    public static bool WantsCvm(Session s) => (s.Data.Get(0x9F66)![1] & CvmRequired) != 0;

    public static bool CanOnlinePin(Session s) =>
        (s.Data.Get(0x9F66)![0] & 0x04) != 0 && s.Application.OnlinePin && !s.Profile.IsOfflineOnly;

    public static bool CanSign(Session s) => (s.Data.Get(0x9F66)![0] & 0x02) != 0;
}
